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

import java.util.HashMap;
import java.util.Map;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import dev.seccomp.kernel.Platform;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.Libc;
import dev.seccomp.testing.Requirement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that denied calls are counted although a timer interrupts them, as an attacker
 * could do to hide them.
 */
class InterruptedCallTests {

	private static final int INTERRUPTED = 10;

	private static final long MICROSECONDS = 15;

	private static final int SIGALRM = 14;

	/** The size of {@code struct sigaction} of the GNU C library. */
	private static final int SIGACTION = 152;

	private static final NativeLibrary LIBRARY = NativeLibrary.getProcess();

	@Test
	@ForkedJvm
	void interruptedCallsAreCounted() {
		Requirement.require(Platform.architecture() == Architecture.X86_64,
				"struct sigaction has the layout of x86_64");
		ModesApplication application = ModesApplication.start("--seccomp.syscalls[0].names=chroot",
				"--seccomp.syscalls[0].action=errno");
		// A handler without SA_RESTART. Any function that returns will do
		Memory action = new Memory(SIGACTION);
		action.clear();
		action.setPointer(0, LIBRARY.getFunction("abs"));
		LIBRARY.getFunction("sigaction").invokeInt(new Object[] { SIGALRM, action, null });
		setTimer(MICROSECONDS);
		Map<String, Integer> outcomes = new HashMap<>();
		while (outcomes.getOrDefault("EINTR", 0) < INTERRUPTED) {
			outcomes.merge(Libc.outcome("chroot", "/nonexistent"), 1, Integer::sum);
		}
		setTimer(0);
		assertThat(outcomes).containsOnlyKeys("EPERM", "EINTR");
		long calls = outcomes.get("EPERM") + outcomes.get("EINTR");
		Awaitility.await().untilAsserted(() -> {
			Map<String, Long> counts = application.endpoint().all().violations().bySyscall();
			assertThat(counts.get("chroot")).isGreaterThanOrEqualTo(outcomes.get("EPERM").longValue());
			// The kernel may restart a call, which counts again
			assertThat(counts.get("chroot") + counts.getOrDefault("interrupted", 0L)).isGreaterThanOrEqualTo(calls);
		});
	}

	private static void setTimer(long microseconds) {
		Memory timer = new Memory(32);
		timer.clear();
		timer.setLong(8, microseconds);
		timer.setLong(24, microseconds);
		LIBRARY.getFunction("setitimer").invokeInt(new Object[] { 0, timer, null });
	}

}
