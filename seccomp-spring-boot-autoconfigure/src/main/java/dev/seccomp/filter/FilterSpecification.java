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

import dev.seccomp.policy.SeccompPolicy;

/**
 * A filter as it is specified, independent of the kernel.
 *
 * @param stage the stage of the filter
 * @param mode whether the filter enforces its policy
 * @param policy the policy
 * @param reported whether violations are to be reported through user notification
 */
public record FilterSpecification(Stage stage, FilterMode mode, SeccompPolicy policy, boolean reported) {

	boolean isEnforced() {
		return this.mode == FilterMode.ENFORCE;
	}

}
