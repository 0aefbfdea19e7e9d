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

import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * Runs a program under a filter that denies one system call, as a container runtime does.
 * Usage: {@code CALL ERRNO any|ARGUMENT0|flag:INDEX:FLAG COMMAND...}.
 */
public final class OuterFilter {

	private OuterFilter() {
	}

	public static void main(String[] args) throws Exception {
		Architecture architecture = Platform.architecture();
		SeccompPolicy policy = SeccompPolicy.builder(architecture)
			.rule("outer", List.of(args[0]), List.of(), conditions(args[2]),
					Action.errno(Errno.number(args[1]).orElseThrow()))
			.build();
		TestFilters.install(policy);
		System.exit(new ProcessBuilder(Arrays.asList(args).subList(3, args.length)).inheritIO().start().waitFor());
	}

	private static List<ArgumentCondition> conditions(String text) {
		if (text.equals("any")) {
			return List.of();
		}
		String[] parts = text.split(":");
		if (parts.length == 1) {
			return List.of(ArgumentCondition.of(0, Operator.EQ, Long.parseLong(text)));
		}
		long flag = Long.parseLong(parts[2]);
		return List.of(ArgumentCondition.masked(Integer.parseInt(parts[1]), flag, flag));
	}

}
