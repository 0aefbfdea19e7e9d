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

package dev.seccomp.violation;

import java.util.List;

/**
 * The value of a decoded argument of a system call.
 *
 * @since 0.1.0
 */
public sealed interface ArgumentValue {

	/**
	 * A text, such as a path or the names of flags. Unprintable characters are escaped.
	 *
	 * @param text the text
	 * @since 0.1.0
	 */
	record Text(String text) implements ArgumentValue {

		@Override
		public String toString() {
			return this.text;
		}

	}

	/**
	 * A number, such as a file descriptor or a process id.
	 *
	 * @param number the number
	 * @since 0.1.0
	 */
	record Number(long number) implements ArgumentValue {

		@Override
		public String toString() {
			return Long.toString(this.number);
		}

	}

	/**
	 * A list of texts, such as a command line.
	 *
	 * @param texts the texts
	 * @since 0.1.0
	 */
	record TextList(List<String> texts) implements ArgumentValue {

		public TextList {
			texts = List.copyOf(texts);
		}

		@Override
		public String toString() {
			return this.texts.toString();
		}

	}

}
