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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.learn.Json.Members;
import dev.seccomp.syscall.Architecture;

/**
 * The recording of an application: all its runs in learn mode. It is stored as JSON, and
 * the learned policy is rendered from it.
 *
 * @param runs the runs, oldest first
 */
public record Recording(List<RecordedRun> runs) {

	/**
	 * The recording without runs.
	 */
	static final Recording EMPTY = new Recording(List.of());

	private static final long FORMAT = 1;

	private static final int MAX_BYTES = 64 << 20;

	public Recording {
		runs = runs.stream().sorted().toList();
	}

	/**
	 * Return the file of the recording of a learned policy.
	 * @param policy the file of the policy, {@code seccomp.learn.output}
	 * @return the file next to it
	 */
	public static Path file(Path policy) {
		return LearnedFiles.sibling(policy, "-recording.json");
	}

	/**
	 * Read a recording.
	 * @param file the file, which must not be a symbolic link
	 * @return the recording
	 * @throws IOException if the file cannot be read or is not a recording
	 */
	public static Recording read(Path file) throws IOException {
		try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			return parse(file, stream.readNBytes(MAX_BYTES));
		}
	}

	static Recording parse(Path file, byte[] content) throws IOException {
		try {
			return parse(new String(content, StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("The file " + file + " is not a recording of learn mode: " + ex.getMessage()
					+ ". It is left unchanged. Restore or rename it, or set 'seccomp.learn.output' to another file.",
					ex);
		}
	}

	private static Recording parse(String text) {
		if (text.isEmpty()) {
			return EMPTY;
		}
		Members json = Members.of(Json.read(text));
		if (json.number("format") != FORMAT) {
			throw new IllegalArgumentException("'format' is not " + FORMAT);
		}
		return new Recording(json.list("runs").stream().map((run) -> RecordedRun.read(Members.of(run))).toList());
	}

	/**
	 * Return this recording with a run.
	 * @param run the run, which replaces an earlier recording of the same run
	 * @return the recording
	 */
	Recording with(RecordedRun run) {
		List<RecordedRun> runs = new ArrayList<>(this.runs);
		runs.removeIf((other) -> other.id().equals(run.id()));
		runs.add(run);
		return new Recording(runs);
	}

	/**
	 * Return the occurrences of each call in all runs.
	 * @return the occurrences by call
	 */
	public SortedMap<RecordedCall, Occurrences> calls() {
		SortedMap<RecordedCall, Occurrences> calls = new TreeMap<>();
		this.runs.forEach(
				(run) -> run.calls().forEach((call, occurrences) -> calls.merge(call, occurrences, Occurrences::plus)));
		return Collections.unmodifiableSortedMap(calls);
	}

	/**
	 * Return whether an application became ready in at least one run.
	 * @return whether there is a recording of the serving phase
	 */
	public boolean isReady() {
		return this.runs.stream().anyMatch(RecordedRun::ready);
	}

	/**
	 * Return the architectures of the runs.
	 * @return the architectures
	 */
	public Set<Architecture> architectures() {
		return this.runs.stream()
			.map((run) -> run.environment().architecture())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return the environments of the runs.
	 * @return the environments without repetitions, as {@link RunEnvironment#key()}
	 * describes them
	 */
	public Set<String> environments() {
		return this.runs.stream().map((run) -> run.environment().key()).collect(Collectors.toCollection(TreeSet::new));
	}

	String toJson() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("format", FORMAT);
		json.put("runs", this.runs.stream().map(RecordedRun::json).toList());
		return Json.write(json);
	}

}
