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

package dev.seccomp.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;

import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ViolationEventPublisher}.
 */
class ViolationEventPublisherTests {

	/** A server starts late and stops early, so no violation of a request is missed. */
	@Test
	void publisherRunsWheneverAnyOtherBeanRuns() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			OtherBean other = new OtherBean(() -> context.getBean(ViolationEventPublisher.class).isRunning());
			// The first of those with the same phase
			context.registerBean("other", OtherBean.class, () -> other);
			context.registerBean(ViolationEventPublisher.class, () -> new ViolationEventPublisher(mock(), (event) -> {
			}));
			context.refresh();
			assertThat(other.changes).containsExactly("started, publisher is running: true");
			context.stop();
			assertThat(other.changes).containsExactly("started, publisher is running: true",
					"stopped, publisher is running: true");
		}
	}

	/**
	 * A bean that starts as soon as one can that need not be the first.
	 */
	private static final class OtherBean implements SmartLifecycle {

		private final BooleanSupplier publisherIsRunning;

		private final List<String> changes = new ArrayList<>();

		private boolean running;

		OtherBean(BooleanSupplier publisherIsRunning) {
			this.publisherIsRunning = publisherIsRunning;
		}

		@Override
		public void start() {
			this.running = true;
			this.changes.add("started, publisher is running: " + this.publisherIsRunning.getAsBoolean());
		}

		@Override
		public void stop() {
			this.running = false;
			this.changes.add("stopped, publisher is running: " + this.publisherIsRunning.getAsBoolean());
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE + 1;
		}

	}

}
