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

import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/**
 * Compares two policies, or two recordings of learn mode.
 */
final class DiffCommand implements Command {

	private static final String START = "While the application starts";

	private static final String SERVING = "When the application is ready";

	@Override
	public String name() {
		return "diff";
	}

	@Override
	public String summary() {
		return "Compares two policies. The exit code is 1 if they differ.";
	}

	@Override
	public String usage() {
		return """
				OLD [NEW] [--arch=ARCHITECTURE]

				  OLD, NEW    a POLICY, or the recording of a learned policy (FILE-recording.json)
				              Without NEW, the policy of the application is compared with OLD.

				  + a call that only NEW allows    - a call that only OLD allows    ~ a call with other rules
				""";
	}

	@Override
	public Set<String> options() {
		return Set.of();
	}

	@Override
	public int maxValues() {
		return 2;
	}

	@Override
	public int run(CommandLine arguments, PrintStream out, PrintStream err) {
		List<String> values = arguments.values();
		if (values.isEmpty()) {
			throw new UsageException(this, "OLD is missing.");
		}
		Differences differences = new Differences(arguments.architecture());
		boolean recordings = PolicyReader.isRecording(values.get(0));
		if (values.size() == 2 && recordings && PolicyReader.isRecording(values.get(1))) {
			RecordedCalls older = PolicyReader.recording(values.get(0));
			RecordedCalls newer = PolicyReader.recording(values.get(1));
			differences.compare(START, older.starting(), newer.starting());
			differences.compare(SERVING, older.serving(), newer.serving());
		}
		else {
			PolicyReader policies = arguments.policies(values.size() == 1);
			Policy older = policies.read(values.get(0));
			Policy newer = (values.size() == 2) ? policies.read(values.get(1)) : policies.application();
			if (older.hasReady() || newer.hasReady()) {
				differences.compare(START, older, older.start(), newer, newer.start());
				differences.compare(SERVING, older, older.serving(), newer, newer.serving());
			}
			else {
				differences.compare("", older, older.start(), newer, newer.start());
			}
		}
		out.print(differences.text());
		return (differences.isEmpty()) ? SeccompCommands.SUCCESS : SeccompCommands.DIFFERENCE;
	}

}
