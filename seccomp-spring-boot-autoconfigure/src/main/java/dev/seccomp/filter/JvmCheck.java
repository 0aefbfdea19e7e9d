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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;

/**
 * Checks that a policy allows each call that HotSpot and the C library require.
 */
public final class JvmCheck {

	private static final String RULES = "syscalls";

	private static final String LOCKS = "locks and parked threads";

	private static final String MEMORY = "the heap, thread stacks and compiled code";

	private static final String SIGNALS = "signals, with which HotSpot detects null pointers and stops threads";

	private static final String THREADS = "starting threads";

	private static final String FILES = "classes, sockets and files";

	private static final String TIME = "clocks and timers";

	private static final String EXIT = "ending threads and the JVM";

	/**
	 * The {@code CLONE_*} flags of {@code linux/sched.h} that the C library uses for
	 * threads.
	 */
	private static final long THREAD_FLAGS = 0x3d0f00;

	/* asm-generic/mman-common.h */

	private static final int PROT_NONE = 0;

	private static final int PROT_READ = 1;

	private static final int PROT_READ_WRITE = 3;

	private static final int PROT_ALL = 7;

	private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

	private static final int MAP_FIXED = 0x10;

	private static final int MADV_DONTNEED = 4;

	/* linux/futex.h */

	private static final int FUTEX_WAIT_PRIVATE = 128;

	private static final int FUTEX_WAKE_PRIVATE = 129;

	private static final int FUTEX_WAIT_BITSET_PRIVATE = 137;

	private static final int FUTEX_WAIT_BITSET_PRIVATE_REALTIME = 393;

	private static final int PR_SET_NAME = 15;

	private static final int CLOCK_MONOTONIC = 1;

	private static final long[] NO_ARGUMENTS = {};

	private static final String CLONE3_REMEDY = " For clone3, 'errno: ENOSYS' is also valid: the C library then falls"
			+ " back to clone.";

	/**
	 * The required calls, found by denying each call to a JVM under load, and by reading
	 * HotSpot's {@code os_linux.cpp}.
	 */
	private static final List<Need> NEEDS = List.of(new Need("futex", LOCKS, 0, FUTEX_WAIT_PRIVATE),
			new Need("futex", LOCKS, 0, FUTEX_WAKE_PRIVATE), new Need("futex", LOCKS, 0, FUTEX_WAIT_BITSET_PRIVATE),
			new Need("futex", LOCKS, 0, FUTEX_WAIT_BITSET_PRIVATE_REALTIME), new Need("sched_yield", LOCKS),
			new Need("mmap", MEMORY, 0, 4096, PROT_NONE, MAP_PRIVATE_ANONYMOUS),
			new Need("mmap", MEMORY, 0, 4096, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS),
			new Need("mmap", MEMORY, 0, 4096, PROT_ALL, MAP_PRIVATE_ANONYMOUS | MAP_FIXED),
			new Need("munmap", MEMORY, 0, 4096), new Need("mprotect", MEMORY, 0, 4096, PROT_NONE),
			new Need("mprotect", MEMORY, 0, 4096, PROT_READ), new Need("mprotect", MEMORY, 0, 4096, PROT_READ_WRITE),
			new Need("mprotect", MEMORY, 0, 4096, PROT_ALL), new Need("mremap", MEMORY), new Need("brk", MEMORY),
			new Need("madvise", MEMORY, 0, 4096, MADV_DONTNEED), new Need("rt_sigreturn", SIGNALS),
			new Need("rt_sigaction", SIGNALS), new Need("rt_sigprocmask", SIGNALS), new Need("sigaltstack", SIGNALS),
			new Need("tgkill", SIGNALS), new Need("gettid", THREADS), new Need("getpid", THREADS),
			new Need("clone3", THREADS), new Need("set_robust_list", THREADS), new Need("rseq", THREADS),
			new Need("sched_getaffinity", THREADS), new Need("prctl", THREADS, PR_SET_NAME), new Need("read", FILES),
			new Need("write", FILES), new Need("close", FILES), new Need("getrandom", FILES),
			new Need("clock_gettime", TIME, CLOCK_MONOTONIC), new Need("clock_nanosleep", TIME, CLOCK_MONOTONIC),
			new Need("restart_syscall", TIME), new Need("exit", EXIT), new Need("exit_group", EXIT),
			new Need("riscv_flush_icache", MEMORY));

	/**
	 * Further calls with which the JVM loads classes, runs and ends, recorded for each
	 * collector on JDK 17 and 25. A policy may deny them, for example after the start. A
	 * JVM whose allowlist lacks them may crash.
	 */
	private static final List<String> USUAL = List.of("open", "openat", "access", "faccessat", "faccessat2", "stat",
			"lstat", "fstat", "newfstatat", "statx", "readlink", "readlinkat", "getcwd", "getdents64", "lseek", "fcntl",
			"pread64", "readv", "writev", "unlink", "unlinkat", "ftruncate", "fallocate", "mincore", "membarrier",
			"get_mempolicy", "set_mempolicy", "mbind", "getcpu", "getrusage", "sysinfo", "uname", "clock_getres",
			"gettimeofday", "nanosleep");

	private JvmCheck() {
	}

	/**
	 * Check a policy.
	 * @param policy the policy
	 * @param decisions the decisions of the policy
	 * @throws PolicyException if the policy would break the JVM
	 */
	public static void check(SeccompPolicy policy, DecisionTable decisions) {
		Set<String> denied = new LinkedHashSet<>();
		Map<String, List<String>> broken = new LinkedHashMap<>();
		String source = "";
		for (Need need : needs(policy.architecture())) {
			Action action = need.decide(policy.architecture(), decisions);
			if (action.denies() && !need.isMetBy(action) && !denied.contains(need.syscall())) {
				source = (denied.isEmpty()) ? policy.source(need.syscall(), need.arguments()) : source;
				denied.add(need.syscall());
				broken.computeIfAbsent(need.purpose(), (purpose) -> new ArrayList<>())
					.add(need.syscall() + " (" + action + ")");
			}
		}
		if (!denied.isEmpty()) {
			String calls = String.join(", ", denied);
			boolean clone3 = denied.contains("clone3");
			throw new PolicyException(source, (source.contains(RULES)) ? calls : null,
					"The policy would break the JVM. It denies calls that the JVM needs: " + broken.entrySet()
						.stream()
						.map((entry) -> String.join(", ", entry.getValue()) + " for " + entry.getKey())
						.collect(Collectors.joining("; ")) + ".",
					((policy.defaultAction().denies()) ? allowlistRemedy(policy, decisions, denied)
							: remedy(policy, calls)) + ((clone3) ? CLONE3_REMEDY : ""));
		}
	}

	/**
	 * Return the calls that the JVM requires.
	 * @param architecture the architecture
	 * @return the purposes by the name of the call
	 */
	public static Map<String, String> purposes(Architecture architecture) {
		Map<String, String> purposes = new LinkedHashMap<>();
		needs(architecture).forEach((need) -> purposes.putIfAbsent(need.syscall(), need.purpose()));
		return purposes;
	}

	private static String remedy(SeccompPolicy policy, String calls) {
		return "Allow these calls in the first rule of seccomp." + policy.property(RULES) + ","
				+ " or remove them from the rule that denies them: " + calls + ".";
	}

	private static String allowlistRemedy(SeccompPolicy policy, DecisionTable decisions, Set<String> denied) {
		Architecture architecture = policy.architecture();
		Set<String> calls = new LinkedHashSet<>(denied);
		for (String call : USUAL) {
			architecture.syscalls().number(call).ifPresent((number) -> {
				if (decisions.decide(number, architecture.audit(), NO_ARGUMENTS).denies()) {
					calls.add(call);
				}
			});
		}
		return "Record the calls of the application with 'seccomp.mode: learn', or use the preset web-service. For an"
				+ " allowlist of your own, allow these calls in the first rule of seccomp." + policy.property(RULES)
				+ ", together with those of the application: " + String.join(", ", calls) + ".";
	}

	private static List<Need> needs(Architecture architecture) {
		long[] thread = new long[architecture.cloneFlagsIndex() + 1];
		thread[architecture.cloneFlagsIndex()] = THREAD_FLAGS;
		List<Need> needs = new ArrayList<>(NEEDS);
		needs.add(new Need("clone", THREADS, thread));
		needs.removeIf((need) -> architecture.syscalls().number(need.syscall()).isEmpty());
		return needs;
	}

	/**
	 * A call that the JVM requires.
	 *
	 * @param syscall the name of the call
	 * @param purpose the purpose of the call
	 * @param arguments the arguments that policies may have conditions on
	 */
	private record Need(String syscall, String purpose, long... arguments) {

		Action decide(Architecture architecture, DecisionTable decisions) {
			return decisions.decide(architecture.syscalls().number(this.syscall).orElseThrow(), architecture.audit(),
					this.arguments);
		}

		/** Without clone3 the C library falls back to clone. */
		boolean isMetBy(Action action) {
			return this.syscall.equals("clone3") && action.equals(Action.ENOSYS);
		}

	}

}
