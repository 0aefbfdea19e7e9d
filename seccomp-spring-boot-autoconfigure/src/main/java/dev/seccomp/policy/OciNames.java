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

package dev.seccomp.policy;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.seccomp.syscall.Architecture;

/**
 * The names of actions, operators and architectures in OCI profiles. They are those of
 * libseccomp.
 */
final class OciNames {

	private static final String ACTION = "SCMP_ACT_";

	private static final String OPERATOR = "SCMP_CMP_";

	private static final String ARCHITECTURE = "SCMP_ARCH_";

	/** Architectures of profiles on which this library does not filter. */
	private static final String[] FOREIGN = { "X86", "X32", "ARM", "MIPS", "MIPS64", "MIPS64N32", "MIPSEL", "MIPSEL64",
			"MIPSEL64N32", "PPC", "PPC64", "S390", "PARISC", "PARISC64", "M68K", "SH", "SHEB" };

	/**
	 * Docker's names of architectures that differ from the kernel's.
	 */
	private static final Map<Architecture, String> DOCKER = Map.of(Architecture.X86_64, "amd64", Architecture.AARCH64,
			"arm64", Architecture.LOONGARCH64, "loong64");

	private static final Map<String, ActionType> actions = actions();

	private static final Map<String, Operator> operators = operators();

	private OciNames() {
	}

	static Map<String, ActionType> forActions() {
		return actions;
	}

	static Map<String, Operator> forOperators() {
		return operators;
	}

	/**
	 * Return the names of architectures in {@code architectures} and {@code archMap}.
	 * @param architecture the architecture of this JVM
	 * @return whether the name stands for the architecture of this JVM, by name
	 */
	static Map<String, Boolean> forArchitectures(Architecture architecture) {
		Map<String, Boolean> names = new LinkedHashMap<>();
		for (Architecture candidate : Architecture.supported()) {
			names.put(of(candidate), candidate == architecture);
		}
		for (String foreign : FOREIGN) {
			names.put(ARCHITECTURE + foreign, false);
		}
		return names;
	}

	/**
	 * Return the names of architectures in {@code includes} and {@code excludes}. They
	 * are those of Docker and of the kernel.
	 * @param architecture the architecture of this JVM
	 * @return whether the name stands for the architecture of this JVM, by name
	 */
	static Map<String, Boolean> forArches(Architecture architecture) {
		Map<String, Boolean> names = new LinkedHashMap<>();
		for (Architecture candidate : Architecture.supported()) {
			names.put(candidate.id(), candidate == architecture);
			names.put(DOCKER.getOrDefault(candidate, candidate.id()), candidate == architecture);
		}
		for (String foreign : FOREIGN) {
			names.put(foreign.toLowerCase(Locale.ROOT), false);
		}
		return names;
	}

	static String of(ActionType action) {
		return ACTION + action.name();
	}

	static String of(Operator operator) {
		return OPERATOR + operator.name();
	}

	static String of(Architecture architecture) {
		return ARCHITECTURE + architecture.name();
	}

	private static Map<String, ActionType> actions() {
		Map<String, ActionType> names = new LinkedHashMap<>();
		for (ActionType action : ActionType.values()) {
			names.put(of(action), action);
		}
		// Reserved for the supervisor, because a process can have one listener only
		names.remove(of(ActionType.NOTIFY));
		names.put(ACTION + "KILL", ActionType.KILL_THREAD);
		return names;
	}

	private static Map<String, Operator> operators() {
		Map<String, Operator> names = new LinkedHashMap<>();
		for (Operator operator : Operator.values()) {
			names.put(of(operator), operator);
		}
		return names;
	}

}
