package dev.seccomp.testing;

import java.util.Arrays;
import java.util.List;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.kernel.FilterInstaller;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * Runs a program under a filter that denies one system call, as a container runtime
 * would: {@code CALL ERRNO any|ARGUMENT0 COMMAND...}.
 */
public final class OuterFilter {

	private OuterFilter() {
	}

	public static void main(String[] args) throws Exception {
		Architecture architecture = Platform.architecture();
		List<ArgumentCondition> conditions = (args[2].equals("any")) ? List.of()
				: List.of(ArgumentCondition.of(0, Operator.EQ, Long.parseLong(args[2])));
		SeccompPolicy policy = SeccompPolicy.builder(architecture)
			.rule("outer", List.of(args[0]), List.of(), conditions, Action.errno(Errno.number(args[1]).orElseThrow()))
			.build();
		FilterInstaller.load(architecture).install("outer", FilterCompiler.compile(policy), "main");
		System.exit(new ProcessBuilder(Arrays.asList(args).subList(3, args.length)).inheritIO().start().waitFor());
	}

}
