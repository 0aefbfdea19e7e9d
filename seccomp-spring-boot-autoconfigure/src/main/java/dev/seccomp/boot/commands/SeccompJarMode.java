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

package dev.seccomp.boot.commands;

import org.springframework.boot.loader.jarmode.JarMode;

/**
 * Runs a command with {@code java -Djarmode=seccomp -jar}. Spring Boot's launcher loads
 * this class, which an application without the launcher never needs.
 */
class SeccompJarMode implements JarMode {

	private static final String MODE = "seccomp";

	@Override
	public boolean accepts(String mode) {
		return mode.equals(MODE);
	}

	@Override
	public void run(String mode, String[] args) {
		SeccompCommands.main(args);
	}

}
