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
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.seccomp.testing.HarmlessCall;
import dev.seccomp.testing.Starts;
import dev.seccomp.testing.TestApplication;

import org.springframework.boot.SpringApplication;

/**
 * Starts an application again and again, each time with the policy given in another way,
 * and prints what each start added to what is denied. The argument is an empty folder.
 */
class EarlyBindingApplication {

	private final Path folder;

	EarlyBindingApplication(Path folder) {
		this.folder = folder;
	}

	public static void main(String[] args) throws IOException {
		Path folder = Path.of(args[0]);
		new EarlyBindingApplication(folder).run();
	}

	private void run() throws IOException {
		write("location/application.yml", HarmlessCall.GETPGID.toJson());
		start("location", "--spring.config.location=" + this.folder + "/location/");
		write("additional/application.properties", HarmlessCall.GETSID.toProperties());
		start("additional location", "--spring.config.additional-location=" + this.folder + "/additional/");
		String location = "--spring.config.location=" + this.folder + "/";
		write("application.yml", HarmlessCall.FLOCK.toJson() + """

				---
				spring.config.activate.on-profile: document
				seccomp.syscalls: [ { names: sched_getscheduler, action: errno, errno: EXFULL } ]
				---
				spring.config.activate.on-profile: placeholder
				seccomp.syscalls: [ { names: "${the.call:${unset:fchown}}", action: errno, errno: EXFULL } ]
				""");
		start("profile-specific document", location, "--spring.profiles.active=document");
		write("application-file.yml", HarmlessCall.SCHED_GETPARAM.toJson());
		start("profile-specific file", location, "--spring.profiles.active=file");
		write("application-additional.yml", HarmlessCall.GETGROUPS.toJson());
		start("additional profile", (application) -> application.setAdditionalProfiles("additional"), location);
		start("placeholder", location, "--spring.profiles.active=placeholder", "--the.call=timer_delete");
		start("placeholder's default", location, "--spring.profiles.active=placeholder");
		start("default properties",
				(application) -> application.setDefaultProperties(Map.copyOf(HarmlessCall.TEE.toProperties())));
		write("imported/by-file.yml", HarmlessCall.SYNCFS.toJson());
		start("imported file", "--spring.config.import=file:" + this.folder + "/imported/by-file.yml");
		for (Map.Entry<String, String> property : HarmlessCall.READAHEAD.toProperties().entrySet()) {
			write("tree/" + property.getKey().replaceFirst("seccomp\\.", "seccomp/"), property.getValue());
		}
		start("imported configuration tree", "--spring.config.import=configtree:" + this.folder + "/tree/");
		start("imported variable", "--spring.config.import=env:AS_PROPERTIES");
		start("imported variable with YAML", "--spring.config.import=optional:env:AS_YAML[.yml]");
		write("wildcard/any/application.yml", HarmlessCall.FREMOVEXATTR.toJson());
		start("optional locations with a wildcard", "--spring.config.location=optional:file:" + this.folder
				+ "/missing/;optional:file:" + this.folder + "/wildcard/*/");
		write("library.yml", HarmlessCall.FCHDIR.toJson());
		start("next to a file of a library", "--spring.config.import=" + this.folder + "/library.yml;optional:file:"
				+ this.folder + "/library.unknown;optional:unknown:location");
		withSystemProperties(Map.of("spring.application.json", HarmlessCall.VMSPLICE.toJson()),
				() -> start("JSON", location));
		withSystemProperties(HarmlessCall.INOTIFY_RM_WATCH.toProperties(), () -> start("system properties", location));
		withSystemProperties(HarmlessCall.FGETXATTR.toProperties(),
				() -> start("command line", location, "--seccomp.syscalls[0].names=flistxattr",
						"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EXFULL"));
		start("the file alone", location);
	}

	private void write(String file, String content) throws IOException {
		Path path = this.folder.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, content);
	}

	private void write(String file, Map<String, String> properties) throws IOException {
		StringBuilder content = new StringBuilder();
		properties.forEach((name, value) -> content.append(name).append('=').append(value).append('\n'));
		write(file, content.toString());
	}

	private static void withSystemProperties(Map<String, String> properties, Runnable start) {
		properties.forEach(System::setProperty);
		try {
			start.run();
		}
		finally {
			properties.keySet().forEach(System::clearProperty);
		}
	}

	private static void start(String name, String... args) {
		start(name, (application) -> {
		}, args);
	}

	private static void start(String name, Consumer<SpringApplication> customizer, String... args) {
		Set<HarmlessCall> before = HarmlessCall.denied();
		SpringApplication application = new SpringApplication(TestApplication.class);
		customizer.accept(application);
		Starts.start(application, args);
		Set<HarmlessCall> added = EnumSet.copyOf(HarmlessCall.denied());
		added.removeAll(before);
		System.out.println(name + ": " + added);
	}

}
