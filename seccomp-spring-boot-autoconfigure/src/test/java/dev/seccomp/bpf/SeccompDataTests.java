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

package dev.seccomp.bpf;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SeccompData}.
 */
class SeccompDataTests {

	private static final SeccompData DATA = new SeccompData(59, 0xC000003E, 0x1111111122222222L, 0x3333333344444444L);

	@Test
	void wordReturnsFieldsOfTheStructure() {
		assertThat(DATA.word(0, false)).isEqualTo(59);
		assertThat(DATA.word(4, false)).isEqualTo(0xC000003E);
		assertThat(DATA.word(8, false)).as("instruction pointer").isZero();
		assertThat(DATA.word(12, false)).as("instruction pointer").isZero();
	}

	@Test
	void wordOfArgumentDependsOnByteOrder() {
		assertThat(DATA.word(16, false)).isEqualTo(0x22222222);
		assertThat(DATA.word(20, false)).isEqualTo(0x11111111);
		assertThat(DATA.word(24, true)).isEqualTo(0x33333333);
		assertThat(DATA.word(28, true)).isEqualTo(0x44444444);
	}

	@Test
	void wordOfMissingArgumentIsZero() {
		assertThat(DATA.word(32, false)).isZero();
		assertThat(DATA.word(60, false)).isZero();
	}

	@Test
	void wordOutsideThrowsException() {
		for (int offset : new int[] { -4, 2, 64 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> DATA.word(offset, false));
		}
	}

}
