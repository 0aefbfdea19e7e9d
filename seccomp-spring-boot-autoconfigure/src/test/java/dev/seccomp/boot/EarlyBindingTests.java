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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.seccomp.boot.properties.PolicyMapper;
import dev.seccomp.boot.properties.SeccompProperties;
import dev.seccomp.boot.properties.SeccompPropertiesBinder;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.HarmlessCall;
import dev.seccomp.testing.Starts;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the policy is taken from wherever Spring Boot itself takes properties from,
 * although the filter is installed before Spring Boot has read them.
 */
class EarlyBindingTests {

	@TempDir
	Path folder;

	@Test
	void sourcesOfProperties() {
		ChildJvm.Outcome outcome = ChildJvm.of(EarlyBindingApplication.class)
			.environment("AS_PROPERTIES", toText(HarmlessCall.FSETXATTR))
			.environment("AS_YAML", HarmlessCall.SYNC_FILE_RANGE.toJson())
			.arguments(this.folder.toString())
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).doesNotContain("exit code: 78");
		Map.ofEntries(Map.entry("location", HarmlessCall.GETPGID),
				Map.entry("additional location", HarmlessCall.GETSID),
				Map.entry("profile-specific document", HarmlessCall.SCHED_GETSCHEDULER),
				Map.entry("profile-specific file", HarmlessCall.SCHED_GETPARAM),
				Map.entry("additional profile", HarmlessCall.GETGROUPS),
				Map.entry("placeholder", HarmlessCall.TIMER_DELETE),
				Map.entry("placeholder's default", HarmlessCall.FCHOWN),
				Map.entry("default properties", HarmlessCall.TEE), Map.entry("imported file", HarmlessCall.SYNCFS),
				Map.entry("imported configuration tree", HarmlessCall.READAHEAD),
				Map.entry("imported variable", HarmlessCall.FSETXATTR),
				Map.entry("imported variable with YAML", HarmlessCall.SYNC_FILE_RANGE),
				Map.entry("optional locations with a wildcard", HarmlessCall.FREMOVEXATTR),
				Map.entry("next to a file of a library", HarmlessCall.FCHDIR), Map.entry("JSON", HarmlessCall.VMSPLICE),
				Map.entry("system properties", HarmlessCall.INOTIFY_RM_WATCH),
				Map.entry("command line", HarmlessCall.FLISTXATTR), Map.entry("the file alone", HarmlessCall.FLOCK))
			.forEach((source, call) -> assertThat(outcome.line(source)).as(source).isEqualTo("[" + call + "]"));
	}

	@Test
	void environmentVariables() throws IOException {
		Files.writeString(this.folder.resolve("application-live.yml"), HarmlessCall.GETSID.toJson());
		String output = start(Map.of("SPRING_PROFILES_ACTIVE", "live"),
				"--spring.config.additional-location=" + this.folder + "/");
		assertThat(output).contains("denied: [getsid]");
		assertThat(start(Map.of("SPRING_APPLICATION_JSON", HarmlessCall.TEE.toJson()))).contains("denied: [tee]");
		assertThat(start(Map.of("SECCOMP_SYSCALLS_0_NAMES_0", "syncfs", "SECCOMP_SYSCALLS_0_ACTION", "errno",
				"SECCOMP_SYSCALLS_0_ERRNO", HarmlessCall.ERRNO)))
			.contains("denied: [syncfs]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application.yml", "config/application.yaml", "config/any/application.yml",
			"application-default.yml", "config/application-live.yml" })
	void placesOnDisk(String place) throws IOException {
		Path file = this.folder.resolve(place);
		Files.createDirectories(file.getParent());
		Files.writeString(file, HarmlessCall.GETSID.toJson());
		ChildJvm jvm = ChildJvm.of(Starts.class).under(List.of("env", "-C", this.folder.toString()));
		if (place.contains("live")) {
			jvm.environment("SPRING_PROFILES_ACTIVE", "live");
		}
		assertThat(Starts.run(jvm, List.of(List.of())).get(0)).contains("denied: [getsid]");
	}

	@Test
	void beatsConfiguration() throws IOException {
		Files.writeString(this.folder.resolve("application.yml"), """
				seccomp:
				  default_action: allow
				  syscalls:
				  - action: errno
				    names:
				    - execve
				    - execveat
				    - fork
				    - vfork
				""");
		ChildJvm jvm = ChildJvm.of(TestApplication.class).arguments("--spring.config.location=" + this.folder + "/");
		ChildJvm.Outcome pasted = jvm.run();
		assertThat(pasted.exitCode()).isZero();
		assertThat(pasted.output()).contains("policy=[syscalls[0], presets: no-exec]")
			.contains("Denied: execve, execveat, fork, vfork (EPERM); ");
		// The JVM calls clone, which the preset denies
		assertThat(pasted.line("exec")).contains("Permission denied");
		ChildJvm.Outcome withoutPreset = jvm.arguments("--seccomp.presets=").run();
		assertThat(withoutPreset.exitCode()).isZero();
		assertThat(withoutPreset.line("exec")).contains("Operation not permitted");
	}

	@ParameterizedTest
	@EnumSource
	void actions(SeccompProperties.RuleAction action) {
		SeccompProperties.RuleAction other = (type(action).denies()) ? SeccompProperties.RuleAction.ALLOW
				: SeccompProperties.RuleAction.ERRNO;
		FilterProgram program = compile(Map.of("seccomp.default_action", other.toString(), "seccomp.syscalls[0].names",
				"acct", "seccomp.syscalls[0].action", action.toString()));
		assertThat(run(program, "acct").type()).isEqualTo(type(action));
		assertThat(run(program, "swapon").type()).isEqualTo(type(other));
	}

	private static String toText(HarmlessCall call) {
		return call.toProperties()
			.entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue())
			.collect(Collectors.joining("\n"));
	}

	private static ActionType type(SeccompProperties.RuleAction action) {
		return ActionType.valueOf(action.name());
	}

	private static FilterProgram compile(Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		return FilterCompiler
			.compile(PolicyMapper.map(new SeccompPropertiesBinder(environment).bind(), Architecture.X86_64));
	}

	private static Action run(FilterProgram program, String syscall) {
		int number = Architecture.X86_64.syscalls().number(syscall).orElseThrow();
		return program.run(new SeccompData(number, Architecture.X86_64.audit(), new long[6]));
	}

	private static String start(Map<String, String> environment, String... arguments) {
		ChildJvm jvm = ChildJvm.of(Starts.class);
		environment.forEach(jvm::environment);
		return Starts.run(jvm, List.of(List.of(arguments))).get(0);
	}

}
