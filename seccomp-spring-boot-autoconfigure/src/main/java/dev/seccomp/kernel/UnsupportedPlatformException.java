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

import java.util.stream.Collectors;

import dev.seccomp.syscall.Architecture;

/**
 * Thrown on a platform without seccomp, or without a system call table in this project.
 */
public class UnsupportedPlatformException extends InstallationException {

	private static final long serialVersionUID = 1L;

	UnsupportedPlatformException(String reason) {
		super(reason,
				"Run the application on Linux on one of "
						+ Architecture.supported().stream().map(Architecture::id).collect(Collectors.joining(", "))
						+ ". To start without a filter on other platforms, set 'seccomp.on-unsupported: warn'.");
	}

}
