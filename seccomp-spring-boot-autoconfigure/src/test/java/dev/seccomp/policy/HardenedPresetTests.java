package dev.seccomp.policy;

import java.util.List;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the kernel denies what {@code hardened} says, and nothing beside it.
 */
class HardenedPresetTests {

	private static ChildJvm.Outcome process;

	@BeforeAll
	static void makeCalls() {
		process = ChildJvm.of(AttackedProcess.class).run();
		assertThat(process.exitCode()).as(process.output()).isZero();
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.policy.Attack#all")
	void attackIsDenied(Attack attack) {
		assertThat(process.line("after " + attack)).isEqualTo(attack.error());
		String before = process.line("before " + attack);
		Requirement.require(!before.equals(attack.error()),
				"The kernel itself says " + before + " where it lacks the call or the caller the privilege.");
	}

	@Test
	void noNamespaceIsMade() {
		assertThat(process.line("after namespace then")).isEqualTo(process.line("after namespace"));
		Requirement.require(!process.line("before namespace then").equals(process.line("before namespace")),
				"Making a namespace takes CAP_SYS_ADMIN.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK", "socketpair" })
	void socketsThatApplicationsNeedAreOpened(String family) {
		for (String when : List.of("before", "after")) {
			assertThat(process.line(when + " " + family)).isEqualTo("true");
		}
	}

}
