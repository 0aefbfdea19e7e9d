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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.seccomp.learn.LearnedCalls.Run;
import dev.seccomp.learn.LearnedRule.Name;
import dev.seccomp.learn.LearnedRule.Section;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.syscall.Architecture;

/**
 * What was learned as YAML that Spring Boot imports. The counts stand in its comments,
 * and are read from there when another run is added: the file is all there is.
 */
final class LearnedText {

	private static final String HEADER = """
			# The system calls that this application makes, learned by seccomp for Spring Boot from its own runs.
			#
			# To use it set 'spring.config.import: file:THIS FILE', or copy the block into application.yml. With 'seccomp.mode: log'
			# what it would deny is only told. Beside it stands the same policy as an OCI profile in JSON, of the architecture of the
			# run that was added last; a container runtime starts the JVM under it, so it has to allow execve besides.
			# Each run with 'seccomp.mode: learn' is added to this file, which is then written anew: edit a copy.
			# What no run did is not here: use the application before, its rare ways too. Comments count how often each call was seen.
			#
			""";

	private static final String SEAL = "# sha256:";

	private static final String COUNT = "[\\d,]+ on \\w+";

	private static final Pattern COUNTS = Pattern.compile("([\\d,]+) on (\\w+)");

	private static final String COMMENT = " +# (?<counts>" + COUNT + "(?:, " + COUNT + ")*)(?:;.*)?";

	private static final Pattern RUN = Pattern
		.compile("#   (\\S+)  (\\w+)  (with|without) child processes  ([\\d,]+) calls  (.*)");

	private static final Pattern NAME = Pattern.compile(" {8}- (?<name>\\w+)" + COMMENT);

	private static final Pattern RULE = Pattern
		.compile(" {4}- \\{ names: \\[(?<name>\\w+)], (?:args: \\[(?<args>.*)], )?action: .*}" + COMMENT);

	private static final Pattern ARGUMENT = Pattern
		.compile("\\{ index: (\\d), op: ([\\w-]+), (?:mask: (\\w+), )?value: (\\w+) }");

	private static final int SMALL = 1000;

	private static final int MOST_PADDING = 24;

	private final StringBuilder text = new StringBuilder();

	private LearnedText() {
	}

	/**
	 * Write what was learned.
	 * @param calls what was learned
	 * @param sections the policy made of it
	 * @return the text
	 */
	static String write(LearnedCalls calls, List<Section> sections) {
		return new LearnedText().text(calls, sections);
	}

	/**
	 * Read what was learned.
	 * @param text the text
	 * @return what was learned, or empty where it is not as it was written
	 */
	static Optional<LearnedCalls> read(String text) {
		int seal = text.lastIndexOf(SEAL);
		if (seal == -1 || !text.substring(seal).equals(seal(text.substring(0, seal)))) {
			return Optional.empty();
		}
		LearnedCalls calls = new LearnedCalls();
		text.substring(0, seal).lines().forEach((line) -> read(line, calls));
		return Optional.of(calls);
	}

	static String count(long count) {
		StringBuilder digits = new StringBuilder(Long.toString(count));
		for (int i = digits.length() - 3; i > 0; i -= 3) {
			digits.insert(i, ',');
		}
		return digits.toString();
	}

	private static long count(String digits) {
		return Long.parseLong(digits.replace(",", ""));
	}

	private String text(LearnedCalls calls, List<Section> sections) {
		this.text.append(HEADER);
		line("# Runs: " + calls.runs().size());
		calls.runs()
			.forEach((run,
					count) -> line("#   " + run.start() + "  " + run.architecture() + "  "
							+ ((run.children()) ? "with" : "without") + " child processes  " + count(count) + " calls  "
							+ run.application()));
		line("seccomp:");
		line("  default-action: errno");
		line("  syscalls:");
		for (Section section : sections) {
			line("");
			line("    # " + section.heading() + ".");
			section.rules().forEach(this::rule);
		}
		line("");
		return this.text.append(seal(this.text.toString())).toString();
	}

	private void rule(LearnedRule rule) {
		String action = "action: " + rule.action().type()
				+ ((rule.action().type() == ActionType.ERRNO) ? ", errno: " + rule.action() : "");
		if (!rule.group().isEmpty()) {
			line("    - { groups: [" + rule.group() + "], " + action + " }");
		}
		else if (rule.conditions().isEmpty() && rule.action().type() == ActionType.ALLOW) {
			line("    - " + action);
			line("      names:");
			rule.names().forEach((name) -> line("        - " + name.syscall(), name));
		}
		else {
			String arguments = String.join(", ", rule.conditions().stream().map(LearnedText::argument).toList());
			for (Name name : rule.names()) {
				line("    - { names: [" + name.syscall() + "], "
						+ ((arguments.isEmpty()) ? "" : "args: [" + arguments + "], ") + action + " }", name);
			}
		}
	}

	private void line(String line, Name name) {
		line(line + " ".repeat(Math.max(1, 8 + MOST_PADDING - line.length())) + "# " + name.comment());
	}

	private void line(String line) {
		this.text.append(line).append('\n');
	}

	private static String argument(ArgumentCondition condition) {
		boolean masked = condition.operator() == Operator.MASKED_EQ;
		return "{ index: " + condition.index() + ", op: "
				+ ((masked) ? "masked-eq, mask: 0x" + Long.toHexString(condition.mask()) : "eq") + ", value: "
				+ number(condition.value()) + " }";
	}

	private static String number(long value) {
		return (value >= 0 && value < SMALL) ? Long.toString(value) : "0x" + Long.toHexString(value);
	}

	private static long number(String value) {
		return (value.startsWith("0x")) ? Long.parseUnsignedLong(value.substring(2), 16) : Long.parseLong(value);
	}

	private static void read(String line, LearnedCalls calls) {
		Matcher run = RUN.matcher(line);
		if (run.matches()) {
			calls.add(new Run(Instant.parse(run.group(1)), architecture(run.group(2)), run.group(3).equals("with"),
					run.group(5)), count(run.group(4)));
			return;
		}
		Matcher name = NAME.matcher(line);
		Matcher rule = RULE.matcher(line);
		if (name.matches()) {
			read(name.group("counts"), SeenCall.of(name.group("name")), calls);
		}
		else if (rule.matches()) {
			String arguments = rule.group("args");
			read(rule.group("counts"),
					new SeenCall(rule.group("name"), (arguments != null) ? arguments(arguments) : List.of()), calls);
		}
	}

	private static void read(String counts, SeenCall call, LearnedCalls calls) {
		Matcher matcher = COUNTS.matcher(counts);
		while (matcher.find()) {
			calls.add(call, architecture(matcher.group(2)), count(matcher.group(1)));
		}
	}

	private static List<ArgumentCondition> arguments(String arguments) {
		List<ArgumentCondition> conditions = new ArrayList<>();
		Matcher matcher = ARGUMENT.matcher(arguments);
		while (matcher.find()) {
			int index = Integer.parseInt(matcher.group(1));
			String mask = matcher.group(3);
			long value = number(matcher.group(4));
			conditions.add((mask != null) ? ArgumentCondition.masked(index, number(mask), value)
					: ArgumentCondition.of(index, Operator.EQ, value));
		}
		return conditions;
	}

	private static Architecture architecture(String id) {
		return Arrays.stream(Architecture.values())
			.filter((architecture) -> architecture.id().equals(id))
			.findFirst()
			.orElseThrow();
	}

	private static String seal(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return SEAL + HexFormat.of().formatHex(digest) + " of all above, as a changed file is not added to\n";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
