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

package dev.seccomp.learn;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;

/**
 * The class path of the recorder: this jar and its dependencies. Jars nested in a Spring
 * Boot jar are unpacked, because a plain {@code java} cannot read them. Boot's launcher
 * could, but it takes longer to start.
 */
final class RecorderClassPath {

	/** One class from each jar. */
	private static final List<String> CLASSES = List.of(Recorder.class.getName(), "com.sun.jna.Native",
			"org.yaml.snakeyaml.Yaml");

	private static final String NESTED = "jar:nested:";

	private static final String IN_NESTED = "/!";

	private static final String IN_JAR = "!/";

	private final List<Path> entries = new ArrayList<>();

	private @Nullable RecorderFolder unpacked;

	private RecorderClassPath() {
	}

	/**
	 * Find the class path.
	 * @param loader the class loader of this jar
	 * @return the class path
	 * @throws IOException if a jar cannot be read or unpacked
	 */
	static RecorderClassPath find(ClassLoader loader) throws IOException {
		RecorderClassPath classPath = new RecorderClassPath();
		for (String name : CLASSES) {
			String resource = name.replace('.', '/') + ".class";
			URL url = loader.getResource(resource);
			if (url != null) {
				String location = url.toString();
				classPath.add(location.substring(0, location.length() - resource.length()));
			}
		}
		return classPath;
	}

	private void add(String location) throws IOException {
		if (location.startsWith(NESTED)) {
			int jar = location.indexOf(IN_NESTED);
			unpack(path("file:" + location.substring(NESTED.length(), jar)),
					location.substring(jar + IN_NESTED.length(), location.lastIndexOf(IN_JAR)));
		}
		else if (location.startsWith("jar:file:")) {
			this.entries.add(path(location.substring("jar:".length(), location.lastIndexOf(IN_JAR))));
		}
		else {
			this.entries.add(path(location));
		}
	}

	private static Path path(String url) throws IOException {
		try {
			return Path.of(URI.create(url));
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("not a file: " + url, ex);
		}
	}

	private void unpack(Path jar, String name) throws IOException {
		if (this.unpacked == null) {
			this.unpacked = RecorderFolder.create(Path.of(System.getProperty("java.io.tmpdir", "")));
		}
		Path target = this.unpacked.path().resolve(name.substring(name.lastIndexOf('/') + 1));
		try (ZipFile file = new ZipFile(jar.toFile())) {
			ZipEntry entry = file.getEntry(name);
			if (entry == null || entry.isDirectory()) {
				throw new IOException(jar + " does not contain " + name);
			}
			try (InputStream content = file.getInputStream(entry)) {
				Files.copy(content, target);
			}
		}
		this.entries.add(target);
	}

	/**
	 * Return the folder with the unpacked jars.
	 * @return the folder, or {@code null} if no jar was unpacked
	 */
	@Nullable RecorderFolder unpacked() {
		return this.unpacked;
	}

	@Override
	public String toString() {
		return String.join(File.pathSeparator, this.entries.stream().map(Path::toString).toList());
	}

}
