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

package dev.seccomp.sample;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the C library with which an attacker bypasses
 * {@link Runtime#exec(String[])}.
 */
interface Libc extends Library {

	Libc INSTANCE = Native.load("c", Libc.class);

	/** Closes the descriptor on execve; a flag of {@link #memfd_create}. */
	int MFD_CLOEXEC = 1;

	int execve(String path, String[] arguments, String[] environment) throws LastErrorException;

	int memfd_create(String name, int flags) throws LastErrorException;

	NativeLong splice(int in, @Nullable Pointer inOffset, int out, @Nullable Pointer outOffset, NativeLong length,
			int flags) throws LastErrorException;

	int close(int descriptor) throws LastErrorException;

}
