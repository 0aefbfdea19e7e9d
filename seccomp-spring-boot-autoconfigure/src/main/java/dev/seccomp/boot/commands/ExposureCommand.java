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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.seccomp.policy.Catalog;
import dev.seccomp.syscall.Architecture;

/**
 * Shows the system calls and known exploits that policies leave open.
 */
final class ExposureCommand implements Command {

	private static final String OPEN = "open";

	@Override
	public String name() {
		return "exposure";
	}

	@Override
	public String summary() {
		return "Shows how many system calls and which known exploits a policy leaves open.";
	}

	@Override
	public String usage() {
		return """
				[POLICY...] [--open] [--arch=ARCHITECTURE]

				  POLICY      policies to compare with the presets. Without one, the policy of the application
				  --open      lists the exploits that these policies leave open, with the calls
				""";
	}

	@Override
	public Set<String> options() {
		return Set.of(OPEN);
	}

	@Override
	public int maxValues() {
		return Integer.MAX_VALUE;
	}

	@Override
	public int run(CommandLine arguments, PrintStream out, PrintStream err) {
		List<String> values = arguments.values();
		PolicyReader policies = arguments.policies(values.isEmpty());
		Architecture architecture = arguments.architecture();
		Set<String> presets = Catalog.get().presets();
		List<Policy> all = new ArrayList<>();
		all.add(new Policy("no filter", architecture, List.of(), RecordedFrames.NONE));
		presets.stream().map(policies::read).forEach(all::add);
		List<Policy> given = (values.isEmpty()) ? List.of(policies.application())
				: values.stream().map(policies::read).toList();
		given.stream().filter((policy) -> !presets.contains(policy.name())).forEach(all::add);
		table(architecture, all.stream().flatMap((policy) -> policy.phases().stream()).toList(), out);
		if (arguments.options().containsKey(OPEN)) {
			given.stream().flatMap((policy) -> policy.phases().stream()).forEach((phase) -> open(phase, out));
		}
		return SeccompCommands.SUCCESS;
	}

	private static void table(Architecture architecture, List<Phase> phases, PrintStream out) {
		int width = phases.stream().mapToInt((phase) -> phase.name().length()).max().orElse(0);
		out.println("Open system calls of " + architecture + ", and blocked known exploits of its kernel:");
		out.println();
		String row = "%-" + Math.max(width, 6) + "s  %10s  %14s  %10s  %10s%n";
		out.printf(row, "policy", "open calls", "some arguments", "papers", "recent");
		for (Phase phase : phases) {
			Exposure exposure = Exposure.of(phase);
			out.printf(row, phase.name(), exposure.open() + " of " + exposure.calls(), exposure.conditional(),
					exposure.blocked(Exploit.Set.PAPERS), exposure.blocked(Exploit.Set.RECENT));
		}
	}

	private static void open(Phase phase, PrintStream out) {
		out.println();
		out.println("Not blocked under " + phase.name() + ":");
		out.println();
		Exposure.of(phase)
			.openExploits()
			.forEach((exploit) -> out.printf("%-16s  %-7s  %-40s  %s%n", exploit.cve(), exploit.set(),
					exploit.subject(), String.join(", ", exploit.open(phase))));
	}

}
