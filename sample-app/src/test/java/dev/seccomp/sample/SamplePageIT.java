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

package dev.seccomp.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests attacks from the page of the sample, with and without a filter.
 */
class SamplePageIT {

	private static final String DENIED = "Denied by the kernel (403)";

	private static final String ALLOWED = "Allowed by this preset (200)";

	private static final String WORKED = "Not denied: no policy is enforced (200)";

	private static final boolean VIRTUAL_THREADS = Runtime.version().feature() >= 21;

	@TempDir
	Path folder;

	@Test
	void pageWhenFilterIsInstalledShowsDeniedAttacks() throws Exception {
		try (RunningApplication application = RunningApplication.ofJar();
				SamplePage page = SamplePage.open(application.url())) {
			page.awaitText("#mode", "enforce");
			assertThat(page.text("#status")).containsPattern("Threads filtered\\s+(\\d+) of \\1\\s")
				.containsPattern("Seccomp\\s+2 \\(filter mode\\)")
				.containsPattern("NoNewPrivs\\s+1 \\(set\\)");
			assertThat(page.texts("#filters tr")).singleElement()
				.asString()
				.startsWith("startup")
				.contains("ApplicationStartingEvent");
			String hash = application.log().replaceAll("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
			assertThat(page.evaluate("document.querySelector('.hash').title")).isEqualTo(hash);
			Path effect = this.folder.resolve("effect");
			page.type("#ping input", "127.0.0.1; touch " + effect);
			assertThat(page.attack("ping")).contains(DENIED, "Cannot run program \"/bin/sh\"");
			assertThat(effect).doesNotExist();
			assertThat(page.attack("ls")).contains(DENIED, "Cannot run program \"/bin/ls\"");
			assertThat(page.attack("pool")).contains(DENIED, "Cannot run program \"/bin/ls\"");
			assertThat(page.attack("virtual")).contains((VIRTUAL_THREADS) ? DENIED : "Not supported by this JDK (501)");
			assertThat(page.attack("execve")).contains(DENIED, "[13] Permission denied");
			assertThat(page.attack("memory")).contains(ALLOWED);
			assertThat(page.attack("splice")).contains(ALLOWED);
			assertThat(page.attack("port")).contains(ALLOWED);
			listsViolations(page);
			fitsEachScreen(page);
			application.stop();
			page.awaitText("#mode", "no response");
		}
	}

	private void listsViolations(SamplePage page) {
		page.awaitViolation("clone errno EACCES", "CommandController.run(CommandController.java:", "http-nio-");
		page.awaitViolation("clone errno EACCES", "AttackController.exec(AttackController.java:", "task-1");
		page.awaitViolation("execve errno EACCES", "AttackController.execve(AttackController.java:", "/nonexistent/sh");
		if (VIRTUAL_THREADS) {
			page.awaitViolation("clone errno EACCES", "ForkJoinPool-1-worker-");
		}
		assertThat(page.text("#total"))
			.isEqualTo("Denied calls since startup: %d.".formatted((VIRTUAL_THREADS) ? 5 : 4));
		assertThat(page.texts("#by-syscall li")).containsExactly((VIRTUAL_THREADS) ? "clone 4" : "clone 3", "execve 1");
	}

	private void fitsEachScreen(SamplePage page) throws Exception {
		String background = "getComputedStyle(document.body).backgroundColor";
		page.screenshot("wide");
		Object light = page.evaluate(background);
		page.setScreen(1000, "dark");
		assertThat(page.evaluate(background)).isNotEqualTo(light);
		page.screenshot("dark");
		page.setScreen(400, "light");
		assertThat(page.evaluate(background)).isEqualTo(light);
		assertThat(page.evaluate("window.innerWidth")).isEqualTo(400L);
		assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).isEqualTo(true);
		page.screenshot("narrow");
	}

	@Test
	void pageWhenFilterIsDisabledShowsAllowedAttacks() throws Exception {
		try (RunningApplication application = RunningApplication.ofJar("--seccomp.enabled=false");
				SamplePage page = SamplePage.open(application.url())) {
			page.awaitText("#mode", "disabled");
			page.awaitText("#reason", "No filter is installed: seccomp.enabled is false.");
			page.awaitText("#filters", "None");
			Path effect = this.folder.resolve("effect");
			page.type("#ping input", "127.0.0.1; touch " + effect + "; echo '<img src=x>'");
			assertThat(page.attack("ping")).contains(WORKED, "<img src=x>");
			assertThat(page.texts("img")).isEmpty();
			assertThat(effect).exists();
			assertThat(page.attack("ls")).contains(WORKED, "total ");
			assertThat(page.attack("pool")).contains(WORKED, "total ");
			assertThat(page.attack("virtual")).contains((VIRTUAL_THREADS) ? WORKED : "Not supported by this JDK (501)");
			assertThat(page.attack("execve")).contains(WORKED, "[2] No such file or directory");
			assertThat(page.attack("memory")).contains(WORKED);
			assertThat(page.attack("splice")).contains(WORKED, "[9] Bad file descriptor");
			assertThat(page.attack("port")).contains(WORKED);
			assertThat(page.texts(".violation")).isEmpty();
		}
	}

}
