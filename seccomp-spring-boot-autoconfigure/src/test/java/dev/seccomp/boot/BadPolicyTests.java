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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.boot.properties.SeccompProperties;
import dev.seccomp.boot.properties.SeccompPropertiesBinder;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.InvalidFilterException;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what the author of a policy reads who made a mistake, word by word. The mistakes
 * and the reports are next to each other in {@code bad-policies.txt}.
 */
class BadPolicyTests {

	private static final String BLOCK = "=== ";

	private static final String REPORT = "---\n";

	@ParameterizedTest
	@MethodSource("policies")
	void mistakeIsReported(BadPolicy policy) throws IOException {
		assertThat(policy.actualReport()).isEqualTo(policy.report());
	}

	@Test
	void tooLongProgramIsReported() throws IOException {
		String rule = "    - { names: [%s], action: errno, errno: %d, args: [{ index: 1, op: eq, value: %d }] }\n";
		String last = "    - { names: [%s], action: errno, errno: %d }\n";
		String calls = "lseek, fcntl, ioctl, setsockopt, getsockopt, socket, accept4, bind, listen, connect";
		StringBuilder yaml = new StringBuilder("seccomp:\n  syscalls:\n");
		for (int value = 1; value <= 300; value++) {
			yaml.append(rule.formatted(calls, value, value));
		}
		// Else they would share the program for all that they have in common
		int errno = 1000;
		for (String name : calls.split(", ")) {
			yaml.append(last.formatted(name, errno++));
		}
		assertThat(new BadPolicy("", yaml.toString(), "").actualReport().replaceAll("\\d{4} instr", "N instr"))
			.isEqualTo("""
					The seccomp policy is not valid:

					    Property: seccomp.syscalls
					    Origin: class path resource [application.yml] - 3:17
					    Reason: The compiled filter has N instructions. The kernel accepts at most 4096.

					Action:

					Use fewer rules with conditions on arguments.""");
	}

	@Test
	void hugeListIsReported() throws IOException {
		String yaml = "seccomp:\n  syscalls:\n    - action: errno\n      names: [" + "chroot, ".repeat(20_000)
				+ "bind]\n";
		assertThat(new BadPolicy("", yaml, "").actualReport()).isEqualTo("""
				The seccomp policy is not valid:

				    Property: seccomp
				    Reason: A property source has more than 20000 properties under this name, which is the limit.

				Action:

				Name several calls in one rule, and remove repeated names and rules.""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "syscalls", "ready.syscalls" })
	void thousandsOfRulesAreReported(String list) throws IOException {
		StringBuilder properties = new StringBuilder();
		for (int i = 0; i < 3000; i++) {
			String rule = "seccomp." + list + "[" + i + "].";
			properties.append(rule).append("names=socket\n").append(rule).append("action=errno\n");
		}
		assertThat(new BadPolicy("", properties.toString(), "").actualReport()).isEqualTo("""
				The seccomp policy is not valid:

				    Property: seccomp.%s
				    Reason: The list has more than 1000 elements, which is the limit.

				Action:

				Name several calls in one rule, and remove repeated names and rules.""".formatted(list));
	}

	@Test
	void longNameIsReportedWithItsBeginning() throws IOException {
		String yaml = "seccomp:\n  syscalls:\n    - names: [" + "x".repeat(1_000_000) + "]\n      action: errno\n";
		assertThat(new BadPolicy("", yaml, "").actualReport()).isEqualTo("""
				The seccomp policy is not valid:

				    Property: seccomp.syscalls[0].names[0]
				    Value: "%s... (1000000 characters)"
				    Origin: class path resource [application.yml] - 3:15
				    Reason: There is no system call of this name.

				Action:

				Correct the name or remove it. The manual page syscalls(2) lists the names."""
			.formatted("x".repeat(300)));
	}

	static List<BadPolicy> policies() throws IOException {
		String text = new ClassPathResource("bad-policies.txt", BadPolicyTests.class)
			.getContentAsString(StandardCharsets.UTF_8);
		List<BadPolicy> policies = new ArrayList<>();
		for (String block : text.substring(text.indexOf(BLOCK)).split("(?m)^" + BLOCK)) {
			if (!block.isEmpty()) {
				policies.add(BadPolicy.parse(block));
			}
		}
		return policies;
	}

	/**
	 * A policy with a mistake.
	 *
	 * @param title the mistake
	 * @param source the application properties
	 * @param report the expected report
	 */
	record BadPolicy(String title, String source, String report) {

		static BadPolicy parse(String block) {
			int source = block.indexOf('\n') + 1;
			int report = block.indexOf(REPORT);
			return new BadPolicy(block.substring(0, source).strip(), block.substring(source, report),
					block.substring(report + REPORT.length())
						.strip()
						.replace("${user.dir}", Path.of("").toAbsolutePath().toString()));
		}

		String actualReport() throws IOException {
			StandardEnvironment environment = new StandardEnvironment();
			boolean yaml = this.source.startsWith("seccomp:");
			PropertySourceLoader loader = (yaml) ? new YamlPropertySourceLoader()
					: new PropertiesPropertySourceLoader();
			loader.load("bad", new Application(this.source, (yaml) ? "application.yml" : "application.properties"))
				.forEach(environment.getPropertySources()::addLast);
			Throwable failure = failure(new SeccompPropertiesBinder(environment));
			return (failure != null) ? report(failure) : "No failure";
		}

		/** As {@link SeccompStartup} does, up to where it would install the filter. */
		private static @Nullable Throwable failure(SeccompPropertiesBinder binder) {
			try {
				SeccompProperties properties = binder.bind();
				try {
					FilterStack.of(FilterSpecifications.of(properties, null, Architecture.X86_64),
							NotificationSupport.AVAILABLE, Set.of());
					return null;
				}
				catch (InvalidFilterException ex) {
					return binder.invalid(ex.getProblem());
				}
				catch (PolicyException ex) {
					return binder.invalid(ex);
				}
			}
			catch (SeccompStartException ex) {
				return ex;
			}
		}

		private static String report(Throwable failure) {
			List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
				.load(FailureAnalyzer.class, (type, name, ex) -> {
				});
			for (FailureAnalyzer analyzer : analyzers) {
				FailureAnalysis analysis = analyzer.analyze(failure);
				if (analysis != null) {
					return analysis.getDescription().strip() + "\n\nAction:\n\n" + analysis.getAction();
				}
			}
			return "No report: " + failure;
		}

		@Override
		public String toString() {
			return this.title;
		}

	}

	/**
	 * A file of application properties that is nowhere but in memory.
	 */
	private static final class Application extends ByteArrayResource {

		private final String name;

		Application(String content, String name) {
			super(content.getBytes(StandardCharsets.UTF_8));
			this.name = name;
		}

		@Override
		public String getDescription() {
			return "class path resource [" + this.name + "]";
		}

	}

}
