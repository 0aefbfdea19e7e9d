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

package dev.seccomp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that imports run downwards only, and that each layer knows only its own
 * libraries. Each rule is also shown to find what breaks it.
 */
class ImportDirectionTests {

	private static final String ROOT = ImportDirectionTests.class.getPackageName();

	/** From the lowest to the highest. */
	private static final List<String> LAYERS = List.of("syscall", "policy", "bpf", "filter", "kernel", "violation",
			"learn", "boot");

	/** The rooms of {@code boot}, of which one is the package itself. */
	private static final List<String> BOOT_LAYERS = List.of("boot.failure", "boot.properties", "boot", "boot.commands",
			"boot.actuate", "boot.autoconfigure");

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void importsRunDownwards() {
		downwards(LAYERS).forEach((rule) -> rule.check(MAIN));
		List<String> upsideDown = new ArrayList<>(LAYERS);
		Collections.reverse(upsideDown);
		assertThat(downwards(upsideDown)).anyMatch((rule) -> rule.evaluate(MAIN).hasViolation());
	}

	@Test
	void importsWithinBootRunDownwards() {
		exactlyDownwards(BOOT_LAYERS).forEach((rule) -> rule.check(MAIN));
		List<String> upsideDown = new ArrayList<>(BOOT_LAYERS);
		Collections.reverse(upsideDown);
		assertThat(exactlyDownwards(upsideDown)).anyMatch((rule) -> rule.evaluate(MAIN).hasViolation());
	}

	@Test
	void staticFieldsAreFinal() {
		ArchRule rule = fields().that().areStatic().should().beFinal();
		rule.check(MAIN);
		assertThat(rule.evaluate(TESTS).hasViolation()).isTrue();
	}

	@Test
	void everyClassIsInALayer() {
		ArchRule rule = classes().should().resideInAnyPackage(packages(LAYERS));
		rule.check(MAIN);
		assertThat(rule.evaluate(TESTS).hasViolation()).isTrue();
	}

	@Test
	void onlyTwoClassesKnowJna() {
		ArchRule rule = noClasses().that()
			.doNotHaveFullyQualifiedName(ROOT + ".kernel.JnaLibc")
			.and()
			.doNotHaveFullyQualifiedName(ROOT + ".kernel.DirectLibc")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.sun.jna..");
		rule.check(MAIN);
		assertThat(rule.evaluate(TESTS).hasViolation()).isTrue();
	}

	@Test
	void onlyBootKnowsSpring() {
		ArchRule rule = noClasses().that()
			.resideOutsideOfPackage(packageOf("boot"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..");
		rule.check(MAIN);
		assertThat(rule.evaluate(TESTS).hasViolation()).isTrue();
	}

	@Test
	void theLowestLayersKnowNoLibrary() {
		noLibrary(List.of("syscall", "policy", "bpf", "filter")).check(MAIN);
		assertThat(noLibrary(List.of("kernel", "boot")).evaluate(MAIN).hasViolation()).isTrue();
	}

	private static ArchRule noLibrary(List<String> layers) {
		return classes().that()
			.resideInAnyPackage(packages(layers))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT + "..", "java..", "org.jspecify.annotations");
	}

	private static List<ArchRule> downwards(List<String> layers) {
		List<ArchRule> rules = new ArrayList<>();
		for (int i = 0; i < layers.size() - 1; i++) {
			rules.add(noClasses().that()
				.resideInAPackage(packageOf(layers.get(i)))
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(packages(layers.subList(i + 1, layers.size())))
				.allowEmptyShould(true));
		}
		return rules;
	}

	private static List<ArchRule> exactlyDownwards(List<String> layers) {
		List<ArchRule> rules = new ArrayList<>();
		for (int i = 0; i < layers.size() - 1; i++) {
			String[] above = layers.subList(i + 1, layers.size())
				.stream()
				.map((layer) -> ROOT + "." + layer)
				.toArray(String[]::new);
			rules.add(noClasses().that()
				.resideInAPackage(ROOT + "." + layers.get(i))
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(above));
		}
		return rules;
	}

	private static String[] packages(List<String> layers) {
		return layers.stream().map(ImportDirectionTests::packageOf).toArray(String[]::new);
	}

	private static String packageOf(String layer) {
		return ROOT + "." + layer + "..";
	}

}
