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

package dev.seccomp.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.testing.ChildJvm;

/**
 * All attacks of one user, in one JVM without a filter and in one under each preset.
 *
 * @param user the name of the user
 * @param base the folder of the JVMs
 * @param outcomes the output of each JVM by preset
 */
record AttackRun(String user, Path base, Map<String, ChildJvm.Outcome> outcomes) {

	/** The JVM without a filter. */
	static final String CONTROL = "control";

	/**
	 * A JVM that takes longer hangs. It takes less than 10 seconds on an idle machine.
	 */
	private static final Duration LIMIT = Duration.ofMinutes(10);

	private static final String NOBODY = "65534";

	/**
	 * Make the attacks.
	 * @param folder the folder with the native code
	 * @param classPath the folder for a class path that the user can read
	 * @param user {@code nobody}, or the current user by any name
	 * @return the outcomes
	 */
	static AttackRun of(Path folder, Path classPath, String user) {
		AttackRun run = new AttackRun(user, folder.resolve(user), new HashMap<>());
		run.makeAttacks(folder, classPath, CONTROL, "--seccomp.enabled=false");
		for (String preset : Attack.PRESETS) {
			run.makeAttacks(folder, classPath, preset, "--seccomp.presets=" + preset);
		}
		return run;
	}

	private void makeAttacks(Path library, Path classPath, String name, String property) {
		ChildJvm jvm = ChildJvm.of(AttackedApplication.class)
			.withClassPathIn(classPath)
			.options("--add-opens=java.base/java.lang=ALL-UNNAMED", "-Djna.tmpdir=" + folder(name))
			.arguments(folder(name).toString(), library.toString(), property, "--logging.level.root=off",
					"--management.endpoints.web.exposure.include=seccomp");
		if (this.user.equals("nobody")) {
			jvm.under(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
		}
		try {
			Files.createDirectories(folder(name));
			Files.setPosixFilePermissions(this.base, PosixFilePermissions.fromString("rwxr-xr-x"));
			Files.setPosixFilePermissions(folder(name), PosixFilePermissions.fromString("rwxrwxrwx"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		ChildJvm.Outcome outcome = jvm.run(LIMIT);
		if (outcome.exitCode() != 0) {
			throw new AssertionError(name + " as " + this.user + ": " + outcome);
		}
		this.outcomes.put(name, outcome);
	}

	/**
	 * Return the folder of a JVM.
	 * @param name the preset, or {@link #CONTROL}
	 * @return the folder
	 */
	Path folder(String name) {
		return this.base.resolve(name);
	}

	AttackResult result(Attack attack) {
		Map<String, String> results = new HashMap<>();
		this.outcomes.forEach((name, outcome) -> results.put(name, outcome.line(attack.name())));
		return new AttackResult(this.user, attack, results);
	}

}
