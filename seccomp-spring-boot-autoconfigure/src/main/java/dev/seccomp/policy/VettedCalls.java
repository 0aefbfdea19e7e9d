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

package dev.seccomp.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.syscall.Architecture;

/**
 * The calls whose denial may be answered by a thread of the same JVM, read from
 * {@code vetted.txt}, where each stands beside the reasons why the JVM cannot come to a
 * standstill over it.
 */
public final class VettedCalls {

	private static final String RESOURCE = "vetted.txt";

	private static final String CALLS = "  calls: ";

	private static final String UNLESS = "  unless: ";

	private static final String SEPARATOR = ", ";

	/**
	 * The conditions of each call as they are written, parsed when they are asked for.
	 */
	private final Map<String, String> conditions = new LinkedHashMap<>(256);

	private final Map<String, List<String>> unless = new HashMap<>();

	private VettedCalls(String text) {
		List<String> names = List.of();
		for (int start = 0; start < text.length();) {
			int end = text.indexOf('\n', start);
			if (text.startsWith(CALLS, start)) {
				names = new ArrayList<>();
				for (String call : split(text, start + CALLS.length(), end)) {
					names.add(add(call));
				}
			}
			else if (text.startsWith(UNLESS, start)) {
				List<String> options = split(text, start + UNLESS.length(), end);
				for (String name : names) {
					this.unless.put(name, options);
				}
			}
			start = end + 1;
		}
	}

	/**
	 * Return the vetted calls.
	 * @return the calls
	 */
	public static VettedCalls get() {
		return Holder.CALLS;
	}

	/**
	 * Return the names of the calls, those of all architectures.
	 * @return the names
	 */
	public List<String> names() {
		return List.copyOf(this.conditions.keySet());
	}

	/**
	 * Return whether a call is vetted, at least where its conditions hold.
	 * @param syscall the name of the call
	 * @return whether it is vetted
	 */
	public boolean contains(String syscall) {
		return this.conditions.containsKey(syscall);
	}

	/**
	 * Return the conditions under which a call is vetted. All must hold.
	 * @param syscall the name of the call
	 * @param architecture the architecture
	 * @return the conditions, none where it is vetted whatever its arguments
	 * @throws IllegalArgumentException where it is not vetted at all
	 */
	public List<ArgumentCondition> conditions(String syscall, Architecture architecture) {
		String written = this.conditions.get(syscall);
		if (written == null) {
			throw new IllegalArgumentException("Not vetted: " + syscall);
		}
		List<ArgumentCondition> conditions = new ArrayList<>();
		if (!written.isEmpty()) {
			for (SyscallGroup.Condition condition : Catalog.conditions(written)) {
				conditions.add(condition.on(architecture));
			}
		}
		return conditions;
	}

	/**
	 * Return the options of the JVM by which HotSpot makes a call at a safepoint, so that
	 * it is not vetted in a JVM that was given one of them.
	 * @param syscall the name of the call
	 * @return the options, without their values
	 */
	public List<String> unless(String syscall) {
		return this.unless.getOrDefault(syscall, List.of());
	}

	private String add(String call) {
		int bracket = call.indexOf('(');
		String name = (bracket != -1) ? call.substring(0, bracket) : call;
		this.conditions.put(name, (bracket != -1) ? call.substring(bracket + 1, call.length() - 1) : "");
		return name;
	}

	/** Not by a pattern, which would be compiled at each start. */
	private static List<String> split(String text, int start, int end) {
		List<String> parts = new ArrayList<>();
		while (start < end) {
			int separator = text.indexOf(SEPARATOR, start);
			int partEnd = (separator != -1 && separator < end) ? separator : end;
			parts.add(text.substring(start, partEnd));
			start = partEnd + SEPARATOR.length();
		}
		return parts;
	}

	private static VettedCalls load() {
		try (InputStream stream = VettedCalls.class.getResourceAsStream(RESOURCE)) {
			if (stream == null) {
				throw new IllegalStateException("No resource " + RESOURCE);
			}
			return new VettedCalls(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Holder {

		static final VettedCalls CALLS = load();

	}

}
