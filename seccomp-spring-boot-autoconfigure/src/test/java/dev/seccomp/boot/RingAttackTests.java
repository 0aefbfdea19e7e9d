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

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.stream.Stream;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.PrintedOutput;
import dev.seccomp.testing.Requirement;
import dev.seccomp.testing.Ring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks the policy for the ready application through io_uring, which binds and listens
 * without these system calls.
 */
class RingAttackTests {

	private static final String[] READY = { "--seccomp.ready.syscalls[0].names=bind,listen",
			"--seccomp.ready.syscalls[0].action=errno" };

	private static final String[] ALLOWED = { "--seccomp.ready.syscalls[1].names=io_uring_setup",
			"--seccomp.ready.syscalls[1].action=allow" };

	/**
	 * Opens a port in a JVM of its own.
	 */
	static final class Unfiltered {

		public static void main(String[] args) {
			System.out.println("port: " + connect(Ring.openPort()));
		}

	}

	@BeforeEach
	void requireRings() {
		Requirement.require(ChildJvm.of(Unfiltered.class).run().output().contains("port: connected"),
				"The kernel has no io_uring that can bind and listen (Linux 6.11, kernel.io_uring_disabled=0)");
	}

	@Test
	@ForkedJvm
	void policyThatDeniesBindDeniesRings() throws Exception {
		ModesApplication application = ModesApplication.start(READY);
		assertThat(application.bindWhenReady()).isEqualTo("Operation not permitted");
		assertThat(Ring.create()).isEqualTo("ENOSYS");
		application.awaitEvents();
		assertThat(application.endpoint().syscall("io_uring_setup"))
			.contains("action=errno, errno=ENOSYS, filter=ready, rule=ready.syscalls[0]: io_uring could make bind");
		assertThat(application.meters()).contains("seccomp.violations {action=errno, syscall=io_uring_setup} 1.0");
		assertThat(PrintedOutput.read())
			.containsPattern("policy=\\[ready\\.syscalls\\[0]], .*Denied: bind, listen \\(EPERM\\);"
					+ " io_uring, which could make bind \\(ENOSYS\\)\\.")
			.containsPattern(
					"Denied io_uring_setup \\(ENOSYS\\), called by .*The rule 'ready\\.syscalls\\[0]: io_uring could make bind' denies ")
			.doesNotContain("allows io_uring_setup");
	}

	@Test
	@ForkedJvm
	void ringThatIsAllowedByNameOpensPort() throws Exception {
		ModesApplication application = ModesApplication
			.start(Stream.of(READY, ALLOWED).flatMap(Stream::of).toArray(String[]::new));
		assertThat(application.bindWhenReady()).isEqualTo("Operation not permitted");
		assertThat(connect(Ring.openPort())).isEqualTo("connected");
		assertThat(PrintedOutput.read()).containsPattern("WARN .*A rule of 'seccomp\\.ready\\.syscalls' allows"
				+ " io_uring_setup\\. .* which can still make calls that the policy denies: bind, listen\\.");
	}

	@Test
	@ForkedJvm
	void withoutSuchRuleRingsAreAllowed() throws Exception {
		ModesApplication.start("--seccomp.presets=no-exec");
		assertThat(connect(Ring.openPort())).isEqualTo("connected");
		assertThat(PrintedOutput.read()).doesNotContain("io_uring");
	}

	private static String connect(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return (socket.isConnected()) ? "connected" : "not connected";
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
