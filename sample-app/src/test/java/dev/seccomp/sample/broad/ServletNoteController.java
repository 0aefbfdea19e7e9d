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

package dev.seccomp.sample.broad;

import java.io.IOException;
import java.net.http.HttpClient;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.multipart.MultipartFile;

/**
 * Handles notes over HTTP and as files, on a servlet container.
 */
@RestController
@ConditionalOnWebApplication(type = Type.SERVLET)
class ServletNoteController {

	private final NoteController notes;

	private final Environment environment;

	private final RestClient client;

	ServletNoteController(NoteController notes, Environment environment, SslBundles bundles) {
		this.notes = notes;
		this.environment = environment;
		this.client = RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory(
					HttpClient.newBuilder().sslContext(bundles.getBundle("notes").createSslContext()).build()))
			.build();
	}

	/** Sends an HTTP request to this application. */
	@GetMapping("/notes/{id}/by-http")
	String readByHttp(@PathVariable Long id) {
		return String.valueOf(this.client.get()
			.uri("https://localhost:{port}/notes/{id}", this.environment.getProperty("local.server.port"), id)
			.retrieve()
			.body(String.class));
	}

	@PostMapping("/notes/files")
	String upload(@RequestParam MultipartFile file) throws IOException {
		try (NoteFolder folder = new NoteFolder()) {
			file.transferTo(folder.file());
			return this.notes.write(folder.read());
		}
	}

}
