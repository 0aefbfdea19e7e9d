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
import java.util.HexFormat;
import java.util.Set;

import dev.seccomp.learn.LearnedRule.Name;
import dev.seccomp.learn.LearnedRule.Section;
import dev.seccomp.policy.ActionType;

/**
 * Writes a recording as a policy in YAML that Spring Boot imports. Neither counts nor
 * times are in it, so that the same calls give the same text.
 */
final class LearnedText {

	private static final String HEADER = """
			# The system calls of this application, recorded by seccomp for Spring Boot in learn mode.
			#
			# To use this policy, set 'spring.config.import: file:/path/of/this/file' or copy the block into application.yml. Test the policy
			# first with 'seccomp.mode: log', which reports violations but does not enforce the policy.
			#
			# The policy allows the recorded calls and the calls that the JVM needs, and denies all others. Use all functions of the
			# application in learn mode, so that their calls are recorded. A comment names the first Java code that made the call.
			# Each run in learn mode rewrites this file: make changes in a copy.
			#
			""";

	private static final String SEAL = "# sha256:";

	private static final int MAX_PADDING = 24;

	private final StringBuilder text = new StringBuilder();

	private LearnedText() {
	}

	/**
	 * Write the policies of a recording.
	 * @param recording the recording
	 * @return the text
	 */
	static String write(Recording recording) {
		return new LearnedText().text(recording);
	}

	/**
	 * Return whether a text is as this class wrote it.
	 * @param text the text
	 * @return whether it was not changed
	 */
	static boolean isUnchanged(String text) {
		int seal = text.lastIndexOf(SEAL);
		return seal != -1 && text.substring(seal).equals(seal(text.substring(0, seal)));
	}

	private String text(Recording recording) {
		LearnedPolicy wholeLife = LearnedPolicy.ofWholeLife(recording);
		this.text.append(HEADER);
		describe("The whole life", wholeLife);
		LearnedPolicy serving = (recording.isReady()) ? LearnedPolicy.ofServing(recording) : null;
		if (serving != null) {
			describe("The ready application", serving);
		}
		line("seccomp:");
		line("  learn:");
		line("    environments:");
		for (String environment : recording.environments()) {
			line("      - \"" + environment.replaceAll("[\"\\\\\\p{Cntrl}]", "?") + "\"");
		}
		line("  default-action: errno");
		line("  syscalls:");
		wholeLife.sections().forEach((section) -> section("", section));
		if (serving != null) {
			line("");
			line("  # From ApplicationReadyEvent to the end of the application, including its shutdown.");
			line("  ready:");
			line("    default-action: errno");
			line("    syscalls:");
			serving.sections().forEach((section) -> section("  ", section));
		}
		leftOut(recording);
		line("");
		return this.text.append(seal(this.text.toString())).toString();
	}

	private void describe(String phase, LearnedPolicy policy) {
		Set<String> names = policy.allowed();
		line("# " + phase + ": " + policy.operations() + " operations (" + names.size() + " calls), of them "
				+ policy.recordedOperations() + " recorded.");
	}

	private void leftOut(Recording recording) {
		boolean first = true;
		for (var entry : recording.calls().entrySet()) {
			Occurrences occurrences = entry.getValue();
			if (!occurrences.isOfApplication()) {
				if (first) {
					line("");
					line("# Left out, because only test frameworks made these calls:");
					first = false;
				}
				line("#   " + entry.getKey(), new Name(entry.getKey().syscall(), occurrences.frame(Phase.TESTING)));
			}
		}
	}

	private void section(String indent, Section section) {
		line("");
		line(indent + "    # " + section.heading() + ".");
		section.rules().forEach((rule) -> rule(indent, rule));
	}

	private void rule(String indent, LearnedRule rule) {
		String action = "action: " + rule.action().type()
				+ ((rule.action().type() == ActionType.ERRNO) ? ", errno: " + rule.action() : "");
		if (!rule.group().isEmpty()) {
			line(indent + "    - { groups: [" + rule.group() + "], " + action + " }");
		}
		else if (rule.conditions().isEmpty() && rule.action().type() == ActionType.ALLOW) {
			line(indent + "    - " + action);
			line(indent + "      names:");
			rule.names().forEach((name) -> line(indent + "        - " + name.syscall(), name));
		}
		else {
			for (Name name : rule.names()) {
				line(indent + "    - " + new RecordedCall(name.syscall(), rule.conditions()).toYaml(action), name);
			}
		}
	}

	private void line(String line, Name name) {
		line((name.comment().isEmpty()) ? line : line + " ".repeat(Math.max(1, 8 + MAX_PADDING - line.length())) + "# "
				+ name.comment().replaceAll("\\p{Cntrl}", "?"));
	}

	private void line(String line) {
		this.text.append(line).append('\n');
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
