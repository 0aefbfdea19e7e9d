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

package dev.seccomp.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;

/**
 * The way in which the kernel reports the calls that a policy denies. Vetted calls can be
 * notified of. All others are in the kernel's log.
 */
enum Reporting {

	/**
	 * Deny all calls in the kernel.
	 */
	KERNEL_ENFORCE {

		@Override
		Action vetted(Action action) {
			return action;
		}

		@Override
		Action other(Action action) {
			return action;
		}

	},

	/**
	 * Notify the supervisor of vetted calls, which fail with the error of the policy.
	 */
	SUPERVISOR_ENFORCE {

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
	 * Allow all calls. Log in the kernel what the policy denies.
	 */
	KERNEL_LOG {

		@Override
		Action vetted(Action action) {
			return other(action);
		}

		@Override
		Action other(Action action) {
			return (action.denies()) ? Action.of(ActionType.LOG) : action;
		}

	},

	/**
	 * Allow all calls. Notify the supervisor of vetted calls, and log the others in the
	 * kernel.
	 */
	SUPERVISOR_LOG {

		@Override
		Action vetted(Action action) {
			return (action.denies()) ? NOTIFY : action;
		}

		@Override
		Action other(Action action) {
			return KERNEL_LOG.other(action);
		}

	};

	private static final Action NOTIFY = Action.of(ActionType.NOTIFY);

	/** The C library tries it for each new thread, and falls back on ENOSYS. */
	private static final String CLONE3 = "clone3";

	/**
	 * Return the reporting of a filter.
	 * @param mode the mode of the filter
	 * @param notifies whether vetted calls are notified of
	 * @return the reporting
	 */
	static Reporting of(FilterMode mode, boolean notifies) {
		if (mode == FilterMode.ENFORCE) {
			return (notifies) ? SUPERVISOR_ENFORCE : KERNEL_ENFORCE;
		}
		return (notifies) ? SUPERVISOR_LOG : KERNEL_LOG;
	}

	/**
	 * Return the action for calls of a foreign ABI, which the JVM never makes. They fail
	 * with {@code ENOSYS} in each mode, also if no listener is left.
	 * @param mode the mode of the filter
	 * @param notifies whether vetted calls are notified of
	 * @return the action
	 */
	static Action foreign(FilterMode mode, boolean notifies) {
		return (mode == FilterMode.ENFORCE && notifies) ? NOTIFY : Action.ENOSYS;
	}

	abstract Action vetted(Action action);

	abstract Action other(Action action);

	/**
	 * Return the policy that is compiled for the kernel.
	 * @param policy the policy
	 * @param first the rules that come before those of the policy
	 * @param jvmOptions the options of this JVM that make HotSpot start programs. The
	 * calls for that are not notified of: HotSpot may make them at a safepoint
	 * @return the policy for the kernel
	 */
	SeccompPolicy of(SeccompPolicy policy, List<SyscallRule> first, Set<String> jvmOptions) {
		if (this == KERNEL_ENFORCE && first.isEmpty()) {
			return policy;
		}
		List<SyscallRule> rules = new ArrayList<>(first);
		for (SyscallRule rule : policy.rules()) {
			add(rules, policy.architecture(), rule, jvmOptions);
		}
		if (!vetted(policy.defaultAction()).equals(policy.defaultAction())) {
			for (String syscall : VettedCalls.get().names()) {
				if (policy.architecture().syscalls().number(syscall).isPresent()) {
					add(rules, policy.architecture(), policy.otherwise(syscall), jvmOptions);
				}
			}
		}
		return policy.with(other(policy.defaultAction()), rules);
	}

	/**
	 * Return the calls that a policy denies, but that no supervisor can be notified of.
	 * {@code clone3} with {@code ENOSYS} is no violation, since the C library falls back.
	 * @param policy the policy
	 * @param jvmOptions the options of this JVM that make HotSpot start programs
	 * @return the names in alphabetical order, by whether each is partly vetted
	 */
	static Map<String, Boolean> unreported(SeccompPolicy policy, Set<String> jvmOptions) {
		Map<String, Boolean> unreported = new TreeMap<>();
		VettedCalls calls = VettedCalls.get();
		Map<Integer, List<SyscallRule>> rules = policy.rulesByNumber();
		for (String syscall : policy.architecture().syscalls().names()) {
			int number = policy.architecture().syscalls().number(syscall).orElseThrow();
			if (isViolation(policy, syscall, rules.getOrDefault(number, List.of()))) {
				boolean vetted = calls.contains(syscall) && Collections.disjoint(calls.unless(syscall), jvmOptions);
				if (!vetted || !calls.conditions(syscall, policy.architecture()).isEmpty()) {
					unreported.put(syscall, vetted);
				}
			}
		}
		return unreported;
	}

	private static boolean isViolation(SeccompPolicy policy, String syscall, List<SyscallRule> chain) {
		Stream<Action> actions = chain.stream().map(SyscallRule::action);
		if (chain.stream().noneMatch(SyscallRule::isUnconditional)) {
			actions = Stream.concat(actions, Stream.of(policy.defaultAction()));
		}
		return actions.anyMatch((action) -> action.denies() && !isFallback(syscall, action));
	}

	private static boolean isFallback(String syscall, Action action) {
		return syscall.equals(CLONE3) && action.equals(Action.ENOSYS);
	}

	private void add(List<SyscallRule> rules, Architecture architecture, SyscallRule rule, Set<String> jvmOptions) {
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
		boolean fallsBack = isFallback(rule.syscall(), rule.action());
		boolean enforces = other(Action.ENOSYS).denies();
		rules.add(rule.with(rule.conditions(), (fallsBack && !enforces) ? Action.ALLOW : other(rule.action())));
	}

	/**
	 * Return a policy that also notifies of the calls that an earlier filter notifies of.
	 * @param policy the policy for the kernel
	 * @param earlier the policy of the earlier filter for the kernel
	 * @return the policy with the notifications of both
	 */
	static SeccompPolicy includeNotifications(SeccompPolicy policy, SeccompPolicy earlier) {
		List<SyscallRule> rules = new ArrayList<>();
		for (SyscallRule rule : earlier.rules()) {
			List<SyscallRule> chain = earlier.rules(rule.syscall());
			if (rule == chain.get(0) && chain.stream().anyMatch(Reporting::notifies)) {
				chain.forEach((before) -> include(rules, before, policy));
			}
		}
		rules.addAll(policy.rules());
		return policy.with(policy.defaultAction(), rules);
	}

	private static void include(List<SyscallRule> rules, SyscallRule before, SeccompPolicy policy) {
		List<SyscallRule> chain = policy.rules(before.syscall());
		boolean stricter = isStricter(policy.defaultAction())
				|| chain.stream().anyMatch((rule) -> isStricter(rule.action()));
		if (notifies(before) && !stricter) {
			rules.add(before);
			return;
		}
		for (SyscallRule rule : chain) {
			List<ArgumentCondition> conditions = new ArrayList<>(before.conditions());
			conditions.addAll(rule.conditions());
			rules.add(rule.with(conditions, combine(before, rule.action())));
		}
		rules.add(new SyscallRule(before.syscall(), before.conditions(), combine(before, policy.defaultAction()),
				policy.defaultSource(), before.subject()));
	}

	private static Action combine(SyscallRule before, Action action) {
		return (notifies(before) && !isStricter(action)) ? NOTIFY : action;
	}

	/** Of the actions of two filters, the kernel takes the more restrictive one. */
	private static boolean isStricter(Action action) {
		return action.type().compareTo(ActionType.NOTIFY) < 0;
	}

	private static boolean notifies(SyscallRule rule) {
		return rule.action().equals(NOTIFY);
	}

}
