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
import java.util.Set;

import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilterInstaller;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.syscall.Architecture;

/**
 * A JVM whose parent process records it while its threads are busy.
 */
final class RecordedThreads {

	private static volatile Object garbage = "";

	private RecordedThreads() {
	}

	public static void main(String[] args) throws Exception {
		Architecture architecture = Platform.architecture();
		try (FilterInstaller installer = FilterInstaller.load(SeccompProcess.current(), architecture)) {
			installer.allowAttaching(ProcessHandle.current().parent().orElseThrow().pid());
			System.out.println("installing: now");
			System.in.read();
			FilterSpecification specification = new FilterSpecification(Stage.STARTUP, FilterMode.LEARN,
					LearningPolicy.of(architecture), false);
			installer.install(FilterStack.of(List.of(specification), NotificationSupport.AVAILABLE, Set.of()),
					Stage.STARTUP, null);
		}
		Thread thread = new Thread(RecordedThreads::work, "application-thread");
		thread.start();
		thread.join();
	}

	private static void work() {
		for (int i = 0; i < 200_000; i++) {
			garbage = String.valueOf(i).repeat(20) + garbage.hashCode();
		}
		System.gc();
	}

}
