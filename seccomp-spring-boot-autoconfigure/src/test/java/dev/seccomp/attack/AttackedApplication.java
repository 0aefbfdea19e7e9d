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

package dev.seccomp.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.seccomp.boot.actuate.EndpointView;
import dev.seccomp.boot.actuate.SeccompEndpoint;
import dev.seccomp.boot.actuate.SeccompEndpoint.ViolationsDescriptor;
import dev.seccomp.kernel.MachineCode;
import dev.seccomp.kernel.Platform;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.Libc;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application that attacks itself: {@code FOLDER LIBRARY-FOLDER PROPERTIES}. Prints
 * the outcome of each attack, and {@code reported} if the endpoint counted it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class AttackedApplication {

	static final String REPORTED = " reported";

	private static final Pattern ERROR = Pattern.compile("error[:=] ?(\\d+)");

	private static final BlockingQueue<Runnable> earlyTasks = new LinkedBlockingQueue<>();

	private static Path folder = Path.of("");

	private static Path libraryFolder = Path.of("");

	private static boolean int80;

	private final EndpointView endpoint;

	private final NativeAttacker attacker = NativeAttacker.load(libraryFolder);

	AttackedApplication(SeccompEndpoint endpoint) {
		this.endpoint = new EndpointView(endpoint);
	}

	public static void main(String[] args) {
		folder = Path.of(args[0]);
		libraryFolder = Path.of(args[1]);
		Thread thread = new Thread(AttackedApplication::runEarlyTasks);
		thread.setDaemon(true);
		thread.start();
		int status = 1;
		try {
			int80 = MachineCode.canMakeInt80();
			SpringApplication application = new SpringApplication(AttackedApplication.class);
			application.setBannerMode(Banner.Mode.OFF);
			application.run(args).getBean(AttackedApplication.class).makeAttacks();
			status = 0;
		}
		catch (Throwable ex) {
			ex.printStackTrace();
		}
		// The last attack closed the files that a shutdown needs
		Runtime.getRuntime().halt(status);
	}

	/** Runs tasks in a thread that existed before the filter. */
	private static void runEarlyTasks() {
		while (true) {
			try {
				earlyTasks.take().run();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	static JavaAttack.Threads earlyThread() {
		return earlyTasks::add;
	}

	static Path folder() {
		return folder;
	}

	static Path library() {
		return NativeAttacker.copy(libraryFolder);
	}

	private void makeAttacks() {
		for (Attack attack : AttackTable.load()) {
			long before = violations();
			String outcome = (int80 || !attack.needsInt80()) ? make(attack) : Attack.IMPOSSIBLE;
			System.out.println(attack.name() + ": " + outcome + ((violations() > before) ? REPORTED : ""));
		}
	}

	private long violations() {
		ViolationsDescriptor violations = this.endpoint.all().violations();
		return (violations != null) ? violations.total() : 0;
	}

	private String make(Attack attack) {
		Object[] arguments = attack.arguments().stream().map(Constants::value).toArray();
		Path effect = folder.resolve(attack.name());
		return switch (attack.method()) {
			case "call" -> call(attack.subject(), arguments);
			case "raw" -> outcome(this.attacker.raw((long) Constants.value(attack.subject()), arguments), Attack.DONE);
			case "int80" -> (attack.subject().equals("fork")) ? outcome(this.attacker.int80Fork(), Attack.CREATED)
					: outcome(this.attacker.int80(attack.subject(), arguments), Attack.DONE);
			case "spawn" -> outcome(this.attacker.spawn(number(attack.subject()), arguments), Attack.CREATED);
			case "spawn3" -> outcome(this.attacker.spawn3((long) Constants.value(attack.subject())), Attack.CREATED);
			case "run" -> effect(effect, this.attacker.run(attack.subject(), effect));
			case "escape" -> effect(effect, constant(EscapeAttack.class, attack.subject()).make(this.attacker, effect));
			case "java" -> java(constant(JavaAttack.class, attack.subject()), effect);
			default -> throw new IllegalArgumentException(attack.method());
		};
	}

	private static long number(String syscall) {
		return Platform.architecture().syscalls().number(syscall).orElseThrow();
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String name) {
		return Enum.valueOf(type, name.replace('-', '_').toUpperCase(Locale.ROOT));
	}

	private static String call(String syscall, Object... arguments) {
		long result = Libc.syscall(syscall, arguments);
		if (result > 2 && (syscall.equals("socket") || syscall.equals("openat") || syscall.equals("memfd_create"))) {
			Libc.syscall("close", result);
		}
		return outcome(result, Attack.DONE);
	}

	private static String java(JavaAttack attack, Path effect) {
		try {
			attack.make(effect);
			return effect(effect, 0);
		}
		catch (UnsupportedOperationException ex) {
			return Attack.IMPOSSIBLE;
		}
		catch (Throwable ex) {
			return effect(effect, -error(ex));
		}
	}

	/** Returns the error number in the message of an exception or of a cause. */
	private static int error(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			Matcher matcher = ERROR.matcher(String.valueOf(cause.getMessage()));
			if (matcher.find()) {
				return Integer.parseInt(matcher.group(1));
			}
		}
		throw new IllegalStateException(thrown);
	}

	private static String effect(Path effect, long result) {
		if (Files.exists(effect)) {
			return Attack.RAN;
		}
		return (result < 0) ? outcome(result, "") : "no effect";
	}

	private static String outcome(long result, String success) {
		return (result < 0 && result >= -Errno.MAX) ? Errno.name((int) -result) : success;
	}

}
