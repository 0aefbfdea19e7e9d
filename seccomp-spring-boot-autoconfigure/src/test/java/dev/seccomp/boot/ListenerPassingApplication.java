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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.RecordedListener;
import dev.seccomp.kernel.RecordedProcess;
import dev.seccomp.testing.Attempt;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.DescriptorSocket;
import dev.seccomp.testing.Libc;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * Passes its notification listener to a process that it started before the filter. That
 * process takes it with {@code pidfd_getfd(2)}. With the system property {@code rights},
 * it receives it in a message over a Unix socket ({@code SCM_RIGHTS}).
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ListenerPassingApplication {

	private static final long PR_SET_PTRACER = 0x59616d61;

	/** The supervisor receives some of the notifications. */
	private static final int ATTEMPTS = 50;

	private static final int LISTENERS = 8;

	private static final String RIGHTS = "rights";

	private static final String READY = "ready";

	private static final String RESPONDING = "responding";

	public static void main(String[] args) throws IOException {
		boolean rights = Boolean.getBoolean(RIGHTS);
		Process outside = ChildJvm.of(Outside.class)
			.options("-D" + RIGHTS + "=" + rights)
			.arguments(String.valueOf(ProcessHandle.current().pid()))
			.start();
		if (!rights) {
			Libc.syscall("prctl", PR_SET_PTRACER, outside.pid(), 0, 0, 0);
		}
		proceed(outside, READY);
		SpringApplication application = new SpringApplication(ListenerPassingApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.run(args);
		System.out.println("denied before: " + flistxattr());
		System.out.println("exec before: " + Attempt.exec());
		if (rights) {
			DescriptorSocket.send(socket(outside.pid()), listener());
		}
		proceed(outside, RESPONDING);
		System.out.println("flistxattr: " + attempt(ListenerPassingApplication::flistxattr, "EBADF"::equals));
		System.out.println("exec: " + attempt(Attempt::exec, "ran"::equals));
		outside.destroyForcibly();
		Runtime.getRuntime().halt(0);
	}

	private static void proceed(Process outside, String answer) throws IOException {
		outside.getOutputStream().write('\n');
		outside.getOutputStream().flush();
		// JDK 25 prints warnings of native access
		String line = outside.inputReader().readLine();
		while (line != null && !line.equals(answer)) {
			System.out.println("outside: " + line);
			line = outside.inputReader().readLine();
		}
	}

	private static String socket(long pid) {
		return "listener-of-" + pid;
	}

	private static int listener() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((descriptor) -> isListener(descriptor))
				.mapToInt((descriptor) -> Integer.parseInt(descriptor.getFileName().toString()))
				.findFirst()
				.orElseThrow();
		}
	}

	private static boolean isListener(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:seccomp notify");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String flistxattr() {
		return Libc.outcome("flistxattr", -1, 0, 0);
	}

	private static String attempt(Supplier<String> attack, Predicate<String> success) {
		String outcome = attack.get();
		for (int i = 1; i < ATTEMPTS && !success.test(outcome); i++) {
			outcome = attack.get();
		}
		return outcome;
	}

	/**
	 * The process outside the filter. It lets each call through.
	 */
	static final class Outside {

		public static void main(String[] args) throws IOException {
			System.in.read();
			long self = ProcessHandle.current().pid();
			boolean rights = Boolean.getBoolean(RIGHTS);
			RecordedProcess process = RecordedProcess.open(Platform.architecture(),
					(rights) ? self : Long.parseLong(args[0]));
			DescriptorSocket socket = DescriptorSocket.bind(socket(self));
			System.out.println(READY);
			System.in.read();
			if (rights) {
				socket.receive();
			}
			List<RecordedListener> listeners = new ArrayList<>();
			for (int i = 0; i < LISTENERS; i++) {
				listeners.add(process.awaitListener());
			}
			listeners.forEach((
					listener) -> new Thread(() -> listener.respondToAll((number, thread, arguments, answering) -> null))
						.start());
			System.out.println(RESPONDING);
		}

	}

}
