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

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A row of the table: a library or an agent.
 *
 * @param title the title of the row
 * @param artifact its artifact, or nothing for the JDK
 * @param exercise the name of the exercise
 * @param options the options of the JVM
 * @param evidence a text of the log that shows that an agent works
 * @param early the calls that an agent makes before or after the filter is in force, by
 * chance
 */
record Subject(String title, String artifact, String exercise, List<String> options, String evidence,
		Set<String> early) {

	/** Returns the libraries, which are used one after the other in one JVM. */
	static List<Subject> libraries() {
		return List.of(new Subject("Spring Boot and JDK: files, locks, watches, HTTP", "", "files"),
				new Subject("JDK: hard links", "", "link"), new Subject("JDK: symbolic links", "", "symlink"),
				new Subject("JDK: extended attributes", "", "xattr"),
				new Subject("JDK: fonts and pictures without a display", "", "awt"),
				new Subject("PDFBox", "pdfbox", "pdfbox"), new Subject("Zstandard", "zstd-jni", "zstd"),
				new Subject("RocksDB", "rocksdbjni", "rocksdb"),
				new Subject("RocksDB: checkpoints", "rocksdbjni", "rocksdb-checkpoint"),
				new Subject("RocksDB: `bytes_per_sync`", "rocksdbjni", "rocksdb-sync"),
				new Subject("SQLite", "sqlite-jdbc", "sqlite"), new Subject("DuckDB", "duckdb_jdbc", "duckdb"),
				new Subject("Netty: epoll", "netty-transport-native-epoll", "epoll"),
				new Subject("Netty: BoringSSL", "netty-tcnative-boringssl-static", "boringssl"),
				new Subject("AWS CRT", "aws-crt", "aws-crt"),
				new Subject("async-profiler: `cpu`", "async-profiler", "profiler-cpu"),
				new Subject("async-profiler: `ctimer`", "async-profiler", "profiler-ctimer"),
				new Subject("async-profiler: `itimer`", "async-profiler", "profiler-itimer"),
				new Subject("async-profiler: `wall`", "async-profiler", "profiler-wall"),
				new Subject("async-profiler: `alloc`", "async-profiler", "profiler-alloc"));
	}

	/** Returns the agents, each of which needs a JVM of its own. */
	static List<Subject> agents() {
		return List.of(
				agent("OpenTelemetry's agent", "opentelemetry-javaagent",
						List.of("-Dotel.traces.exporter=console", "-Dotel.metrics.exporter=none",
								"-Dotel.logs.exporter=none"),
						"'GET /text'", Set.of()),
				agent("Datadog's agent with profiling and AppSec", "dd-java-agent",
						List.of("-Ddd.profiling.enabled=true", "-Ddd.appsec.enabled=true",
								"-Ddd.profiling.start-delay=0", "-Ddd.profiling.start-force-first=true"),
						"DATADOG TRACER CONFIGURATION", Set.of("clone", "memfd_create")));
	}

	private Subject(String title, String artifact, String exercise) {
		this(title, artifact, exercise, List.of(), "", Set.of());
	}

	private static Subject agent(String title, String artifact, List<String> options, String evidence,
			Set<String> early) {
		List<String> all = new ArrayList<>(List.of("-javaagent:" + jar(artifact)));
		all.addAll(options);
		return new Subject(title, artifact, "files", all, evidence, early);
	}

	/** Returns the title with the artifact and its version. */
	String describe() {
		if (this.artifact.isEmpty()) {
			return this.title;
		}
		String version = jar(this.artifact).getFileName()
			.toString()
			.substring(this.artifact.length() + 1)
			.replaceAll("(-linux-x86_64)?\\.jar", "");
		return this.title + " (`" + this.artifact + "` " + version + ")";
	}

	private static Path jar(String artifact) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter((jar) -> jar.getFileName().toString().matches(artifact + "-\\d[^/]*\\.jar"))
			.findFirst()
			.orElseThrow();
	}

}
