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

package dev.seccomp.boot.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.seccomp.violation.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Description of a denied call.
 *
 * @param time the time of the call
 * @param syscall the name of the call
 * @param number the number of the call
 * @param action the action, or {@code log} if the policy is not enforced
 * @param errno the error that the policy gives, or {@code null} if it gives none
 * @param filter the filter that denies the call
 * @param rule the rule that denies the call
 * @param thread the calling thread
 * @param process the calling process
 * @param arguments the arguments by name
 * @param stackTrace the stack trace of the caller, the innermost frame first
 * @since 0.1.0
 */
public record ViolationDescriptor(Instant time, String syscall, int number, String action, @Nullable String errno,
		@Nullable String filter, @Nullable String rule, Caller.CallingThread thread, Caller.CallingProcess process,
		Map<String, Object> arguments, List<String> stackTrace) {

}
