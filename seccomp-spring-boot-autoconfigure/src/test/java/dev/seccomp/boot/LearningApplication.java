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

import dev.seccomp.boot.actuate.SeccompEndpoint;
import dev.seccomp.boot.actuate.SeccompHealthIndicator;
import dev.seccomp.boot.actuate.SeccompProfileEndpoint;
import dev.seccomp.testing.HarmlessCall;
import dev.seccomp.testing.TestApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application to learn from: it runs a program, says what its endpoint shows, lives
 * until its standard input has something or ends, and at the end makes calls that no JVM
 * makes.
 */
class LearningApplication {

	public static void main(String[] args) throws IOException {
		SpringApplication application = new SpringApplication(TestApplication.class);
		try (ConfigurableApplicationContext context = application.run(args)) {
			SeccompEndpoint.SeccompDescriptor seccomp = context.getBean(SeccompEndpoint.class).seccomp();
			System.out.println("mode: " + seccomp.mode());
			System.out.println("threads: " + seccomp.threads());
			System.out
				.println("filters: " + seccomp.filters().stream().map(SeccompEndpoint.FilterDescriptor::name).toList());
			System.out.println("health: " + context.getBean(SeccompHealthIndicator.class).health());
			System.out.println("profile: " + context.getBean(SeccompProfileEndpoint.class).profile());
			System.out.println("ready: now");
			System.in.read();
			System.out.println("denied: " + HarmlessCall.denied());
		}
	}

}
