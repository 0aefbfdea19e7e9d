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

package dev.seccomp.policy.oci;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Capability}.
 */
class CapabilityTests {

	/** The numbers of {@code linux/capability.h}. */
	@Test
	void isInTestsTheBitOfTheNumber() {
		assertThat(Capability.CHOWN.isIn(1)).isTrue();
		assertThat(Capability.CHOWN.isIn(~1)).isFalse();
		assertThat(Capability.SYS_ADMIN.isIn(1L << 21)).isTrue();
		assertThat(Capability.SYS_ADMIN.isIn(~(1L << 21))).isFalse();
		assertThat(Capability.CHECKPOINT_RESTORE.isIn(1L << 40)).isTrue();
		assertThat(Capability.CHECKPOINT_RESTORE.isIn(1L << (40 - Integer.SIZE))).isFalse();
	}

}
