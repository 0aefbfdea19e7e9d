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

package dev.seccomp.testing;

import java.util.Arrays;
import java.util.List;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SeccompPolicy;

/**
 * Runs a program under a filter with a listener, as a container runtime does. The filter
 * notifies of a call that no process makes. Usage: {@code COMMAND...}.
 */
public final class OuterListener {

	private OuterListener() {
	}

	public static void main(String[] args) throws Exception {
		Libc.filterAllThreadsWithListener(FilterCompiler.compile(SeccompPolicy.builder(Platform.architecture())
			.rule("outer", List.of("acct"), List.of(), List.of(), Action.of(ActionType.NOTIFY))
			.build()));
		System.exit(new ProcessBuilder(Arrays.asList(args)).inheritIO().start().waitFor());
	}

}
