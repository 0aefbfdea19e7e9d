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

import java.nio.file.Path;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the creation of an AOT cache (JEP 514) under the default policy, which denies the
 * program that {@code -XX:AOTCacheOutput} starts, and the remedies of the warning.
 */
@EnabledForJreRange(minVersion = 25, disabledReason = "JDK 25 is the first one with -XX:AOTCacheOutput (JEP 514)")
class AotCacheTests {

	private static final String REMEDY = "Instead of -XX:AOTCacheOutput use -XX:AOTMode=record, and"
			+ " -XX:AOTMode=create in a second run of java. Or set 'seccomp.enabled: false' for the training run.";

	@TempDir
	private Path folder;

	private Path cache;

	private Path recording;

	@BeforeEach
	void setUp() {
		this.cache = this.folder.resolve("cache.aot");
		this.recording = this.folder.resolve("recording");
	}

	@Test
	void warningNamesRemediesWhenTheCacheCannotBeCreated() {
		ChildJvm.Outcome outcome = application().options("-XX:AOTCacheOutput=" + this.cache).run();
		assertThat(outcome.output())
			.contains("The policy denies the programs that these JVM options start, so they have no effect:"
					+ " -XX:AOTCacheOutput. " + REMEDY);
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void cacheIsCreatedByTwoRuns() {
		ChildJvm.Outcome outcome = application().options("-XX:AOTMode=record", "-XX:AOTConfiguration=" + this.recording)
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("Seccomp filter in force").doesNotContain("have no effect");
		outcome = application()
			.options("-XX:AOTMode=create", "-XX:AOTConfiguration=" + this.recording, "-XX:AOTCache=" + this.cache)
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertCacheIsUsed();
	}

	@Test
	void cacheIsCreatedByOneRunWithoutTheFilter() {
		ChildJvm.Outcome outcome = application().options("-XX:AOTCacheOutput=" + this.cache)
			.arguments("--seccomp.enabled=false")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertCacheIsUsed();
	}

	private void assertCacheIsUsed() {
		assertThat(this.cache).isNotEmptyFile();
		// With this mode, the JVM ends if it cannot use the cache
		ChildJvm.Outcome outcome = application().options("-XX:AOTMode=on", "-XX:AOTCache=" + this.cache).run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("Seccomp filter in force").contains("exec: Cannot run program");
	}

	/** The JVM accepts only jars for a cache. */
	private ChildJvm application() {
		return ChildJvm.of(TestApplication.class).withJarsOnly(this.folder);
	}

}
