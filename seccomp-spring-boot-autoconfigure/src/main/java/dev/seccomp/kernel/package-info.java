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

/**
 * Installs filters and verifies that they are in force, and holds the seccomp state of
 * the process. It also receives notifications. No other package uses JNA or the foreign
 * function API.
 * <p>
 * Internal. Not part of the public API.
 */
@NullMarked
package dev.seccomp.kernel;

import org.jspecify.annotations.NullMarked;
