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

package dev.seccomp.boot;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.testing.Libc;
import dev.seccomp.testing.TestApplication;

/**
 * An application in whose JVM an agent has put a filter on one of its own threads.
 */
class FilteredThreadApplication {

	public static void main(String[] args) throws InterruptedException {
		startFilteredThread();
		TestApplication.main(args);
	}

	static void startFilteredThread() throws InterruptedException {
		CountDownLatch filtered = new CountDownLatch(1);
		Thread agent = new Thread(() -> {
			Libc.filterThisThread(FilterCompiler
				.compile(SeccompPolicy.builder(Platform.architecture()).presets(List.of("no-exec")).build()));
			filtered.countDown();
			await(new CountDownLatch(1));
		}, "lone-wolf");
		agent.setDaemon(true);
		agent.start();
		filtered.await();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
