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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallCounter}.
 */
class CallCounterTests {

	private static final String FRAME = "com.example.Shop.convert(Shop.java:7)";

	private static final String AGENT = "net.bytebuddy.agent.ByteBuddyAgent.installExternal(ByteBuddyAgent.java:622)";

	private final CallCounter counter = new CallCounter(0);

	@Test
	void startSearchWhenFrameIsUnknownIsPaced() {
		int searches = 0;
		for (int i = 0; i < 1000; i++) {
			searches += (this.counter.startSearch(Phase.STARTING, false)) ? 1 : 0;
			this.counter.add(Phase.STARTING, "");
		}
		assertThat(searches).isEqualTo(6);
	}

	@Test
	void startSearchWhenFrameIsKnownIsFalseInThatPhase() {
		assertThat(this.counter.startSearch(Phase.STARTING, true)).isTrue();
		this.counter.add(Phase.STARTING, FRAME);
		assertThat(this.counter.startSearch(Phase.STARTING, true)).isFalse();
		assertThat(this.counter.startSearch(Phase.SERVING, true)).isTrue();
	}

	/** Otherwise the policy would leave out a call of the application. */
	@Test
	void startSearchWhenOnlyTestsMadeTheCallIsTrueEachTime() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.counter.startSearch(Phase.SERVING, false)).isTrue();
			this.counter.add(Phase.TESTING, AGENT);
		}
		assertThat(this.counter.occurrences().isOfApplication()).isFalse();
		assertThat(this.counter.startSearch(Phase.SERVING, false)).isTrue();
		this.counter.add(Phase.SERVING, FRAME);
		assertThat(this.counter.occurrences().isOfApplication()).isTrue();
	}

}
