/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.seccomp.learn;

import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;

/**
 * The policy of a run in learn mode. It notifies the recorder of each call, even of those
 * that end a thread or return from a signal handler. The recorder lets all of them
 * continue. Calls beyond the table and {@code clone3}, whose flags no filter can read,
 * fail with {@code ENOSYS}: a learned policy cannot allow them either.
 */
public final class LearningPolicy {

	private static final String PROPERTY = "mode";

	private LearningPolicy() {
	}

	/**
	 * Return the policy.
	 * @param architecture the architecture of this JVM
	 * @return the policy
	 */
	public static SeccompPolicy of(Architecture architecture) {
		return SeccompPolicy.builder(architecture)
			.defaultAction(Action.of(ActionType.NOTIFY))
			.rule(PROPERTY, List.of("clone3"), List.of(), List.of(), Action.ENOSYS)
			.build();
	}

}
