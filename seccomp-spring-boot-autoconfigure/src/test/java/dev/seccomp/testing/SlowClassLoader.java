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

package dev.seccomp.testing;

import java.net.URLClassLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads each class slowly in the threads of the starter, as on a loaded machine. Used
 * with {@code -Djava.system.class.loader}.
 */
public final class SlowClassLoader extends URLClassLoader {

	static {
		registerAsParallelCapable();
	}

	public SlowClassLoader(ClassLoader parent) {
		super(LockedClassLoader.classPath(), parent.getParent());
	}

	@Override
	protected Class<?> findClass(String name) throws ClassNotFoundException {
		if (Thread.currentThread().getName().startsWith("seccomp-")) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
		}
		return super.findClass(name);
	}

}
