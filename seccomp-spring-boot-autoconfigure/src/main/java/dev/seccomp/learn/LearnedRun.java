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

import java.time.Instant;

/**
 * A run of an application in learn mode.
 *
 * @param application the name of the application
 * @param start the start time
 * @param children whether the calls of its child processes were recorded too
 */
public record LearnedRun(String application, Instant start, boolean children) {

	private static final String UNPRINTABLE = "[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]";

	public LearnedRun {
		// The name is written to one line of the file
		application = application.replaceAll(UNPRINTABLE, "?").strip();
	}

}
