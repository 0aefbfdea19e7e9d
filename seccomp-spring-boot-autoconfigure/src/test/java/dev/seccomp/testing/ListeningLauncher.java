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

import java.util.List;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Errno;

/**
 * Runs a program under a filter with a listener, as a container runtime with a seccomp
 * agent does. A process can have only one listener. The arguments are the command.
 */
public final class ListeningLauncher {

	private ListeningLauncher() {
	}

	public static void main(String[] args) throws Exception {
		// The listener receives no notification
		Libc.filterThisThreadWithListener(FilterCompiler.compile(SeccompPolicy.builder(Platform.architecture())
			.rule("outer", List.of("getpgid"), List.of(), List.of(), Action.errno(Errno.EPERM))
			.build()));
		System.exit(new ProcessBuilder(args).inheritIO().start().waitFor());
	}

}
