package dev.seccomp.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.seccomp.syscall.Architecture;

/**
 * How what a policy denies is told of: a vetted call by the supervisor of this process,
 * which knows the caller, any other by the kernel's log.
 *
 * @since 0.1.0
 */
public enum Reporting {

	/**
	 * What is denied stays denied. Vetted calls that fail with an error get it from the
	 * supervisor.
	 */
	ENFORCE {

		@Override
		Action vetted(Action action) {
			return (action.type() == ActionType.ERRNO) ? NOTIFY : action;
		}

		@Override
		Action other(Action action) {
			return action;
		}

	},

	/**
	 * Nothing is denied. What would be is told of by the supervisor if the call is
	 * vetted, or else by the kernel's log.
	 */
	LOG {

		@Override
		Action vetted(Action action) {
			return (action.denies()) ? NOTIFY : action;
		}

		@Override
		Action other(Action action) {
			return LOG_ONLY.other(action);
		}

	},

	/**
	 * Nothing is denied. What would be is told of by the kernel's log.
	 */
	LOG_ONLY {

		@Override
		Action vetted(Action action) {
			return other(action);
		}

		@Override
		Action other(Action action) {
			return (action.denies()) ? Action.of(ActionType.LOG) : action;
		}

	};

	private static final Action NOTIFY = Action.of(ActionType.NOTIFY);

	/** Each new thread tries it, and falls back where it gets {@code ENOSYS}. */
	private static final String CLONE3 = "clone3";

	abstract Action vetted(Action action);

	abstract Action other(Action action);

	/**
	 * Make of a policy the one that the kernel is given.
	 * @param policy the policy
	 * @param first rules that stand before those of the policy
	 * @param jvmOptions the options of this JVM that make it start programs, so that it
	 * may come to a standstill if a supervisor of its own answers the calls for that
	 * @return the policy that reports
	 */
	public SeccompPolicy of(SeccompPolicy policy, List<SyscallRule> first, List<String> jvmOptions) {
		List<SyscallRule> rules = new ArrayList<>(first);
		for (SyscallRule rule : policy.rules()) {
			add(rules, policy.architecture(), rule, jvmOptions);
		}
		if (!vetted(policy.defaultAction()).equals(policy.defaultAction())) {
			for (String syscall : VettedCalls.get().names()) {
				if (policy.architecture().syscalls().number(syscall).isPresent()) {
					add(rules, policy.architecture(), new SyscallRule(syscall, List.of(), policy.defaultAction(),
							policy.defaultProperty(), syscall), jvmOptions);
				}
			}
		}
		return new SeccompPolicy(policy.architecture(), other(policy.defaultAction()), policy.defaultProperty(), rules,
				policy.absent(), policy.ignored());
	}

	/**
	 * Make of a policy that reports one that also asks about all that an earlier filter
	 * asks about: the newest filter that asks is the one whose supervisor is asked.
	 * @param policy the policy that reports
	 * @param earlier the policy of the earlier filter, which reports too
	 * @return the policy that takes over
	 */
	public static SeccompPolicy takeOver(SeccompPolicy policy, SeccompPolicy earlier) {
		List<SyscallRule> rules = new ArrayList<>();
		for (SyscallRule rule : earlier.rules()) {
			List<SyscallRule> chain = earlier.rules(rule.syscall());
			if (rule == chain.get(0) && chain.stream().anyMatch(Reporting::asks)) {
				chain.forEach((before) -> takeOver(rules, before, policy));
			}
		}
		rules.addAll(policy.rules());
		return new SeccompPolicy(policy.architecture(), policy.defaultAction(), policy.defaultProperty(), rules,
				policy.absent(), policy.ignored());
	}

	private static void takeOver(List<SyscallRule> rules, SyscallRule before, SeccompPolicy policy) {
		List<SyscallRule> chain = policy.rules(before.syscall());
		boolean stricter = isStricter(policy.defaultAction())
				|| chain.stream().anyMatch((rule) -> isStricter(rule.action()));
		if (asks(before) && !stricter) {
			rules.add(before);
			return;
		}
		for (SyscallRule rule : chain) {
			List<ArgumentCondition> conditions = new ArrayList<>(before.conditions());
			conditions.addAll(rule.conditions());
			rules.add(rule.with(conditions, takeOver(before, rule.action())));
		}
		rules.add(new SyscallRule(before.syscall(), before.conditions(), takeOver(before, policy.defaultAction()),
				policy.defaultProperty(), before.subject()));
	}

	private static Action takeOver(SyscallRule before, Action action) {
		return (asks(before) && !isStricter(action)) ? NOTIFY : action;
	}

	/** Of what two filters decide, the kernel does the more restrictive. */
	private static boolean isStricter(Action action) {
		return action.type().compareTo(ActionType.NOTIFY) < 0;
	}

	private static boolean asks(SyscallRule rule) {
		return rule.action().equals(NOTIFY);
	}

	private void add(List<SyscallRule> rules, Architecture architecture, SyscallRule rule, List<String> jvmOptions) {
		VettedCalls calls = VettedCalls.get();
		if (calls.contains(rule.syscall()) && Collections.disjoint(calls.unless(rule.syscall()), jvmOptions)) {
			List<ArgumentCondition> vetting = calls.conditions(rule.syscall(), architecture);
			List<ArgumentCondition> conditions = new ArrayList<>(rule.conditions());
			conditions.addAll(vetting);
			rules.add(rule.with(conditions, vetted(rule.action())));
			if (vetting.isEmpty()) {
				return;
			}
		}
		boolean fallsBack = rule.syscall().equals(CLONE3) && rule.action().equals(Action.ENOSYS);
		rules.add(rule.with(rule.conditions(), (fallsBack && this != ENFORCE) ? Action.ALLOW : other(rule.action())));
	}

}
