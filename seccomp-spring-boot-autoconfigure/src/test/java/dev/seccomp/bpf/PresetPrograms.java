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

package dev.seccomp.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;

/**
 * Writes the programs of the presets for x86_64 to files: as this project installs them
 * with and without reports, and as libseccomp compiles them. The argument is the folder.
 * A benchmark measures them.
 */
final class PresetPrograms {

	private PresetPrograms() {
	}

	public static void main(String[] args) throws IOException {
		Path folder = Path.of(args[0]);
		Libseccomp libseccomp = new Libseccomp();
		for (String preset : List.of("no-exec", "hardened", "web-service")) {
			SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64).presets(List.of(preset)).build();
			Files.write(folder.resolve(preset + ".reported"), program(policy, true).toBytes());
			Files.write(folder.resolve(preset + ".unreported"), program(policy, false).toBytes());
			SeccompPolicy known = policy.with(policy.defaultAction(),
					policy.rules().stream().filter((rule) -> isPossible(libseccomp, policy, rule)).toList());
			Files.write(folder.resolve(preset + ".libseccomp"), libseccomp.compile(known, false).toBytes());
			Files.write(folder.resolve(preset + ".libseccomp-tree"), libseccomp.compile(known, true).toBytes());
		}
	}

	private static FilterProgram program(SeccompPolicy policy, boolean reported) {
		FilterSpecification filter = new FilterSpecification(Stage.STARTUP, FilterMode.ENFORCE, policy, reported);
		return FilterStack.of(List.of(filter), NotificationSupport.AVAILABLE, Set.of()).filters().get(0).program();
	}

	/**
	 * An old library does not know the newest calls. None takes the default action, nor
	 * two conditions on the same argument.
	 */
	private static boolean isPossible(Libseccomp libseccomp, SeccompPolicy policy, SyscallRule rule) {
		return !rule.action().equals(policy.defaultAction()) && libseccomp.takes(Architecture.X86_64, rule.syscall())
				&& rule.conditions().stream().map(ArgumentCondition::index).distinct().count() == rule.conditions()
					.size();
	}

}
