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

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;

import org.springframework.test.json.JsonContent;
import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the audit endpoint over HTTP.
 */
class AuditEndpointIT {

	private static final String LINE = "type=SECCOMP msg=audit(1795331838.230:142): auid=4294967295 uid=0 gid=0"
			+ " ses=4294967295 pid=26058 comm=6120622263 exe=\"/usr/bin/java\" sig=0 arch=c000003e syscall=59 compat=0"
			+ " ip=0x7f895cb1f829 code=0x50000\u001dARCH=x86_64 SYSCALL=execve AUID=\"unset\"";

	@Test
	void endpointWhenLineIsValidReturnsFields() throws Exception {
		try (RunningApplication application = RunningApplication
			.ofJar("--management.endpoints.web.exposure.include=seccompaudit")) {
			HttpResponse<String> response = get(application, "?line=" + UriUtils.encode(LINE, UTF_8));
			assertThat(response.statusCode()).isEqualTo(200);
			JsonContent record = new JsonContent(response.body());
			assertThat(record).extractingPath("$.time").isEqualTo("2026-11-22T07:17:18.230Z");
			assertThat(record).extractingPath("$.auid").isEqualTo("unset");
			assertThat(record).extractingPath("$.pid").isEqualTo(26058);
			assertThat(record).extractingPath("$.comm").isEqualTo("a b\"c");
			assertThat(record).extractingPath("$.syscall").isEqualTo("execve");
			assertThat(record).extractingPath("$.action").isEqualTo("errno");
			assertThat(record).extractingPath("$.others.SYSCALL").isEqualTo("execve");
			HttpResponse<String> bad = get(application, "?line=hello");
			assertThat(bad.statusCode()).isEqualTo(400);
			assertThat(new JsonContent(bad.body())).extractingPath("$.reason")
				.asString()
				.startsWith("Not a SECCOMP audit record: 'hello'.");
			assertThat(get(application, "").statusCode()).isEqualTo(400);
		}
	}

	private static HttpResponse<String> get(RunningApplication application, String query) throws Exception {
		return application.get("/actuator/seccompaudit" + query);
	}

}
