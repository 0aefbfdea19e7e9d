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

import java.util.List;
import java.util.Set;

/**
 * The system calls and known exploits that a policy leaves open.
 *
 * @param calls the number of calls of the architecture
 * @param open the number of allowed calls
 * @param conditional the number of those that are allowed with some arguments only
 * @param exploits all exploits
 * @param openExploits the exploits that are not blocked
 */
record Exposure(int calls, int open, int conditional, List<Exploit> exploits, List<Exploit> openExploits) {

	static Exposure of(Phase phase) {
		Set<String> calls = phase.architecture().syscalls().names();
		List<String> open = calls.stream().filter((syscall) -> !phase.deniesAlways(syscall)).toList();
		long conditional = open.stream().filter((syscall) -> !phase.effects(syscall).isEmpty()).count();
		List<Exploit> exploits = Exploits.all();
		return new Exposure(calls.size(), open.size(), (int) conditional, exploits,
				exploits.stream().filter((exploit) -> !exploit.isBlocked(phase)).toList());
	}

	/**
	 * Return the blocked exploits of a list.
	 * @param set the list
	 * @return the number of blocked ones, and of all
	 */
	String blocked(Exploit.Set set) {
		long all = count(this.exploits, set);
		return (all - count(this.openExploits, set)) + " of " + all;
	}

	private static long count(List<Exploit> exploits, Exploit.Set set) {
		return exploits.stream().filter((exploit) -> exploit.set() == set).count();
	}

}
