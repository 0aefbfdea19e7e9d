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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.seccomp.syscall.Architecture;

/**
 * The channel from a recorded process to its recorder. Each message is a call of
 * {@code ioctl} on a descriptor that is not open, with a request that no driver has. The
 * recorder receives it in order with all other calls, and responds in place of the
 * kernel. It reads the text from the memory of this process. Not thread-safe.
 */
public final class RecorderChannel {

	/** The request of a message. No driver has it. */
	static final long MESSAGE = 0x5ecc0bf1L;

	/**
	 * The request of an answer, to which the recorder responds with the next question.
	 */
	static final long ANSWER = 0x5ecc0bf2L;

	/** Separates the number of a question from the answer. */
	static final String SEPARATOR = "\n";

	/** The maximum length of a text in bytes. */
	static final int MAX_LENGTH = 16 * 1024;

	private final Libc libc;

	private final int ioctl;

	/** The recorder reads it until it responds. It is as long as the process. */
	private final ByteBuffer memory = Libc.allocate(MAX_LENGTH);

	private long question;

	private RecorderChannel(Libc libc, int ioctl) {
		this.libc = libc;
		this.ioctl = ioctl;
	}

	/**
	 * Open a channel.
	 * @param process this process, which is recorded
	 * @param architecture the architecture of this JVM
	 * @return the channel
	 */
	public static RecorderChannel open(SeccompProcess process, Architecture architecture) {
		return new RecorderChannel(process.libc(architecture), architecture.syscalls().number("ioctl").orElseThrow());
	}

	/**
	 * Send a message. The recorder has processed it when this method returns.
	 * @param text the text
	 */
	public void send(String text) {
		call(MESSAGE, text);
	}

	/**
	 * Answer the last question, and wait for the next one.
	 * @param text the answer, empty before the first question
	 * @return the native id of the thread that the next question is about, or another
	 * number than a positive one if no recorder is left
	 */
	public int answer(String text) {
		this.question = call(ANSWER, sequence(this.question) + SEPARATOR + text);
		return (int) this.question;
	}

	/**
	 * Return a question. Its number shows whether an answer belongs to it: a signal can
	 * interrupt the call before the question is received.
	 */
	static long question(int sequence, int thread) {
		return (long) sequence << Integer.SIZE | thread;
	}

	private static long sequence(long question) {
		return question >> Integer.SIZE;
	}

	private long call(long request, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		int length = Math.min(bytes.length, MAX_LENGTH);
		this.memory.put(0, bytes, 0, length);
		return this.libc.syscall(this.ioctl, -1, request, this.libc.address(this.memory), length).value();
	}

}
