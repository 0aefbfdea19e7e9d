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

package dev.seccomp.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.Instruction;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Compiles an OCI profile as runc does, without installing the filter. It uses
 * libseccomp, and follows {@code libcontainer/seccomp} of runc for rules and for calls
 * that are newer than the profile.
 */
public final class ContainerRuntime {

	private static final String LIBRARY = "libseccomp.so.2";

	/** {@code enum scmp_compare} of {@code seccomp.h}, from 1. */
	private static final List<String> OPERATORS = List.of("NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ");

	private static final int CONDITION_BYTES = 24;

	/** {@code SCMP_FLTATR_CTL_OPTIMIZE}. */
	private static final int OPTIMIZE = 8;

	private final Architecture architecture;

	private final NativeLibrary libseccomp = NativeLibrary.getInstance(LIBRARY);

	private final NativeLibrary libc = NativeLibrary.getProcess();

	private final Map<String, Object> profile;

	private ContainerRuntime(Architecture architecture, Map<String, Object> profile) {
		this.architecture = architecture;
		this.profile = profile;
	}

	/**
	 * Return whether libseccomp is installed.
	 * @return whether it can be loaded
	 */
	public static boolean isPresent() {
		try {
			return NativeLibrary.getInstance(LIBRARY) != null;
		}
		catch (UnsatisfiedLinkError ex) {
			return false;
		}
	}

	/**
	 * Compile a profile for the architecture of this machine.
	 * @param architecture the architecture
	 * @param profile the profile, without Docker's extensions
	 * @return the filter
	 */
	public static Filter compile(Architecture architecture, Map<String, Object> profile) {
		return new ContainerRuntime(architecture, profile).compile();
	}

	private Filter compile() {
		int defaultAction = action(this.profile, "defaultAction", "defaultErrnoRet");
		Pointer context = (Pointer) this.libseccomp.getFunction("seccomp_init")
			.invoke(Pointer.class, new Object[] { defaultAction });
		try {
			if (rules().size() > 32) {
				require(call("seccomp_attr_set", context, OPTIMIZE, 2));
			}
			int last = -1;
			for (Map<?, ?> rule : rules()) {
				int action = action(rule, "action", "errnoRet");
				for (Object name : (Collection<?>) rule.get("names")) {
					// An old libseccomp does not contain the newest calls
					int number = this.architecture.syscalls().number(String.valueOf(name)).orElse(-1);
					last = Math.max(last, number);
					if (action != defaultAction && number != -1) {
						add(context, action, number, rule);
					}
				}
			}
			return new Filter(export(context), enosysAbove(defaultAction, last));
		}
		finally {
			this.libseccomp.getFunction("seccomp_release").invoke(new Object[] { context });
		}
	}

	private static @Nullable Integer enosysAbove(int defaultAction, int last) {
		Action action = Action.ofReturnValue(defaultAction);
		boolean patched = action.denies() && action.type() != ActionType.TRACE && !action.equals(Action.ENOSYS)
				&& last >= 0;
		return (patched) ? last : null;
	}

	private void add(Pointer context, int action, int number, Map<?, ?> rule) {
		List<Map<?, ?>> arguments = maps(rule.get("args"));
		Set<Object> indexes = new HashSet<>();
		if (arguments.stream().allMatch((argument) -> indexes.add(argument.get("index")))) {
			add(context, action, number, arguments);
		}
		else {
			arguments.forEach((argument) -> add(context, action, number, List.of(argument)));
		}
	}

	private void add(Pointer context, int action, int number, List<Map<?, ?>> arguments) {
		Memory array = new Memory(Math.max(1, arguments.size()) * (long) CONDITION_BYTES);
		for (int i = 0; i < arguments.size(); i++) {
			Map<?, ?> argument = arguments.get(i);
			long offset = i * (long) CONDITION_BYTES;
			array.setInt(offset, number(argument, "index", 0).intValue());
			array.setInt(offset + 4,
					1 + OPERATORS.indexOf(String.valueOf(argument.get("op")).replace("SCMP_CMP_", "")));
			array.setLong(offset + 8, number(argument, "value", 0).longValue());
			array.setLong(offset + 16, number(argument, "valueTwo", 0).longValue());
		}
		require(call("seccomp_rule_add_array", context, action, number, arguments.size(), array));
	}

	private List<Map<?, ?>> rules() {
		return maps(this.profile.get("syscalls"));
	}

	private static List<Map<?, ?>> maps(@Nullable Object list) {
		List<Map<?, ?>> maps = new ArrayList<>();
		if (list instanceof List<?> elements) {
			elements.forEach((element) -> maps.add((Map<?, ?>) element));
		}
		return maps;
	}

	private static Number number(Map<?, ?> map, String key, int absent) {
		return (map.get(key) instanceof Number number) ? number : absent;
	}

	private static int action(Map<?, ?> map, String key, String errnoKey) {
		String name = String.valueOf(map.get(key)).replace("SCMP_ACT_", "");
		ActionType type = ActionType.valueOf((name.equals("KILL")) ? "KILL_THREAD" : name);
		boolean data = type == ActionType.ERRNO || type == ActionType.TRACE;
		return new Action(type, (data) ? number(map, errnoKey, 1).intValue() : 0).returnValue();
	}

	private FilterProgram export(Pointer context) {
		int descriptor = this.libc.getFunction("memfd_create").invokeInt(new Object[] { "filter", 0 });
		try {
			require(call("seccomp_export_bpf", context, descriptor));
			ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/fd/" + descriptor)))
				.order(ByteOrder.nativeOrder());
			List<Instruction> instructions = new ArrayList<>();
			while (buffer.hasRemaining()) {
				instructions.add(new Instruction(Short.toUnsignedInt(buffer.getShort()),
						Byte.toUnsignedInt(buffer.get()), Byte.toUnsignedInt(buffer.get()), buffer.getInt()));
			}
			return new FilterProgram(this.architecture, instructions);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.libc.getFunction("close").invokeInt(new Object[] { descriptor });
		}
	}

	private int call(String function, Object... arguments) {
		return this.libseccomp.getFunction(function).invokeInt(arguments);
	}

	private static void require(int result) {
		if (result != 0) {
			throw new IllegalStateException("libseccomp failed with " + new Action(ActionType.ERRNO, -result));
		}
	}

	/**
	 * A filter as runc installs it.
	 *
	 * @param program the program of libseccomp
	 * @param enosysAbove the number above which calls get {@code ENOSYS}, or {@code null}
	 */
	public record Filter(FilterProgram program, @Nullable Integer enosysAbove) {

		/**
		 * Run the filter.
		 * @param data the call
		 * @return the action
		 */
		public Action run(SeccompData data) {
			return (this.enosysAbove != null && data.nr() > this.enosysAbove) ? Action.ENOSYS : this.program.run(data);
		}

	}

}
