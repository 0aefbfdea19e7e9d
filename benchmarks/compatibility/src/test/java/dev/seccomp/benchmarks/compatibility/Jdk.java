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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDK of this machine.
 *
 * @param home its folder
 * @param feature its major version
 */
record Jdk(Path home, int feature) {

	private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

	private static final Path PACKAGES = Path.of("/usr/lib/jvm");

	/**
	 * Returns the given JDKs, or one of each version in the folder of Debian's packages.
	 */
	static List<Jdk> all() throws IOException {
		List<Path> homes = new ArrayList<>();
		String given = System.getProperty("matrix.jdks");
		if (given != null) {
			Arrays.stream(given.split(",")).map(Path::of).forEach(homes::add);
		}
		else {
			try (var folders = Files.newDirectoryStream(PACKAGES)) {
				folders.forEach((folder) -> {
					if (Files.isRegularFile(folder.resolve("release"))) {
						homes.add(folder);
					}
				});
			}
		}
		List<Jdk> jdks = new ArrayList<>();
		for (Path home : homes) {
			Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
			if (version.find() && jdks.stream().noneMatch((jdk) -> version.group(1).equals("" + jdk.feature()))) {
				jdks.add(new Jdk(home, Integer.parseInt(version.group(1))));
			}
		}
		jdks.sort(Comparator.comparingInt(Jdk::feature));
		return jdks;
	}

}
