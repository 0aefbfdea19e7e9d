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

package dev.seccomp.filter;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stage of the stack of filters, from the oldest filter to the newest. Each stage has
 * at most one filter, which is installed on an event of the application's life cycle.
 */
public enum Stage {

	/**
	 * The filter of the policy that is part of the application itself. No setting outside
	 * the application can remove or loosen it.
	 */
	SEALED("ApplicationStartingEvent"),

	/**
	 * The filter that the application starts under.
	 */
	STARTUP("ApplicationStartingEvent"),

	/**
	 * The filter that is added when the application is ready.
	 */
	READY("ApplicationReadyEvent");

	private final String event;

	Stage(String event) {
		this.event = event;
	}

	/**
	 * Return the stage with a name.
	 * @param name the name, as {@link #toString()} returns it
	 * @return the stage, or empty if there is none
	 */
	public static Optional<Stage> of(String name) {
		return Stream.of(values()).filter((stage) -> stage.toString().equals(name)).findFirst();
	}

	/**
	 * Return the event on which the filter is installed.
	 * @return the simple name of the event's class
	 */
	public String event() {
		return this.event;
	}

	/**
	 * Return whether the filters of two stages are installed on the same event.
	 * @param other the other stage
	 * @return whether the events are equal
	 */
	public boolean isInstalledWith(Stage other) {
		return this.event.equals(other.event);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
