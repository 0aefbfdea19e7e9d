package dev.seccomp.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.seccomp.policy.Capability;
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
