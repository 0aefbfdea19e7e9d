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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import dev.seccomp.kernel.Platform;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes the attacks of {@code attacks.txt} without a filter and under each preset, as
 * root and as nobody. Prints a line for each.
 */
class AttackTests {

	private static final List<Attack> attacks = AttackTable.load();

	private static final List<AttackRun> runs = new ArrayList<>();

	/** Without it, the attacks of other users cannot be made. */
	private static final boolean root = "root".equals(System.getProperty("user.name"));

	@TempDir
	static Path folder;

	@BeforeAll
	static void makeAttacks() throws Exception {
		Requirement.require(Platform.architecture() == Architecture.X86_64, "The native code is for x86_64.");
		Requirement.requireCommand("gcc compiles the native code.", List.of("gcc", "--version"));
		Requirement.requireCommand("setpriv makes the attacks of nobody.", List.of("setpriv", "--version"));
		NativeAttacker.compile(folder);
		Path classPath = Files.createDirectory(folder.resolve("classpath"));
		// Before both users need it
		ChildJvm.of(AttackedApplication.class).withClassPathIn(classPath);
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			List<CompletableFuture<AttackRun>> futures = new ArrayList<>();
			for (String user : (root) ? List.of("root", "nobody") : List.of("current user")) {
				futures.add(CompletableFuture.supplyAsync(() -> AttackRun.of(folder, classPath, user), executor));
			}
			Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
			for (CompletableFuture<AttackRun> future : futures) {
				runs.add(future.get());
			}
		}
		finally {
			executor.shutdown();
		}
	}

	@TestFactory
	Stream<DynamicContainer> attackWhenDeniedHasNoEffect() {
		return runs.stream()
			.map((run) -> DynamicContainer.dynamicContainer(run.user(), attacks.stream()
				.map((attack) -> DynamicTest.dynamicTest(attack.name(), () -> run.result(attack).verify()))));
	}

	@Test
	void attacksOfBothUsersAreMade() {
		Requirement.require(root, "Only root can make the attacks as another user too.");
		assertThat(runs).extracting(AttackRun::user).containsExactly("root", "nobody");
	}

	@TestFactory
	Stream<DynamicTest> atLeast150AttacksAreProvenByTheirControl() {
		return runs.stream().map((run) -> DynamicTest.dynamicTest(run.user(), () -> {
			List<AttackResult> results = attacks.stream().map(run::result).toList();
			long proven = results.stream().filter(AttackResult::isConclusive).count();
			System.out.println(run.user() + ": " + attacks.size() + " attacks, of which " + proven
					+ " are denied and proven by their control");
			assertThat(proven).isGreaterThanOrEqualTo(150);
		}));
	}

	@TestFactory
	Stream<DynamicTest> deniedAttackLeavesNoFile() {
		return runs.stream().map((run) -> DynamicTest.dynamicTest(run.user(), () -> {
			for (String preset : Attack.PRESETS) {
				assertThat(attacks).noneMatch((attack) -> Files.exists(run.folder(preset).resolve(attack.name())));
			}
			assertThat(run.folder(AttackRun.CONTROL).resolve("execve")).exists();
		}));
	}

	@Test
	void attackThatNoPresetDeniesIsDocumented() throws IOException {
		String document = Files.readString(Path.of("../docs/threat-model.md"));
		assertThat(attacks).filteredOn(Attack::isDocumentedLimit)
			.isNotEmpty()
			.allSatisfy((attack) -> assertThat(document).contains(attack.limit()));
		assertThat(attacks).filteredOn((attack) -> Attack.PRESETS.stream().noneMatch(attack::isDeniedBy))
			.allMatch((attack) -> attack.isDocumentedLimit() || attack.isLegitimate());
	}

	@Test
	void namesAreUnique() {
		assertThat(attacks).extracting(Attack::name).doesNotHaveDuplicates();
	}

}
