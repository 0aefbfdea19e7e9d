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

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A web server. The class path contains all of them.
 */
enum Server {

	TOMCAT("servlet", "jetty.autoconfigure.servlet.JettyServlet"),

	JETTY("servlet", "tomcat.autoconfigure.servlet.TomcatServlet"),

	NETTY("reactive", "tomcat.autoconfigure.reactive.TomcatReactive", "jetty.autoconfigure.reactive.JettyReactive");

	private final List<String> arguments;

	Server(String type, String... others) {
		this.arguments = List.of("--spring.main.web-application-type=" + type,
				"--spring.autoconfigure.exclude=" + Stream.of(others)
					.map((other) -> "org.springframework.boot." + other + "WebServerAutoConfiguration")
					.collect(Collectors.joining(",")));
	}

	/**
	 * Return the arguments that select this server.
	 */
	List<String> arguments() {
		return this.arguments;
	}

}
