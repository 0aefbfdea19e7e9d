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

package dev.seccomp.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;

/**
 * Compiles policies with libseccomp, as a reference. No filter is loaded into the kernel.
 */
final class Libseccomp {

	/** {@code SCMP_FLTATR_CTL_OPTIMIZE} of {@code seccomp.h}. */
	private static final int CTL_OPTIMIZE = 8;

	private static final String RESOLVE = "seccomp_syscall_resolve_name";

	private static final Set<String> UNFIT = Set.of("socketcall", "ipc", "sys_debug_setcontext");

	private static final int CONDITION_BYTES = 24;

	private final NativeLibrary library = NativeLibrary.getInstance("libseccomp.so.2");

	private final NativeLibrary libc = NativeLibrary.getProcess();

	/**
	 * Return the number of a call in libseccomp.
	 * @param architecture the architecture
	 * @param syscall the name of the call
	 * @return the number; a negative one if the library has none or gives it a special
	 * meaning
	 */
	int number(Architecture architecture, String syscall) {
		return call("seccomp_syscall_resolve_name_arch", architecture.audit(), syscall);
	}

	/**
	 * Return whether a rule for a call applies to this call only.
	 * @param architecture the architecture
	 * @param syscall the name of the call
	 * @return whether the call has a number on the architecture, can be translated from
	 * the native architecture, and does not stand for multiplexed calls
	 */
	boolean takes(Architecture architecture, String syscall) {
		return number(architecture, syscall) >= 0 && call(RESOLVE, syscall) != -1 && !UNFIT.contains(syscall);
	}

	boolean knows(Architecture architecture) {
		return call("seccomp_syscall_resolve_name_arch", architecture.audit(), "read") >= 0;
	}

	/**
	 * Compile a policy. All rules of a call must have the same action, which differs from
	 * the default action.
	 * @param policy the policy
	 * @param binaryTree whether numbers are searched in a binary tree instead of linearly
	 * @return the program
	 */
	FilterProgram compile(SeccompPolicy policy, boolean binaryTree) {
		Architecture architecture = policy.architecture();
		Pointer context = (Pointer) this.library.getFunction("seccomp_init")
			.invoke(Pointer.class, new Object[] { policy.defaultAction().returnValue() });
		try {
			int nativeArchitecture = call("seccomp_arch_native");
			if (architecture.audit() != nativeArchitecture) {
				require(call("seccomp_arch_remove", context, nativeArchitecture));
				require(call("seccomp_arch_add", context, architecture.audit()));
			}
			require(call("seccomp_attr_set", context, CTL_OPTIMIZE, (binaryTree) ? 2 : 1));
			for (SyscallRule rule : policy.rules()) {
				add(context, rule);
			}
			return new FilterProgram(architecture, export(context, architecture));
		}
		finally {
			this.library.getFunction("seccomp_release").invoke(new Object[] { context });
		}
	}

	private void add(Pointer context, SyscallRule rule) {
		// The library translates the native number of a call
		int number = call(RESOLVE, rule.syscall());
		List<ArgumentCondition> conditions = rule.conditions();
		Memory array = new Memory(Math.max(1, conditions.size()) * (long) CONDITION_BYTES);
		for (int i = 0; i < conditions.size(); i++) {
			ArgumentCondition condition = conditions.get(i);
			long offset = i * (long) CONDITION_BYTES;
			boolean masked = condition.operator() == Operator.MASKED_EQ;
			array.setInt(offset, condition.index());
			array.setInt(offset + 4, operator(condition.operator()));
			array.setLong(offset + 8, (masked) ? condition.mask() : condition.value());
			array.setLong(offset + 16, (masked) ? condition.value() : 0);
		}
		require(call("seccomp_rule_add_array", context, rule.action().returnValue(), number, conditions.size(), array),
				rule);
	}

	/** {@code enum scmp_compare} of {@code seccomp.h}. */
	private static int operator(Operator operator) {
		return switch (operator) {
			case NE -> 1;
			case LT -> 2;
			case LE -> 3;
			case EQ -> 4;
			case GE -> 5;
			case GT -> 6;
			case MASKED_EQ -> 7;
		};
	}

	private List<Instruction> export(Pointer context, Architecture architecture) {
		int descriptor = this.libc.getFunction("memfd_create").invokeInt(new Object[] { "filter", 0 });
		try {
			require(call("seccomp_export_bpf", context, descriptor));
			ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/fd/" + descriptor)))
				.order((architecture.isBigEndian()) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
			List<Instruction> instructions = new ArrayList<>();
			while (buffer.hasRemaining()) {
				instructions.add(new Instruction(Short.toUnsignedInt(buffer.getShort()),
						Byte.toUnsignedInt(buffer.get()), Byte.toUnsignedInt(buffer.get()), buffer.getInt()));
			}
			return instructions;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.libc.getFunction("close").invokeInt(new Object[] { descriptor });
		}
	}

	private int call(String function, Object... arguments) {
		return this.library.getFunction(function).invokeInt(arguments);
	}

	private static void require(int result) {
		require(result, "the filter");
	}

	private static void require(int result, Object subject) {
		if (result != 0) {
			throw new IllegalStateException("libseccomp rejected " + subject + " with " + Action.errno(-result));
		}
	}

}
