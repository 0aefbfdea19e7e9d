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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The most recent violations.
 */
final class ViolationHistory {

	private int size;

	private final Deque<Violation> violations = new ArrayDeque<>();

	ViolationHistory(int size) {
		this.size = size;
	}

	/**
	 * Keep at least as many violations from now on.
	 * @param size the number of violations
	 */
	synchronized void grow(int size) {
		this.size = Math.max(this.size, size);
	}

	synchronized void add(Violation violation) {
		this.violations.addLast(violation);
		while (this.violations.size() > this.size) {
			this.violations.removeFirst();
		}
	}

	synchronized List<Violation> recent() {
		List<Violation> recent = new ArrayList<>(this.violations.size());
		this.violations.descendingIterator().forEachRemaining(recent::add);
		return recent;
	}

}
