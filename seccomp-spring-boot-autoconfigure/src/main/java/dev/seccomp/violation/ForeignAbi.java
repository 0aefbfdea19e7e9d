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

package dev.seccomp.violation;

import java.util.Map;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a foreign ABI: another architecture, the x32 bit or the number -1. All of them
 * have one name in reports, so that the number of names is bounded.
 */
final class ForeignAbi {

	/**
	 * The name of all such calls.
	 */
	static final String NAME = DecisionTable.FOREIGN_ABI;

	private static final String X32 = "x32";

	private final Architecture architecture;

	private final SyscallTable syscalls;

	/** No table is loaded while a caller waits. */
	private final SyscallTable i386 = Architecture.I386.syscalls();

	ForeignAbi(Architecture architecture) {
		this.architecture = architecture;
		this.syscalls = architecture.syscalls();
	}

	/**
	 * Describe a call in place of its arguments, which another ABI passes in another way.
	 * @param call the call
	 * @return the ABI, the number and the name if it is known
	 */
	Map<String, ArgumentValue> describe(SeccompData call) {
		DecodedArguments description = new DecodedArguments();
		description.text("abi", abi(call));
		description.number("number", call.nr());
		String name = name(call);
		if (name != null) {
			description.text("name", name);
		}
		return description.toMap();
	}

	private String abi(SeccompData call) {
		if (call.arch() == Architecture.I386.audit()) {
			return Architecture.I386.id();
		}
		if (call.arch() != this.architecture.audit()) {
			return "0x".concat(Integer.toHexString(call.arch()));
		}
		return (isX32(call)) ? X32 : this.architecture.id();
	}

	private boolean isX32(SeccompData call) {
		return this.architecture == Architecture.X86_64 && call.nr() >= Architecture.X32_BIT;
	}

	private @Nullable String name(SeccompData call) {
		if (call.arch() == Architecture.I386.audit()) {
			return this.i386.name(call.nr());
		}
		return (call.arch() == this.architecture.audit() && isX32(call))
				? this.syscalls.name(call.nr() - Architecture.X32_BIT) : null;
	}

}
