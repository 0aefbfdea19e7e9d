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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.boot.commands.Phase.Decision;
import dev.seccomp.boot.commands.Phase.Effect;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.policy.NearestNames;
import dev.seccomp.policy.Risk;
import dev.seccomp.policy.SyscallGroup;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;

/**
 * Explains a policy, or its effect on a call.
 */
final class ExplainCommand implements Command {

	private static final int WIDTH = 110;

	private static final String EXPLOIT = "  %-18s%s%n";

	@Override
	public String name() {
		return "explain";
	}

	@Override
	public String summary() {
		return "Explains a policy, or its effect on a system call.";
	}

	@Override
	public String usage() {
		return """
				CALL [POLICY] [--arch=ARCHITECTURE]
				       explain [POLICY] [--arch=ARCHITECTURE]

				  CALL        the name of a system call: which rule decides, the risks, and the exploits that need it
				  POLICY      a policy: the allowed and the denied calls
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
		boolean isCall = !values.isEmpty() && SyscallTable.isKnown(values.get(0));
		if (!isCall && values.size() == 2) {
			String suggestion = NearestNames.suggestion(values.get(0), arguments.architecture().syscalls().names());
			throw new CommandException(("There is no system call '" + values.get(0) + "'. " + suggestion).strip());
		}
		List<String> policies = (isCall) ? values.subList(1, values.size()) : values;
		PolicyReader reader = arguments.policies(policies.isEmpty());
		Policy policy = (policies.isEmpty()) ? reader.application() : reader.read(policies.get(0));
		if (isCall) {
			call(values.get(0), policy, out);
		}
		else {
			policy(policy, out);
		}
		return SeccompCommands.SUCCESS;
	}

	private static void call(String syscall, Policy policy, PrintStream out) {
		Architecture architecture = policy.architecture();
		if (architecture.syscalls().number(syscall).isEmpty()) {
			out.println(syscall + ": " + architecture + " does not have this system call.");
			return;
		}
		out.println(syscall + ": number " + architecture.syscalls().number(syscall).getAsInt() + " on " + architecture);
		policy.phases().forEach((phase) -> effects(phase, syscall, out));
		frames(policy.frames().of(syscall), out);
		risks(Risk.of(syscall), out);
		List<Exploit> exploits = Exploits.all().stream().filter((exploit) -> exploit.needs(syscall)).toList();
		if (!exploits.isEmpty()) {
			out.println("\nKnown exploits that use this call:");
			exploits.forEach((exploit) -> out.printf(EXPLOIT, exploit.cve(), exploit.subject()));
		}
	}

	private static void effects(Phase phase, String syscall, PrintStream out) {
		out.println("\n" + phase.name() + ":");
		List<Effect> effects = phase.effects(syscall);
		if (effects.isEmpty()) {
			out.println("  allowed" + allowing(phase, syscall));
		}
		for (Effect effect : effects) {
			effect.rules().forEach((rule) -> out.println("  " + rule.arguments() + ": " + decision(rule)));
			out.println("  " + ((effect.isUnconditional()) ? "" : "otherwise: ") + decision(effect.otherwise()));
		}
	}

	private static void risks(List<Risk> risks, PrintStream out) {
		for (SyscallGroup group : risks.stream().map(Risk::group).distinct().toList()) {
			out.println("\nGroup " + group.name() + ", " + group.subject() + ":");
			risks.stream()
				.filter((risk) -> risk.group().equals(group))
				.map(Risk::member)
				.forEach((member) -> out.println(
						"  " + member.reason() + ((member.conditions().isEmpty()) ? "" : " (with some arguments)")));
		}
	}

	private static String allowing(Phase phase, String syscall) {
		return phase.filters()
			.stream()
			.map((filter) -> source(filter, syscall))
			.distinct()
			.collect(Collectors.joining(" and ", ", by ", ""));
	}

	private static String source(CompiledFilter filter, String syscall) {
		return filter.policy()
			.rules(syscall)
			.stream()
			.findFirst()
			.orElseGet(() -> filter.policy().otherwise(syscall))
			.source();
	}

	private static String decision(Decision decision) {
		return decision.verb() + ", by " + decision.source();
	}

	private static void frames(Collection<String> frames, PrintStream out) {
		if (!frames.isEmpty()) {
			out.println("\nRecorded callers:");
			frames.forEach((frame) -> out.println("  at " + frame));
		}
	}

	private static void policy(Policy policy, PrintStream out) {
		for (Phase phase : policy.phases()) {
			Exposure exposure = Exposure.of(phase);
			out.println(phase.name() + ": " + exposure.open() + " of " + exposure.calls() + " system calls of "
					+ policy.architecture() + " are allowed, " + exposure.conditional()
					+ " of them only with some arguments.");
			phase.filters()
				.forEach((filter) -> out
					.println("  " + filter.stage() + " filter: " + filter.program().instructions().size()
							+ " instructions. Denied: " + String.join("; ", filter.policy().denials()) + "."));
			Set<String> allowed = phase.architecture()
				.syscalls()
				.names()
				.stream()
				.filter((syscall) -> !phase.deniesAlways(syscall))
				.collect(Collectors.toCollection(TreeSet::new));
			if (phase.filters().stream().anyMatch((filter) -> filter.policy().defaultAction().denies())) {
				out.println("  Allowed:");
				wrap(allowed, out);
			}
			List<String> risky = allowed.stream().filter((syscall) -> !Risk.warning(syscall).isEmpty()).toList();
			if (!risky.isEmpty()) {
				out.println("  Allowed, although hardened denies them:");
				wrap(risky, out);
			}
			out.println("  Known exploits: " + exposure.blocked(Exploit.Set.PAPERS) + " of the papers and "
					+ exposure.blocked(Exploit.Set.RECENT) + " recent ones are blocked.");
		}
	}

	private static void wrap(Collection<String> names, PrintStream out) {
		StringBuilder line = new StringBuilder("   ");
		for (String name : names) {
			if (line.length() + name.length() + 1 > WIDTH) {
				out.println(line);
				line = new StringBuilder("   ");
			}
			line.append(' ').append(name);
		}
		out.println(line);
	}

}
