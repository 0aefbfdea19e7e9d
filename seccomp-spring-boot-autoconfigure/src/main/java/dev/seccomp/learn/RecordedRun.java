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

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.seccomp.learn.Json.Members;

/**
 * The recording of one run of an application.
 *
 * @param id the identity of the run
 * @param application the name of the application
 * @param mainClass the main class of the application; in a test, the test class
 * @param started the start time
 * @param ready whether the application became ready
 * @param childProcesses whether the calls of child processes were recorded, too
 * @param environment the environment
 * @param calls the calls with their occurrences
 */
public record RecordedRun(String id, String application, String mainClass, Instant started, boolean ready,
		boolean childProcesses, RunEnvironment environment,
		SortedMap<RecordedCall, Occurrences> calls) implements Comparable<RecordedRun> {

	private static final Comparator<RecordedRun> ORDER = Comparator.comparing(RecordedRun::started)
		.thenComparing(RecordedRun::id);

	public RecordedRun {
		calls = Collections.unmodifiableSortedMap(new TreeMap<>(calls));
	}

	Map<String, Object> json() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", this.id);
		json.put("application", this.application);
		json.put("mainClass", this.mainClass);
		json.put("started", this.started.toString());
		json.put("ready", this.ready);
		json.put("childProcesses", this.childProcesses);
		json.put("environment", this.environment.json());
		List<Object> calls = new ArrayList<>();
		this.calls.forEach((call, occurrences) -> {
			Map<String, Object> entry = new LinkedHashMap<>();
			call.writeTo(entry);
			occurrences.writeTo(entry);
			calls.add(entry);
		});
		json.put("calls", calls);
		return json;
	}

	static RecordedRun read(Members json) {
		SortedMap<RecordedCall, Occurrences> calls = new TreeMap<>();
		for (Object call : json.list("calls")) {
			Members entry = Members.of(call);
			calls.merge(RecordedCall.read(entry), Occurrences.read(entry), Occurrences::plus);
		}
		return new RecordedRun(json.string("id"), json.string("application"), json.string("mainClass"),
				time(json.string("started")), json.flag("ready"), json.flag("childProcesses"),
				RunEnvironment.read(json.object("environment")), calls);
	}

	private static Instant time(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("'started' is not a time", ex);
		}
	}

	@Override
	public int compareTo(RecordedRun other) {
		return ORDER.compare(this, other);
	}

}
