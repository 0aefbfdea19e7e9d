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

package dev.seccomp.syscall;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Errno}.
 */
class ErrnoTests {

	@ParameterizedTest
	@CsvSource({ "EPERM, 1", "ESRCH, 3", "EACCES, 13", "EFAULT, 14", "EINVAL, 22", "ENOSYS, 38", "EAFNOSUPPORT, 97",
			"EHWPOISON, 133" })
	void numberAndNameAgree(String name, int number) {
		assertThat(Errno.number(name)).hasValue(number);
		assertThat(Errno.name(number)).isEqualTo(name);
	}

	@Test
	void constantsMatchTable() {
		assertThat(Errno.number("EPERM")).hasValue(Errno.EPERM);
		assertThat(Errno.number("ESRCH")).hasValue(Errno.ESRCH);
		assertThat(Errno.number("EACCES")).hasValue(Errno.EACCES);
		assertThat(Errno.number("EFAULT")).hasValue(Errno.EFAULT);
		assertThat(Errno.number("EINVAL")).hasValue(Errno.EINVAL);
		assertThat(Errno.number("ENOSYS")).hasValue(Errno.ENOSYS);
	}

	@Test
	void numberIsInRangeOfReturnValues() {
		assertThat(Errno.names()).hasSizeGreaterThan(130)
			.allSatisfy((name) -> assertThat(Errno.number(name).orElseThrow()).isBetween(1, Errno.MAX));
	}

	@Test
	void nameAndNumberWhenUnknownReturnFallback() {
		assertThat(Errno.number("ENOPE")).isEmpty();
		assertThat(Errno.number("eperm")).isEmpty();
		assertThat(Errno.name(4095)).isEqualTo("4095");
	}

}
