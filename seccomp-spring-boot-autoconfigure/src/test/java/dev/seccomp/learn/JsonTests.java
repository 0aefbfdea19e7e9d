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

package dev.seccomp.learn;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Json}.
 */
class JsonTests {

	@Test
	void readReturnsWhatWasWritten() {
		Map<String, Object> value = Map.of("text", "a\"b\\c\n\t\u0000é\ud83d\ude00", "list",
				List.of(1L, -2L, true, List.of(), Map.of()), "unsigned", new BigInteger("18446744073709551615"), "long",
				"x".repeat(200));
		assertThat(Json.read(Json.write(value))).isEqualTo(value);
	}

	@Test
	void readAcceptsSpaceAndEscapes() {
		assertThat(Json.read(" [ \"\\u0041\\/\\b\" ,\r\n\t{ \"a\" : [ ] } ] "))
			.isEqualTo(List.of("A/\b", Map.of("a", List.of())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "[1", "[1,]", "[1 2]", "{\"a\" 1}", "{\"a\":1,\"a\":2}", "{a:1}", "nul",
			"null", "1.5", "1e3", "--1", "\"a", "\"\\x\"", "\"\\u00g0\"", "1 2", "+1", "123456789012345678901" })
	void readWhenTextIsMalformedThrowsException(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Json.read(text))
			.withMessage("malformed JSON in line " + 1);
	}

	@Test
	void readWhenNestedTooDeeplyThrowsException() {
		assertThatIllegalArgumentException().isThrownBy(() -> Json.read("[".repeat(100_000)));
	}

}
