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

package dev.seccomp.benchmarks.compatibility;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import software.amazon.awssdk.crt.checksums.CRC32C;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.http.HttpStream;
import software.amazon.awssdk.crt.http.HttpStreamResponseHandler;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.crt.io.HostResolver;
import software.amazon.awssdk.crt.io.SocketOptions;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.stereotype.Component;

/**
 * The native HTTP client of the AWS SDK: a request to this application, TLS and a
 * checksum.
 */
@Component("aws-crt")
class AwsCrtExercise implements Exercise {

	private final WebServerApplicationContext context;

	AwsCrtExercise(WebServerApplicationContext context) {
		this.context = context;
	}

	@Override
	public void run(Path folder) throws Exception {
		CRC32C checksum = new CRC32C();
		checksum.update("123456789".getBytes(StandardCharsets.US_ASCII));
		Exercise.check(checksum.getValue() == 0xe3069283L, Long.toHexString(checksum.getValue()));
		try (TlsContextOptions options = TlsContextOptions.createDefaultClient();
				TlsContext tls = new TlsContext(options)) {
			Exercise.check(!tls.isNull(), "no TLS");
		}
		URI uri = URI.create("http://localhost:" + this.context.getWebServer().getPort());
		try (EventLoopGroup group = new EventLoopGroup(1);
				HostResolver resolver = new HostResolver(group);
				ClientBootstrap bootstrap = new ClientBootstrap(group, resolver);
				SocketOptions socket = new SocketOptions();
				HttpClientConnectionManager manager = HttpClientConnectionManager
					.create(new HttpClientConnectionManagerOptions().withClientBootstrap(bootstrap)
						.withSocketOptions(socket)
						.withUri(uri))) {
			request(manager);
		}
	}

	private static void request(HttpClientConnectionManager manager) throws Exception {
		CompletableFuture<Integer> status = new CompletableFuture<>();
		HttpClientConnection connection = manager.acquireConnection().get(1, TimeUnit.MINUTES);
		HttpRequest request = new HttpRequest("GET", "/text", new HttpHeader[] { new HttpHeader("Host", "localhost") },
				null);
		try (HttpStream stream = connection.makeRequest(request, new HttpStreamResponseHandler() {

			@Override
			public void onResponseHeaders(HttpStream stream, int code, int type, HttpHeader[] headers) {
			}

			@Override
			public void onResponseComplete(HttpStream stream, int error) {
				status.complete((error != 0) ? error : stream.getResponseStatusCode());
			}

		})) {
			stream.activate();
			int received = status.get(1, TimeUnit.MINUTES);
			Exercise.check(received == 200, "status " + received);
		}
		finally {
			manager.releaseConnection(connection);
		}
	}

}
