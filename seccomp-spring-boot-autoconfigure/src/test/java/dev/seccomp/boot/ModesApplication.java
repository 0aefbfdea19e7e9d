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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import dev.seccomp.boot.actuate.EndpointView;
import dev.seccomp.boot.actuate.SeccompEndpoint;
import dev.seccomp.boot.actuate.SeccompEndpoint.ViolationsDescriptor;
import dev.seccomp.boot.actuate.SeccompHealthIndicator;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.Attempt;
import dev.seccomp.testing.Libc;
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
 * An application with a server that is open before it is ready, which makes calls that
 * policies deny. Tests in a JVM of their own {@link #start(String...)} it, others run it
 * as a main class, which prints the outcomes.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ModesApplication {

	static final String OPEN = "port is open";

	static final String WAIT = "--wait";

	private static final int AF_UNIX = 1;

	private static final int AF_INET = 2;

	private static final int SOCK_STREAM = 1;

	private final List<String> events = Collections.synchronizedList(new ArrayList<>());

	private final ConfigurableApplicationContext context;

	private @Nullable ServerSocket server;

	private @Nullable String bindBefore;

	private @Nullable String bindWhenReady;

	ModesApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static void main(String[] args) throws Exception {
		ModesApplication application = start(args);
		application.attack();
		System.out.println("thread filters: " + threadFilters());
		System.out.println("health: " + application.health());
		System.out.println("unreported: " + application.unreported());
		application.meters().forEach((meter) -> System.out.println("meter: " + meter));
		application.endpoint().print();
		if (List.of(args).contains(WAIT)) {
			System.out.println("waiting: for the end of the standard input");
			System.in.read();
		}
		application.context.close();
	}

	static ModesApplication start(String... args) {
		SpringApplication application = new SpringApplication(ModesApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		return application
			.run(Stream.concat(Stream.of("--management.endpoints.web.exposure.include=seccomp"), Stream.of(args))
				.toArray(String[]::new))
			.getBean(ModesApplication.class);
	}

	@EventListener
	void openServer(ApplicationStartedEvent event) {
		try {
			this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			this.bindBefore = OPEN;
		}
		catch (IOException ex) {
			this.bindBefore = ex.getMessage();
		}
		System.out.println("bind before: " + this.bindBefore);
	}

	@EventListener
	void openAnother(ApplicationReadyEvent event) {
		this.bindWhenReady = bind();
		System.out.println("bind when ready: " + this.bindWhenReady);
	}

	@EventListener
	void add(SeccompViolationEvent event) {
		this.events.add(event.getViolation().syscall() + " " + event.getViolation().outcome());
	}

	@Bean
	static SanitizingFunction userSanitizer() {
		return SanitizingFunction.of((data) -> data.withValue("nobody")).ifKeyEquals("--user");
	}

	@Nullable String bindBefore() {
		return this.bindBefore;
	}

	@Nullable String bindWhenReady() {
		return this.bindWhenReady;
	}

	/**
	 * Make calls in a thread that is named {@code attacker}.
	 * @return the outcomes, once their violations are published
	 */
	Outcomes attack() throws Exception {
		return attack("attacker");
	}

	Outcomes attack(String thread) throws Exception {
		FutureTask<Outcomes> attack = new FutureTask<>(this::attackInThread);
		new Thread(attack, thread).start();
		Outcomes outcomes = attack.get();
		awaitEvents();
		return outcomes;
	}

	private Outcomes attackInThread() {
		return new Outcomes(print("exec", Attempt.exec()), print("bind", bind()), print("socket inet", socket(AF_INET)),
				print("socket unix", socket(AF_UNIX)), print("flistxattr", Libc.outcome("flistxattr", -1, 0, 0)),
				print("server", serve()));
	}

	/** At once, as the next call may end the JVM. */
	private static String print(String name, String outcome) {
		System.out.println(name + ": " + outcome);
		return outcome;
	}

	/** Other listeners receive a violation before. */
	void awaitEvents() {
		Awaitility.await().until(() -> {
			ViolationsDescriptor violations = endpoint().all().violations();
			return violations == null || this.events.size() == violations.total();
		});
	}

	/**
	 * Return the events so far.
	 * @return the call and its outcome of each violation
	 */
	List<String> events() {
		return this.events;
	}

	EndpointView endpoint() {
		return new EndpointView(this.context.getBean(SeccompEndpoint.class));
	}

	SeccompState state() {
		return this.context.getBean(SeccompState.class);
	}

	String health() {
		return this.context.getBean(SeccompHealthIndicator.class).health().getStatus().toString();
	}

	@Nullable Object unreported() {
		return this.context.getBean(SeccompHealthIndicator.class).health().getDetails().get("unreported");
	}

	/**
	 * Return the meters of the starter.
	 * @return the name, the tags and the value of each
	 */
	List<String> meters() {
		List<String> meters = new ArrayList<>();
		this.context.getBean(MeterRegistry.class).getMeters().forEach((meter) -> {
			if (meter.getId().getName().startsWith("seccomp.")) {
				Map<String, String> tags = new TreeMap<>();
				meter.getId().getTags().forEach((tag) -> tags.put(tag.getKey(), tag.getValue()));
				meters.add(meter.getId().getName() + " " + tags + " " + meter.measure().iterator().next().getValue());
			}
		});
		return meters;
	}

	private static String bind() {
		try (ServerSocket another = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return (another.isBound()) ? OPEN : "port is not open";
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

	/**
	 * Return the numbers of filters that threads have.
	 * @return the number of threads by that number, according to the kernel
	 */
	static Map<String, Integer> threadFilters() throws IOException {
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

	/**
	 * The outcomes of calls.
	 *
	 * @param exec the outcome of starting a program
	 * @param bind the outcome of opening a port
	 * @param inetSocket the outcome of opening a socket of {@code AF_INET}
	 * @param unixSocket the outcome of opening a socket of {@code AF_UNIX}
	 * @param flistxattr the outcome of a call without a file
	 * @param server the outcome of a request to the server
	 */
	record Outcomes(String exec, String bind, String inetSocket, String unixSocket, String flistxattr, String server) {

	}

}
