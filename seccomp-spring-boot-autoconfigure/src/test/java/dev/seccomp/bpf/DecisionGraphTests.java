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

import java.util.List;

import dev.seccomp.bpf.Node.WordTest;
import dev.seccomp.policy.Action;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DecisionGraph}.
 */
class DecisionGraphTests {

	private static final WordTest WORD = new WordTest(16, 7, Comparison.EQ, 1);

	private final DecisionGraph graph = new DecisionGraph();

	private final Node one = this.graph.returns(Action.errno(1));

	private final Node two = this.graph.returns(Action.errno(2));

	private final Node three = this.graph.returns(Action.errno(3));

	@Test
	void testWhenRepeatedOmitsIt() {
		Node test = this.graph.test(WORD, this.one, this.two);
		assertThat(this.graph.test(WORD, test, this.three)).isSameAs(this.graph.test(WORD, this.one, this.three));
		assertThat(this.graph.test(WORD, this.three, test)).isSameAs(this.graph.test(WORD, this.three, this.two));
	}

	@Test
	void testWhenAnotherIsRepeatedKeepsBoth() {
		Node test = this.graph.test(WORD, this.one, this.two);
		for (WordTest other : List.of(new WordTest(20, 7, Comparison.EQ, 1), new WordTest(16, 6, Comparison.EQ, 1),
				new WordTest(16, 7, Comparison.GT, 1), new WordTest(16, 7, Comparison.EQ, 2))) {
			assertThat(((Node.Test) this.graph.test(other, test, this.three)).then()).as("%s", other).isSameAs(test);
			assertThat(((Node.Test) this.graph.test(other, this.three, test)).otherwise()).as("%s", other)
				.isSameAs(test);
		}
	}

	@Test
	void testWhenBothTargetsAreTheSameReturnsIt() {
		assertThat(this.graph.test(WORD, this.one, this.graph.returns(Action.errno(1)))).isSameAs(this.one);
	}

}
