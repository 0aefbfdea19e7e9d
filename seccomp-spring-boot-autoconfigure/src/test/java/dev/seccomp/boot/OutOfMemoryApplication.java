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

import dev.seccomp.testing.Libc;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * Makes the JVM run its command for an error, by {@code memory} or {@code crash}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class OutOfMemoryApplication {

	private static final int SIGSEGV = 11;

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(OutOfMemoryApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.run(args);
		try {
			if (args[0].equals("crash")) {
				Libc.syscall("kill", ProcessHandle.current().pid(), SIGSEGV);
			}
			System.out.println("array: " + new long[Integer.MAX_VALUE - 8].length);
		}
		catch (OutOfMemoryError ex) {
			System.out.println("array: none");
		}
	}

}
