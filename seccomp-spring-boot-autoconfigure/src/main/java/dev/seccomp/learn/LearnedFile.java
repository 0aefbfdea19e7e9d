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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * The file of what was learned.
 *
 * @since 0.1.0
 */
public final class LearnedFile {

	private LearnedFile() {
	}

	/**
	 * Merge what a run made into the file.
	 * @param output the file
	 * @param tally the calls since the last time
	 * @param run the run
	 * @throws IOException if it cannot be written
	 */
	public static void merge(Path output, CallTally tally, LearnedRun run) throws IOException {
		TreeMap<String, Long> counts = tally.counts();
		if (Files.exists(output)) {
			for (String line : Files.readAllLines(output)) {
				if (line.startsWith("- ")) {
					String[] fields = line.substring(2).split(" # ");
					counts.merge(fields[0], Long.valueOf(fields[1]), Long::sum);
				}
			}
		}
		StringBuilder text = new StringBuilder("# " + run + "\n");
		counts.forEach((name, count) -> text.append("- ").append(name).append(" # ").append(count).append('\n'));
		Files.writeString(output, text);
	}

}
