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

import dev.seccomp.learn.RecordedCalls.Run;
import dev.seccomp.learn.LearnedRule.Name;
import dev.seccomp.learn.LearnedRule.Section;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.syscall.Architecture;

/**
 * Reads and writes a learned policy as YAML that Spring Boot imports. The call counts are
 * comments. They are read back when another run is merged, so no other file is needed.
 */
final class LearnedText {

	private static final String HEADER = """
			# The system calls of this application, recorded by seccomp for Spring Boot in learn mode.
			#
			# To use this policy, set 'spring.config.import: file:/path/of/this/file' or copy the block into application.yml. Test the policy
			# first with 'seccomp.mode: log', which reports violations but does not enforce the policy.
			#
			# The policy allows the recorded calls and the calls that the JVM needs, and denies all others. Use all functions of the
			# application in learn mode, so that their calls are recorded. Each run in learn mode rewrites this file: make changes in a copy.
			#
			# The .json file next to this one has the same policy as an OCI profile, for the architecture of the last run. A container runtime
			# starts the JVM under that profile, so add execve to its allowed calls. The comments show how often each call was made.
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

	private static final int MAX_PADDING = 24;

	private final StringBuilder text = new StringBuilder();

	private LearnedText() {
	}

	/**
	 * Write a learned policy.
	 * @param calls the recorded calls
	 * @param sections the rules of the policy
	 * @return the text
	 */
	static String write(RecordedCalls calls, List<Section> sections) {
		return new LearnedText().text(calls, sections);
	}

	/**
	 * Read the recorded calls of a learned policy.
	 * @param text the text
	 * @return the calls, or empty if the text was changed after it was written
	 */
	static Optional<RecordedCalls> read(String text) {
		int seal = text.lastIndexOf(SEAL);
		if (seal == -1 || !text.substring(seal).equals(seal(text.substring(0, seal)))) {
			return Optional.empty();
		}
		RecordedCalls calls = new RecordedCalls();
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

	private String text(RecordedCalls calls, List<Section> sections) {
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
		line(line + " ".repeat(Math.max(1, 8 + MAX_PADDING - line.length())) + "# " + name.comment());
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

	private static void read(String line, RecordedCalls calls) {
		Matcher run = RUN.matcher(line);
		if (run.matches()) {
			calls.add(new Run(Instant.parse(run.group(1)), architecture(run.group(2)), run.group(3).equals("with"),
					run.group(5)), count(run.group(4)));
			return;
		}
		Matcher name = NAME.matcher(line);
		Matcher rule = RULE.matcher(line);
		if (name.matches()) {
			read(name.group("counts"), RecordedCall.of(name.group("name")), calls);
		}
		else if (rule.matches()) {
			String arguments = rule.group("args");
			read(rule.group("counts"),
					new RecordedCall(rule.group("name"), (arguments != null) ? arguments(arguments) : List.of()),
					calls);
		}
	}

	private static void read(String counts, RecordedCall call, RecordedCalls calls) {
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
			return SEAL + HexFormat.of().formatHex(digest) + " of the text above. A changed file is not updated.\n";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
