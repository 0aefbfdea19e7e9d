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

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the valid names that are most similar to a mistyped one.
 */
public final class NearestNames {

	private static final int MAX_SUGGESTIONS = 3;

	/** The minimum length at which a prefix identifies a name. */
	private static final int MIN_PREFIX = 4;

	private NearestNames() {
	}

	/**
	 * Return a sentence that suggests names.
	 * @param name the mistyped name
	 * @param candidates the valid names
	 * @return {@code Did you mean ...?}, the valid names if they are few, or an empty
	 * string if no name is similar
	 */
	public static String suggestion(String name, Collection<String> candidates) {
		return suggestion("", name, candidates);
	}

	/**
	 * Return a sentence that suggests names.
	 * @param prefix the common prefix of all names, which is ignored in the comparison
	 * @param name the mistyped name, without the prefix
	 * @param candidates the valid names, without the prefix
	 * @return the sentence, as in {@link #suggestion(String, Collection)}
	 */
	public static String suggestion(String prefix, String name, Collection<String> candidates) {
		List<String> nearest = of(name, candidates).stream().map(prefix::concat).toList();
		if (!nearest.isEmpty()) {
			return "Did you mean " + String.join(" or ", nearest) + "?";
		}
		return (candidates.size() <= 24)
				? "Valid names: " + String.join(", ", candidates.stream().map(prefix::concat).sorted().toList()) + "."
				: "";
	}

	static List<String> of(String name, Collection<String> candidates) {
		if (name.length() > PolicyLimits.NAME) {
			return List.of();
		}
		String wanted = name.toLowerCase(Locale.ROOT);
		int maxDistance = Math.max(1, name.length() / 3);
		record Candidate(String name, int distance) {
		}
		List<Candidate> near = candidates.stream()
			.map((candidate) -> new Candidate(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
			.filter((candidate) -> candidate.distance() <= maxDistance)
			.sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
			.toList();
		if (near.isEmpty()) {
			return candidates.stream()
				.filter((candidate) -> isPart(wanted, candidate.toLowerCase(Locale.ROOT)))
				.sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
				.limit(MAX_SUGGESTIONS)
				.toList();
		}
		return near.stream()
			.takeWhile((candidate) -> candidate.distance() <= near.get(0).distance() + 1)
			.limit(MAX_SUGGESTIONS)
			.map(Candidate::name)
			.toList();
	}

	/**
	 * Whether one name starts with the other, or contains it after a prefix such as
	 * "sys_".
	 */
	private static boolean isPart(String wanted, String candidate) {
		return (wanted.length() >= MIN_PREFIX && candidate.startsWith(wanted)) || wanted.endsWith("_" + candidate);
	}

	/** Returns the Levenshtein distance. */
	private static int distance(String from, String to) {
		int[] previous = new int[to.length() + 1];
		for (int column = 0; column <= to.length(); column++) {
			previous[column] = column;
		}
		for (int row = 1; row <= from.length(); row++) {
			int[] current = new int[to.length() + 1];
			current[0] = row;
			for (int column = 1; column <= to.length(); column++) {
				int replaced = previous[column - 1] + ((from.charAt(row - 1) == to.charAt(column - 1)) ? 0 : 1);
				current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
			}
			previous = current;
		}
		return previous[to.length()];
	}

}
