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

package dev.seccomp.attack;

import java.util.List;
import java.util.Map;

import dev.seccomp.kernel.MachineCode;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The result of an attack.
 *
 * @param user the name of the user who made it
 * @param attack the attack
 * @param outcomes the outcomes by preset, and that without a filter
 */
record AttackResult(String user, Attack attack, Map<String, String> outcomes) {

	/**
	 * Print the result and verify it.
	 */
	void verify() {
		System.out.println(this);
		Assumptions.assumeFalse(control().equals(Attack.IMPOSSIBLE), impossible());
		if (this.attack.hasEffect()) {
			assertThat(control()).as("effect without a filter").isIn(Attack.RAN, Attack.CREATED);
		}
		for (String preset : Attack.PRESETS) {
			assertThat(this.attack.isExpected(preset, control(), outcome(preset))).as(toString()).isTrue();
		}
	}

	private String impossible() {
		return (this.attack.needsInt80()) ? MachineCode.NO_INT80 : "This JVM has no virtual threads.";
	}

	private String control() {
		return this.outcomes.get(AttackRun.CONTROL);
	}

	private String outcome(String preset) {
		return this.outcomes.get(preset).replace(AttackedApplication.REPORTED, "");
	}

	/**
	 * Return whether each denial is proven to be the filter's: the kernel has another
	 * outcome, or the supervisor reported the call.
	 * @return whether a preset denies the attack and each denial is proven
	 */
	boolean isConclusive() {
		List<String> denying = Attack.PRESETS.stream().filter(this.attack::isDeniedBy).toList();
		return !denying.isEmpty() && !control().equals(Attack.IMPOSSIBLE)
				&& denying.stream()
					.allMatch((preset) -> !outcome(preset).equals(control())
							|| this.outcomes.get(preset).endsWith(AttackedApplication.REPORTED));
	}

	@Override
	public String toString() {
		StringBuilder line = new StringBuilder(
				"%-6s %-28s control: %-12s".formatted(this.user, this.attack.name(), control()));
		for (String preset : Attack.PRESETS) {
			line.append("  %s: %-12s".formatted(preset,
					(this.attack.isDeniedBy(preset)) ? outcome(preset) : "allowed (" + outcome(preset) + ")"));
		}
		if (this.attack.isDocumentedLimit()) {
			line.append("  not denied (documented)");
		}
		else if (control().equals(Attack.IMPOSSIBLE)) {
			line.append("  skipped: ").append(impossible());
		}
		else if (this.attack.isLegitimate()) {
			line.append("  no attack");
		}
		else if (!isConclusive()) {
			line.append("  inconclusive: the kernel returns the same error");
		}
		return line.toString().stripTrailing();
	}

}
