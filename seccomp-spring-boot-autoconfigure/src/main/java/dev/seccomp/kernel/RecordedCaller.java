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

package dev.seccomp.kernel;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A recorded call whose caller waits until it is known.
 *
 * @param limit the time after which the caller no longer waits
 * @param completion completes the recording of the call before it is executed. It
 * receives the answer of the process to the question for the caller, or {@code null} if
 * there was none in time
 */
public record RecordedCaller(Duration limit, Consumer<@Nullable String> completion) {

}
