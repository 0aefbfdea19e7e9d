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

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Handles notes over HTTP and as files, on a reactive server.
 */
@RestController
@ConditionalOnWebApplication(type = Type.REACTIVE)
class ReactiveNoteController {

	private final NoteController notes;

	private final Environment environment;

	private final WebClient client;

	ReactiveNoteController(NoteController notes, Environment environment, SslBundles bundles) throws SSLException {
		this.notes = notes;
		this.environment = environment;
		SslContext tls = SslContextBuilder.forClient()
			.trustManager(bundles.getBundle("notes").getManagers().getTrustManagerFactory())
			.build();
		this.client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create().secure((ssl) -> ssl.sslContext(tls))))
			.build();
	}

	/** Sends an HTTP request to this application. */
	@GetMapping("/notes/{id}/by-http")
	Mono<String> readByHttp(@PathVariable Long id) {
		return this.client.get()
			.uri("https://localhost:{port}/notes/{id}", this.environment.getProperty("local.server.port"), id)
			.retrieve()
			.bodyToMono(String.class);
	}

	@PostMapping("/notes/files")
	Mono<String> upload(@RequestPart FilePart file) {
		return Mono.using(NoteFolder::new, (folder) -> file.transferTo(folder.file())
			.then(Mono.fromCallable(() -> this.notes.write(folder.read())).subscribeOn(Schedulers.boundedElastic())));
	}

}
