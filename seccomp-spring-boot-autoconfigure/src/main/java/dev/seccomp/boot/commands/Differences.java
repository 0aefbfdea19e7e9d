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

package dev.seccomp.boot.commands;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.seccomp.learn.RecordedCall;
import dev.seccomp.boot.commands.Phase.Decision;
import dev.seccomp.boot.commands.Phase.Effect;
import dev.seccomp.policy.Risk;
import dev.seccomp.syscall.Architecture;

/**
 * The differences between two policies or recordings.
 */
final class Differences {

	private static final String INDENT = "      ";

	private final Architecture architecture;

	private final StringBuilder text = new StringBuilder();

	private List<String> lines = new ArrayList<>();

	private int added;

	private int gone;

	private int changed;

	Differences(Architecture architecture) {
		this.architecture = architecture;
	}

	/**
	 * Compare the calls of two recordings.
	 * @param title the name of the phase
	 * @param older the calls of the older recording, with their frames
	 * @param newer the calls of the newer recording
	 */
	void compare(String title, Map<RecordedCall, Set<String>> older, Map<RecordedCall, Set<String>> newer) {
		Set<RecordedCall> calls = new TreeSet<>(older.keySet());
		calls.addAll(newer.keySet());
		for (RecordedCall call : calls) {
			if (!older.containsKey(call)) {
				String warning = (call.conditions().isEmpty()) ? Risk.warning(call.syscall())
						: Risk.warning(this.architecture, call.syscall(), call.conditions());
				added(text(call) + warning, List.of(), newer.getOrDefault(call, Set.of()));
			}
			else if (!newer.containsKey(call)) {
				gone(text(call), older.getOrDefault(call, Set.of()));
			}
		}
		end(title);
	}

	private static String text(RecordedCall call) {
		return (call.syscall() + " " + RecordedCalls.arguments(call)).strip();
	}

	/**
	 * Compare two policies in one phase.
	 * @param title the name of the phase
	 * @param older the older policy
	 * @param before its phase
	 * @param newer the newer policy
	 * @param after its phase
	 */
	void compare(String title, Policy older, Phase before, Policy newer, Phase after) {
		for (String syscall : new TreeSet<>(this.architecture.syscalls().names())) {
			List<Line> effects = describe(syscall, before.effects(syscall));
			List<Line> others = describe(syscall, after.effects(syscall));
			if (effects.equals(others)) {
				continue;
			}
			boolean denied = before.deniesAlways(syscall);
			if (denied == after.deniesAlways(syscall)) {
				changed(syscall, older, effects, newer, others);
			}
			else if (denied) {
				added(syscall + Risk.warning(syscall), others, newer.frames().of(syscall));
			}
			else {
				gone(syscall, older.frames().of(syscall));
			}
		}
		end(title);
	}

	private void added(String call, List<Line> effects, Collection<String> frames) {
		this.added++;
		this.lines.add("  + " + call);
		effects.forEach((line) -> this.lines.add(INDENT + line.text()));
		frames(frames);
	}

	private void gone(String call, Collection<String> frames) {
		this.gone++;
		this.lines.add("  - " + call);
		frames(frames);
	}

	private void changed(String syscall, Policy older, List<Line> before, Policy newer, List<Line> after) {
		this.changed++;
		this.lines.add("  ~ " + syscall);
		boolean reordered = Set.copyOf(before).equals(Set.copyOf(after));
		after.stream().filter((line) -> reordered || !before.contains(line)).forEach((line) -> {
			this.lines.add(INDENT + "+ " + line.text());
			frames(newer.frames().of(syscall, line.arguments()));
		});
		before.stream().filter((line) -> reordered || !after.contains(line)).forEach((line) -> {
			this.lines.add(INDENT + "- " + line.text());
			frames(older.frames().of(syscall, line.arguments()));
		});
	}

	private void frames(Collection<String> frames) {
		frames.forEach((frame) -> this.lines.add(INDENT + "at " + frame));
	}

	/** Filters of several stages often have the same effect. */
	private List<Line> describe(String syscall, List<Effect> effects) {
		return effects.stream().map((effect) -> describe(syscall, effect)).distinct().flatMap(List::stream).toList();
	}

	/** The order of rules that all allow, or all deny in the same way, has no effect. */
	private List<Line> describe(String syscall, Effect effect) {
		Stream<Line> rules = effect.rules().stream().map((rule) -> describe(syscall, rule));
		boolean ordered = effect.rules().stream().map(Decision::action).distinct().count() > 1;
		List<Line> lines = new ArrayList<>(((ordered) ? rules : rules.sorted()).toList());
		String otherwise = effect.otherwise().verb();
		lines.add(new Line("", (effect.isUnconditional()) ? otherwise : "otherwise: " + otherwise));
		return lines;
	}

	private Line describe(String syscall, Decision rule) {
		String warning = (rule.action().denies()) ? "" : Risk.warning(this.architecture, syscall, rule.conditions());
		return new Line(rule.arguments(), rule.arguments() + ": " + rule.verb() + warning);
	}

	private void end(String title) {
		if (!this.lines.isEmpty()) {
			this.text.append((this.text.isEmpty()) ? "" : "\n")
				.append((title.isEmpty()) ? "" : title + ": ")
				.append(summary())
				.append("\n\n");
			this.lines.forEach((line) -> this.text.append(line).append('\n'));
		}
		this.lines = new ArrayList<>();
		this.added = 0;
		this.gone = 0;
		this.changed = 0;
	}

	private String summary() {
		List<String> parts = new ArrayList<>();
		for (Map.Entry<String, Integer> part : List.of(Map.entry("added", this.added), Map.entry("gone", this.gone),
				Map.entry("changed", this.changed))) {
			if (part.getValue() > 0) {
				parts.add(part.getValue() + ((part.getValue() == 1) ? " call " : " calls ") + part.getKey());
			}
		}
		return String.join(", ", parts) + ".";
	}

	boolean isEmpty() {
		return this.text.isEmpty();
	}

	String text() {
		return (isEmpty()) ? "No difference.\n" : this.text.toString();
	}

	/**
	 * A line about a call.
	 *
	 * @param arguments the conditions on its arguments
	 * @param text the conditions with the decision
	 */
	private record Line(String arguments, String text) implements Comparable<Line> {

		@Override
		public int compareTo(Line other) {
			return this.text.compareTo(other.text);
		}

	}

}
