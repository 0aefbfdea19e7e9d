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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.sun.jna.Memory;
import dev.seccomp.kernel.Platform;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.Libc;
import dev.seccomp.testing.TestFilters;

/**
 * Makes all attacks without a filter, and again under {@code hardened}.
 */
final class AttackedProcess {

	private AttackedProcess() {
	}

	public static void main(String[] args) throws IOException {
		makeCalls("before");
		Architecture architecture = Platform.architecture();
		SeccompPolicy policy = SeccompPolicy.builder(architecture).presets(List.of("hardened")).build();
		TestFilters.install(policy);
		makeCalls("after");
	}

	private static void makeCalls(String when) throws IOException {
		System.out.println(when + " namespace: " + namespace());
		for (Attack attack : Attack.all()) {
			System.out.println(when + " " + attack + ": " + attack.outcome());
		}
		System.out.println(when + " namespace then: " + namespace());
		System.out.println(when + " AF_UNIX: " + socket(Attack.AF_UNIX, Attack.SOCK_STREAM));
		System.out.println(when + " AF_INET: " + socket(Attack.AF_INET, Attack.SOCK_STREAM));
		System.out.println(when + " AF_INET6: " + socket(Attack.AF_INET6, Attack.SOCK_STREAM));
		System.out.println(when + " AF_NETLINK: " + socket(Attack.AF_NETLINK, Attack.SOCK_RAW));
		System.out.println(when + " socketpair: "
				+ (Libc.syscall("socketpair", Attack.AF_UNIX, Attack.SOCK_STREAM, 0, new Memory(Long.BYTES)) == 0));
	}

	private static String namespace() throws IOException {
		return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/uts")).toString();
	}

	private static boolean socket(int family, int type) {
		return Libc.syscall("socket", family, type, 0) >= 0;
	}

}
