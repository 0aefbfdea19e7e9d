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

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link NearestNames}.
 */
class NearestNamesTests {

	@Test
	void suggestionWhenNameIsMistypedReturnsNearest() {
		assertThat(NearestNames.suggestion("execv", Architecture.X86_64.syscalls().names()))
			.isEqualTo("Did you mean execve?");
		assertThat(NearestNames.of("ptrce", Architecture.X86_64.syscalls().names())).startsWith("ptrace");
		assertThat(NearestNames.of("EXECVE", Architecture.X86_64.syscalls().names())).startsWith("execve");
	}

	/** The candidates are not even read, so the time does not depend on the name. */
	@Test
	void ofWhenNameIsLongComparesNothing() {
		Collection<String> candidates = mock();
		assertThat(NearestNames.of("a".repeat(1_000_000), candidates)).isEmpty();
		verifyNoInteractions(candidates);
	}

	@Test
	void ofReturnsAtMostThreeNearestFirst() {
		assertThat(NearestNames.of("abcdef", List.of("abcdxy", "abcdeX", "abcdef1", "abcxef", "zzzzzz")))
			.containsExactly("abcdeX", "abcdef1", "abcxef");
	}

	@Test
	void ofWhenLettersDifferUsesLevenshteinDistance() {
		assertThat(NearestNames.of("abc", List.of("abcd"))).containsExactly("abcd");
		assertThat(NearestNames.of("abc", List.of("ab"))).containsExactly("ab");
		assertThat(NearestNames.of("abc", List.of("abx"))).containsExactly("abx");
		assertThat(NearestNames.of("abc", List.of("axx"))).isEmpty();
		assertThat(NearestNames.of("a", List.of("b"))).containsExactly("b");
	}

	@Test
	void ofWhenDistancesDifferByMoreThanOneReturnsNearest() {
		assertThat(NearestNames.of("abcdefghi", List.of("abcdefghX", "abcdefgXX", "abcdefXXX")))
			.containsExactly("abcdefghX", "abcdefgXX");
	}

	@Test
	void ofWhenNameIsPartOfAnotherReturnsIt() {
		assertThat(NearestNames.of("exec", List.of("executable_file", "exe_executable")))
			.containsExactly("executable_file");
		assertThat(NearestNames.of("exe", List.of("executable_file"))).isEmpty();
		assertThat(NearestNames.of("__x64_sys_execve", List.of("execve", "sys", "cve"))).containsExactly("execve");
	}

	@Test
	void suggestionWhenNothingIsNearAndNamesAreFewReturnsAll() {
		assertThat(NearestNames.suggestion("nothing-like-it", List.of("b", "a"))).isEqualTo("Valid names: a, b.");
		List<String> names = IntStream.range(0, 24).mapToObj((i) -> "name" + i).toList();
		assertThat(NearestNames.suggestion("nothing-like-it", names)).startsWith("Valid names: ");
	}

	@Test
	void suggestionWhenNothingIsNearAndNamesAreManyIsEmpty() {
		List<String> names = IntStream.range(0, 25).mapToObj((i) -> "name" + i).toList();
		assertThat(NearestNames.suggestion("nothing-like-it", names)).isEmpty();
	}

}
