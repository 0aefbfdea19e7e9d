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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests the page of the sample with hostile values, and with missing values, of the
 * endpoint.
 */
class ViolationListIT {

	private static final Path STATIC = Path.of("src", "main", "resources", "static");

	private static final String BARE = """
			{ "time": "2026-11-22T10:00:00Z", "syscall": "vfork" }""";

	private static final String HOSTILE = """
			{ "time": "2026-11-22T10:00:01.5Z", "syscall": "execve", "number": 59, "action": "errno", "errno": "EACCES",
			  "thread": { "id": 7, "name": "<b>thread</b>" }, "process": { "pid": 42, "comm": "<i>java</i>" },
			  "arguments": { "<u>argv</u>": [ "sh", "<img src=x onerror=document.title='hacked'>\\n$" ], "envp": "59" },
			  "stackTrace": [ "java.base/java.lang.ProcessImpl.forkAndExec(Native Method)",
			    "com.example.$Proxy86.run(Unknown Source)", "com.example.Shop$$Lambda/0x7.call(Unknown Source)",
			    "app//com.example.<script>.run(Shop.java:7)", "org.springframework.Some.call(Some.java:8)" ] }""";

	private final HttpServer server;

	private final AtomicInteger requests = new AtomicInteger();

	private volatile String endpoint = "{}";

	ViolationListIT() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
	}

	@BeforeEach
	void start() {
		this.server.createContext("/", this::page);
		this.server.createContext("/actuator/seccomp", (exchange) -> {
			this.requests.incrementAndGet();
			respond(exchange, "application/json", this.endpoint.getBytes(StandardCharsets.UTF_8));
		});
		this.server.createContext("/actuator/seccompaudit", (exchange) -> respond(exchange, "application/json",
				"{\"syscall\":\"<b>execve</b>\",\"process\":{\"pid\":42}}".getBytes(StandardCharsets.UTF_8)));
		this.server.start();
	}

	private void page(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		String type = path.endsWith(".js") ? "text/javascript" : path.endsWith(".css") ? "text/css" : "text/html";
		respond(exchange, type,
				Files.readAllBytes(STATIC.resolve((path.equals("/")) ? "index.html" : path.substring(1))));
	}

	private void respond(HttpExchange exchange, String type, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void pageWhenValuesAreHostileShowsText() {
		try (SamplePage page = open()) {
			this.endpoint = endpoint(1, HOSTILE);
			String violation = page.awaitViolation("com.example.<script>.run(Shop.java:7)");
			assertThat(violation).contains("<b>thread</b>, id 7")
				.contains("<i>java</i>, pid 42")
				.contains("<u>argv</u>")
				.contains("[\"sh\",\"<img src=x onerror=document.title='hacked'>\\n$\"]")
				.contains("\"59\"")
				.doesNotContain("ProcessImpl");
			page.click(".violation summary");
			assertThat(page.texts(".stack li")).hasSize(5);
			assertThat(page.texts(".stack strong")).containsExactly("app//com.example.<script>.run(Shop.java:7)");
			assertThat(page.texts("b, i, u, img")).isEmpty();
			assertThat(page.evaluate("document.title")).isEqualTo("seccomp for Spring Boot");
		}
	}

	@Test
	void pageWhenViolationsAreAddedShowsNewestFirstAndKeepsOpenEntries() {
		try (SamplePage page = open()) {
			this.endpoint = endpoint(1, HOSTILE);
			page.awaitText("#total", "Denied calls since startup: 1.");
			page.click(".violation summary");
			this.endpoint = endpoint(3, HOSTILE, BARE,
					HOSTILE.replace("01.5Z", "02Z").replace("\"execve\"", "\"clone\""));
			page.awaitText("#total", "Denied calls since startup: 3.");
			assertThat(page.texts(".violation h3 > code")).containsExactly("clone", "execve", "vfork");
			assertThat(page.evaluate("document.querySelectorAll('.violation details[open]').length")).isEqualTo(1L);
		}
	}

	@Test
	void pageWhenValuesAreMissingExplainsThem() {
		try (SamplePage page = open()) {
			page.awaitText("#mode", "unknown");
			assertThat(page.text("#no-violations")).isEqualTo("This application does not report violations.");
			this.endpoint = "{ \"mode\": \"log\", \"violations\": { \"total\": 2 } }";
			page.awaitText("#total", "Violations (not enforced) since startup: 2.");
			assertThat(page.text("#no-violations")).contains("management.endpoint.seccomp.show-values");
			this.endpoint = "{ \"violations\": { \"total\": 2, \"unsupervised\": \"the kernel is old\" } }";
			page.awaitText("#no-violations", "Callers are not reported: the kernel is old.");
			this.endpoint = endpoint(1, BARE);
			assertThat(page.awaitViolation("vfork")).contains("The caller is not a Java thread");
		}
	}

	@Test
	void pageWhenHiddenSendsNoRequests() throws Exception {
		try (SamplePage page = open()) {
			await().until(() -> this.requests.get() > 2);
			page.whileHidden(() -> {
				// A request may be in progress when the page is hidden
				Thread.sleep(1000);
				int requests = this.requests.get();
				Thread.sleep(3000);
				return assertThat(this.requests).hasValue(requests);
			});
			int requests = this.requests.get();
			await().until(() -> this.requests.get() > requests);
		}
	}

	@Test
	void pageWhenAuditLineIsSubmittedShowsFields() {
		try (SamplePage page = open()) {
			page.type("#line", "type=SECCOMP msg=audit(1700000000.000:42): pid=42 syscall=59");
			page.click("#explain button");
			page.awaitText("#audit-fields", "<b>execve</b>");
			assertThat(page.texts("#audit-fields tr")).containsExactly("syscall <b>execve</b>", "process.pid 42");
		}
	}

	private SamplePage open() {
		return SamplePage.open("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	private static String endpoint(int total, String... recent) {
		return """
				{ "mode": "enforce", "violations": { "total": %d, "bySyscall": { "execve": %d } }, "recent": [ %s ] }"""
			.formatted(total, total, String.join(",", recent));
	}

}
