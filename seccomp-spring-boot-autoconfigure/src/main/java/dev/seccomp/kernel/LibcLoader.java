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

import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Loads the C library, through JNA if possible, since that takes less time.
 */
final class LibcLoader {

	private @Nullable Throwable jnaFailure;

	private @Nullable Libc foreignLibc;

	/**
	 * Load the C library in the background, since that takes long. If it fails, so does
	 * the next attempt, which reports it.
	 * @param architecture the architecture of this JVM
	 */
	void preload(Architecture architecture) {
		Thread thread = new Thread(() -> {
			try {
				load(architecture).close();
			}
			catch (RuntimeException | Error ex) {
				// Reported by the next attempt
			}
		}, "seccomp-libc");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Load the C library.
	 * @param architecture the architecture of this JVM
	 * @return the library
	 * @throws InstallationException if it cannot be loaded
	 */
	synchronized Libc load(Architecture architecture) {
		if (this.foreignLibc != null) {
			return this.foreignLibc;
		}
		try {
			return JnaLibc.load(architecture);
		}
		catch (LinkageError | IllegalCallerException ex) {
			// JNA reports the cause of a failure at the first attempt only
			this.jnaFailure = (this.jnaFailure != null) ? this.jnaFailure : ex;
			this.foreignLibc = foreignLibc(this.jnaFailure);
			return this.foreignLibc;
		}
	}

	/**
	 * Load the C library with its faster path, which no other thread does at this time.
	 * @param architecture the architecture of this JVM
	 * @return the library
	 * @throws InstallationException if it cannot be loaded
	 */
	synchronized Libc loadDirect(Architecture architecture) {
		Libc libc = load(architecture);
		libc.prepareDirect(architecture);
		return libc;
	}

	private static Libc foreignLibc(Throwable jnaFailure) {
		if (!ForeignLibc.isSupported()) {
			throw JnaLibc.failure(jnaFailure);
		}
		try {
			return ForeignLibc.load();
		}
		catch (IllegalCallerException ex) {
			throw JnaLibc.failure(ex);
		}
		catch (LinkageError | IllegalStateException ex) {
			jnaFailure.addSuppressed(ex);
			throw JnaLibc.failure(jnaFailure);
		}
	}

}
