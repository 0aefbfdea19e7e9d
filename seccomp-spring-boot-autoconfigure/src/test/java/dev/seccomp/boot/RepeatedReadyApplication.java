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
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.seccomp.testing.Attempt;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Several applications in one JVM, each of which is ready at some time, some more than
 * once. It prints how many filters there are after each.
 */
class RepeatedReadyApplication {

	public static void main(String[] args) throws IOException {
		print("no application");
		ConfigurableApplicationContext child = new SpringApplicationBuilder(Parent.class).child(Child.class).run(args);
		print("parent and child");
		child.publishEvent(
				new ApplicationReadyEvent(new SpringApplication(Child.class), args, child, Duration.ofSeconds(1)));
		print("ready again");
		SpringApplication.run(Parent.class, args).close();
		print("sibling");
		System.out.println("exec: " + Attempt.exec());
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			System.out.println("bind: " + server.isBound());
		}
		catch (IOException ex) {
			System.out.println("bind: " + ex.getMessage());
		}
	}

	private static void print(String label) throws IOException {
		String line = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((candidate) -> candidate.startsWith("Seccomp_filters:"))
			.findFirst()
			.orElseThrow();
		System.out.println(label + ": " + line.substring(line.indexOf(':') + 1).strip());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Parent {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Child {

	}

}
