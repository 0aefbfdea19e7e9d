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

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.testing.TestApplication;

import org.springframework.boot.SpringApplication;

/**
 * An application that does not start in one mode, and then does in another, in the same
 * JVM.
 */
class RestartedApplication {

	public static void main(String[] args) {
		try {
			SpringApplication.run(TestApplication.class, "--seccomp.mode=log", "--seccomp.presets=nonsense");
		}
		catch (SeccompStartException ex) {
			System.out.println("first: failed");
		}
		SpringApplication.run(TestApplication.class, args);
	}

}
