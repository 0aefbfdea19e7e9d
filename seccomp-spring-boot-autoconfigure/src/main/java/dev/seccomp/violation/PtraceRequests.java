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

/**
 * The names of {@code ptrace(2)} requests, from linux/ptrace.h. Requests of single
 * architectures are shown as numbers.
 */
final class PtraceRequests {

	private PtraceRequests() {
	}

	static String name(long request) {
		return switch ((int) request) {
			case 0 -> "PTRACE_TRACEME";
			case 1 -> "PTRACE_PEEKTEXT";
			case 2 -> "PTRACE_PEEKDATA";
			case 3 -> "PTRACE_PEEKUSR";
			case 4 -> "PTRACE_POKETEXT";
			case 5 -> "PTRACE_POKEDATA";
			case 6 -> "PTRACE_POKEUSR";
			case 7 -> "PTRACE_CONT";
			case 8 -> "PTRACE_KILL";
			case 9 -> "PTRACE_SINGLESTEP";
			case 16 -> "PTRACE_ATTACH";
			case 17 -> "PTRACE_DETACH";
			case 24 -> "PTRACE_SYSCALL";
			case 0x4200 -> "PTRACE_SETOPTIONS";
			case 0x4201 -> "PTRACE_GETEVENTMSG";
			case 0x4202 -> "PTRACE_GETSIGINFO";
			case 0x4203 -> "PTRACE_SETSIGINFO";
			case 0x4204 -> "PTRACE_GETREGSET";
			case 0x4205 -> "PTRACE_SETREGSET";
			case 0x4206 -> "PTRACE_SEIZE";
			case 0x4207 -> "PTRACE_INTERRUPT";
			case 0x4208 -> "PTRACE_LISTEN";
			case 0x4209 -> "PTRACE_PEEKSIGINFO";
			case 0x420a -> "PTRACE_GETSIGMASK";
			case 0x420b -> "PTRACE_SETSIGMASK";
			case 0x420c -> "PTRACE_SECCOMP_GET_FILTER";
			case 0x420d -> "PTRACE_SECCOMP_GET_METADATA";
			case 0x420e -> "PTRACE_GET_SYSCALL_INFO";
			default -> "0x".concat(Long.toHexString(request));
		};
	}

}
