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

package dev.seccomp.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AuditSocketFilter}, with sockets that anybody may write to.
 */
class AuditSocketFilterTests {

	private static final int AF_UNIX = 1;

	private static final int SOCK_DGRAM = 2;

	private static final int MSG_DONTWAIT = 0x40;

	private static final List<String> RECORDS = List.of("ip=0x7 code=0x50001", "ip=0x7 code=0x7fc00000", "",
			"code=0x7fc00000 ip=0x7", "code=0x7ffc0000", "code=0x7fc00001", "0x7fc00000", "e=0x7fc00000");

	private final Architecture architecture = Platform.architecture();

	@Test
	void recordsOfNotifiedCallsAreKeptAway() {
		assertThat(received(false)).isEqualTo(RECORDS);
		assertThat(received(true)).containsExactly("ip=0x7 code=0x50001", "code=0x7fc00000 ip=0x7", "code=0x7ffc0000",
				"code=0x7fc00001");
	}

	private List<String> received(boolean filtered) {
		try (JnaLibc libc = JnaLibc.load(this.architecture); Memory memory = new Memory(64)) {
			call(libc, "socketpair", AF_UNIX, SOCK_DGRAM, 0, Pointer.nativeValue(memory));
			int sender = memory.getInt(0);
			int receiver = memory.getInt(Integer.BYTES);
			if (filtered) {
				AuditSocketFilter.attach(this.architecture, libc, receiver);
			}
			List<String> received = new ArrayList<>();
			for (String record : RECORDS) {
				byte[] bytes = record.getBytes(StandardCharsets.US_ASCII);
				memory.write(0, bytes, 0, bytes.length);
				call(libc, "sendto", sender, Pointer.nativeValue(memory), bytes.length, 0, 0, 0);
				long length = call(libc, "recvfrom", receiver, Pointer.nativeValue(memory), memory.size(), MSG_DONTWAIT,
						0, 0);
				if (length >= 0) {
					received.add(new String(memory.getByteArray(0, (int) length), StandardCharsets.US_ASCII));
				}
			}
			call(libc, "close", sender);
			call(libc, "close", receiver);
			return received;
		}
	}

	private long call(Libc libc, String syscall, long... arguments) {
		return libc.syscall(this.architecture.syscalls().number(syscall).orElseThrow(), arguments).value();
	}

}
