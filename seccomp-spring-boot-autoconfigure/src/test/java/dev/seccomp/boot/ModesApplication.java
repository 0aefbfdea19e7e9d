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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.seccomp.boot.actuate.SeccompEndpoint;
import dev.seccomp.boot.actuate.SeccompHealthIndicator;
import dev.seccomp.boot.actuate.ViolationPrinter;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.Attempt;
import dev.seccomp.testing.Libc;
import dev.seccomp.violation.Supervisor;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * An application with a server that is open before it is ready. It does what policies
 * deny, before that and afterwards, and prints what came of it and what is told of it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ModesApplication {

	private static final int AF_UNIX = 1;

	private static final int AF_INET = 2;

	private static final int SOCK_STREAM = 1;

	static final String SHELL = "--shell";

	static final String SECRET = "--secret";

	static final String WAIT = "--wait";

	private final AtomicLong events = new AtomicLong();

	private @Nullable ServerSocket server;

	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(ModesApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		try (ConfigurableApplicationContext context = application.run(args)) {
			Thread attacker = new Thread(() -> context.getBean(ModesApplication.class).attack(List.of(args)),
					"attacker");
			attacker.start();
			attacker.join();
			SeccompState state = context.getBean(SeccompState.class);
			context.getBean(ModesApplication.class).awaitEvents(state.supervisor());
			ViolationPrinter printer = new ViolationPrinter(context.getBean(SeccompEndpoint.class));
			printer.print();
			printer.printWhatIsShown(state);
			print(context);
			if (List.of(args).contains(WAIT)) {
				System.out.println("waiting: for the end of the standard input");
				System.in.read();
			}
		}
	}

	@EventListener
	void openServer(ApplicationStartedEvent event) {
		try {
			this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			System.out.println("bind before: port is open");
		}
		catch (IOException ex) {
			System.out.println("bind before: " + ex.getMessage());
		}
	}

	@EventListener
	void openAnother(ApplicationReadyEvent event) {
		System.out.println("bind when ready: " + bind());
	}

	@EventListener
	void print(SeccompViolationEvent event) {
		System.out.println("event: " + event.getViolation().syscall() + " " + event.getViolation().outcome());
		this.events.incrementAndGet();
	}

	/** Whatever else is told of a violation has been told before. */
	private void awaitEvents(@Nullable Supervisor supervisor) {
		if (supervisor != null) {
			Awaitility.await()
				.until(() -> this.events.get() == supervisor.violations()
					.counts()
					.values()
					.stream()
					.flatMap((outcomes) -> outcomes.values().stream())
					.mapToLong(Long::longValue)
					.sum());
		}
	}

	@Bean
	static SanitizingFunction userSanitizer() {
		return SanitizingFunction.of((data) -> data.withValue("nobody")).ifKeyEquals("--user");
	}

	private void attack(List<String> args) {
		if (args.contains(SHELL)) {
			System.out.println("shell: " + shell());
		}
		if (args.contains(SECRET)) {
			System.out.println("execve: " + Libc.execve("/bin/echo", "--db.password=hunter2", "--user=alice", "-n=1"));
		}
		System.out.println("exec: " + Attempt.exec());
		System.out.println("bind: " + bind());
		System.out.println("socket inet: " + socket(AF_INET));
		System.out.println("socket unix: " + socket(AF_UNIX));
		System.out.println("flistxattr: " + Libc.outcome("flistxattr", -1, 0, 0));
		System.out.println("server: " + serve());
	}

	private static String bind() {
		try (ServerSocket another = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return (another.isBound()) ? "port is open" : "port is not open";
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
	}

	private static String socket(int family) {
		long descriptor = Libc.syscall("socket", family, SOCK_STREAM, 0);
		if (descriptor < 0) {
			return Errno.name((int) -descriptor);
		}
		Libc.syscall("close", descriptor);
		return "opened";
	}

	/** A program that starts others, which write to both of its streams. */
	private static String shell() {
		try {
			Process shell = new ProcessBuilder("/bin/sh", "-c", "echo output | cat; /bin/sh -c 'echo problem >&2'")
				.start();
			String output = new String(shell.getInputStream().readAllBytes());
			String problem = new String(shell.getErrorStream().readAllBytes());
			return (output + problem).lines().toList() + ", exit code " + shell.waitFor();
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String serve() {
		ServerSocket server = this.server;
		if (server == null) {
			return "no server";
		}
		try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
				Socket accepted = server.accept()) {
			accepted.getOutputStream().write("served".getBytes());
			accepted.shutdownOutput();
			return new String(client.getInputStream().readAllBytes());
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
	}

	private static void print(ConfigurableApplicationContext context) throws IOException {
		System.out.println("thread filters: " + threadFilters());
		System.out.println("health: " + context.getBean(SeccompHealthIndicator.class).health().getStatus());
		context.getBean(MeterRegistry.class).getMeters().forEach((meter) -> {
			if (meter.getId().getName().startsWith("seccomp.")) {
				Map<String, String> tags = new TreeMap<>();
				meter.getId().getTags().forEach((tag) -> tags.put(tag.getKey(), tag.getValue()));
				System.out.println("meter: " + meter.getId().getName() + " " + tags + " "
						+ meter.measure().iterator().next().getValue());
			}
		});
	}

	/** How many threads have how many filters, as the kernel says. */
	private static Map<String, Integer> threadFilters() throws IOException {
		Map<String, Integer> threads = new TreeMap<>();
		try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
			tasks.forEach((task) -> filters(task).forEach((filters) -> threads.merge(filters, 1, Integer::sum)));
		}
		return threads;
	}

	private static Stream<String> filters(Path task) {
		try {
			return Files.readAllLines(task.resolve("status"))
				.stream()
				.filter((line) -> line.startsWith("Seccomp_filters:"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip());
		}
		catch (IOException ex) {
			if (Files.exists(task)) {
				throw new UncheckedIOException(ex);
			}
			return Stream.empty();
		}
	}

}
