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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Performs attacks that require code execution in the application.
 */
@RestController
@RequestMapping(path = "/attack", produces = MediaType.TEXT_PLAIN_VALUE)
class AttackController {

	private static final int ENOENT = 2;

	private static final int EBADF = 9;

	private final AsyncTaskExecutor pool;

	AttackController(AsyncTaskExecutor pool) {
		this.pool = pool;
	}

	@PostMapping("/pool")
	CompletableFuture<String> execFromPoolThread() {
		return this.pool.submitCompletable(this::exec);
	}

	@PostMapping("/virtual")
	CompletableFuture<String> execFromVirtualThread() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("virtual-");
		executor.setVirtualThreads(true);
		return executor.submitCompletable(this::exec);
	}

	private String exec() throws IOException {
		Process process = Runtime.getRuntime().exec(new String[] { "/bin/ls", "-al" });
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@PostMapping("/port")
	String openPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "Port %d was opened and closed%n".formatted(socket.getLocalPort());
		}
	}

	/**
	 * If no filter denies execve, an existing program would replace the JVM. This one
	 * does not exist: an error about the missing file shows that the call was not denied.
	 */
	@PostMapping("/execve")
	String execve() {
		String path = "/nonexistent/sh";
		try {
			Libc.INSTANCE.execve(path, new String[] { "sh" }, new String[0]);
			throw new IllegalStateException("execve returned");
		}
		catch (LastErrorException ex) {
			if (ex.getErrorCode() == ENOENT) {
				return "execve was not denied for %s: %s%n".formatted(path, ex.getMessage());
			}
			throw ex;
		}
	}

	@PostMapping("/memory")
	String createMemoryFile() {
		int descriptor = Libc.INSTANCE.memfd_create("program", Libc.MFD_CLOEXEC);
		Libc.INSTANCE.close(descriptor);
		return "memfd_create was not denied: descriptor %d refers to a file in memory that could contain a program%n"
			.formatted(descriptor);
	}

	/** If no filter denies splice, the error is about the invalid descriptors. */
	@PostMapping("/splice")
	String splice() {
		try {
			Libc.INSTANCE.splice(-1, null, -1, null, new NativeLong(1), 0);
			throw new IllegalStateException("splice returned");
		}
		catch (LastErrorException ex) {
			if (ex.getErrorCode() == EBADF) {
				return "splice was not denied: %s%n".formatted(ex.getMessage());
			}
			throw ex;
		}
	}

}
