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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.seccomp.policy.oci.Capability;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessCapabilities}.
 */
class ProcessCapabilitiesTests {

	@Test
	void permittedSetCounts() {
		String status = "Name:\tjava\nCapInh:\tffffffffffffffff\nCapPrm:\t0000010000200001\nCapEff:\t0000000000000000\nCapBnd:\tffffffffffffffff\n";
		assertThat(ProcessCapabilities.parse(status)).containsExactlyInAnyOrder(Capability.CHOWN, Capability.SYS_ADMIN,
				Capability.CHECKPOINT_RESTORE);
	}

	@Test
	void processHasWhatTheKernelSays() throws IOException {
		long bits = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("CapPrm:"))
			.mapToLong((line) -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
			.findFirst()
			.orElseThrow();
		assertThat(ProcessCapabilities.permitted()).hasSize(Math.min(Long.bitCount(bits), Capability.values().length));
	}

}
