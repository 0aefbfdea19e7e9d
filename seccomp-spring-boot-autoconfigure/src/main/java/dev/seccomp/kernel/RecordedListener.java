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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

import dev.seccomp.filter.ListenerGuard;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The listener of another process, whose calls are all recorded and executed. Each caller
 * is blocked until the response.
 * <p>
 * One thread of the process answers questions for the Java code of a caller while that
 * caller is blocked. The thread may need a lock that the caller holds, or a safepoint
 * that the caller does not reach. So the caller waits for a limited time only.
 */
public final class RecordedListener {

	private final int ioctl;

	private final int descriptor;

	private final ListenerDescriptor operations;

	private final Poll poll;

	/** The thread that waits for the end is not the one that responds. */
	private final Poll endPoll;

	private final ProcessMemory processMemory;

	private final ByteBuffer received = Libc.allocate(NotificationLayout.BYTES);

	private final ByteBuffer sent = Libc.allocate(NotificationLayout.RESPONSE_BYTES);

	private final long receivedAddress;

	private final long sentAddress;

	private final Queue<BlockedCaller> blocked = new ArrayDeque<>();

	/** The caller that the process was asked for. */
	private @Nullable BlockedCaller asked;

	private int sequence;

	/** The notification of the thread that waits for a question, or 0. */
	private long waiting;

	/** Whether that thread has a question, maybe about a caller that is released. */
	private boolean searching;

	RecordedListener(Architecture architecture, Libc libc, int descriptor, ProcessMemory processMemory) {
		this.ioctl = architecture.syscalls().number("ioctl").orElseThrow();
		this.descriptor = descriptor;
		this.processMemory = processMemory;
		this.operations = new ListenerDescriptor(architecture, libc, descriptor);
		this.poll = new Poll(architecture, libc);
		this.endPoll = new Poll(architecture, libc);
		this.receivedAddress = libc.address(this.received);
		this.sentAddress = libc.address(this.sent);
		NotificationListener.setSyncWakeUp(architecture, libc, descriptor);
	}

	/**
	 * Respond to notifications until no process is left that could make calls. Linux
	 * before 6.11 does not report this end, so the method may never return there.
	 * @param recording receives each call before it is executed
	 * @throws IllegalStateException if the listener can no longer receive or respond
	 */
	public void respondToAll(CallRecording recording) {
		long[] arguments = new long[NotificationLayout.ARGUMENT_COUNT];
		while (true) {
			if (!releaseLate()) {
				continue;
			}
			if (!receive()) {
				if (isAbandoned(this.poll, Duration.ZERO)) {
					return;
				}
				continue;
			}
			long id = this.received.getLong(0);
			int number = this.received.getInt(NotificationLayout.NR);
			int thread = this.received.getInt(NotificationLayout.PID);
			for (int i = 0; i < arguments.length; i++) {
				arguments[i] = this.received.getLong(NotificationLayout.ARGUMENTS + i * Long.BYTES);
			}
			if (number == this.ioctl && (int) arguments[0] == -1) {
				if (arguments[1] == ListenerGuard.WAKE) {
					respond(id, 0, -WakeCall.ERRNO, 0);
					continue;
				}
				if (arguments[1] == RecorderChannel.MESSAGE) {
					recording.receive(text(arguments));
					respond(id, 0, 0, 0);
					continue;
				}
				if (arguments[1] == RecorderChannel.ANSWER) {
					answered(id, text(arguments));
					continue;
				}
			}
			boolean answering = this.waiting != 0 || this.searching;
			RecordedCaller caller = recording.record(number, thread, arguments, answering);
			if (caller == null) {
				proceed(id);
			}
			else {
				this.blocked.add(new BlockedCaller(id, ++this.sequence, thread, caller));
				ask();
			}
		}
	}

	private boolean receive() {
		for (int i = 0; i < NotificationLayout.BYTES; i += Long.BYTES) {
			this.received.putLong(i, 0);
		}
		int errno = this.operations.ioctl(ListenerGuard.RECEIVE, this.receivedAddress);
		// The caller may end before its notification is received
		if (errno != 0 && errno != Errno.EINTR && errno != Errno.ENOENT) {
			throw NotificationListener.failure("receive", errno);
		}
		return errno == 0;
	}

	private void answered(long id, String text) {
		String[] answer = text.split(RecorderChannel.SEPARATOR, 2);
		BlockedCaller answered = this.asked;
		this.waiting = id;
		this.searching = false;
		if (answered != null && answer[0].equals(String.valueOf(answered.sequence))) {
			this.asked = null;
			release(answered, answer[1]);
		}
		else if (answered != null) {
			// A signal interrupted the thread before it received the question
			send(answered);
			return;
		}
		ask();
	}

	/** Sends the question for the next caller, if the thread that answers is idle. */
	private void ask() {
		BlockedCaller next = this.blocked.peek();
		if (this.waiting != 0 && next != null) {
			this.asked = this.blocked.remove();
			send(next);
		}
	}

	private void send(BlockedCaller caller) {
		respond(this.waiting, RecorderChannel.question(caller.sequence, caller.thread), 0, 0);
		this.waiting = 0;
		this.searching = true;
	}

	/**
	 * Releases the callers that have waited too long.
	 * @return whether a notification can be received without waiting longer than the
	 * remaining callers may wait
	 */
	private boolean releaseLate() {
		BlockedCaller first = (this.asked != null) ? this.asked : this.blocked.peek();
		if (first == null) {
			return true;
		}
		long left = first.end - System.nanoTime();
		if (left > 0) {
			return (this.poll.await(Duration.ofNanos(left), Poll.READABLE, this.descriptor) & Poll.READABLE) != 0;
		}
		if (first == this.asked) {
			this.asked = null;
		}
		else {
			this.blocked.remove();
		}
		release(first, null);
		return false;
	}

	private void release(BlockedCaller blocked, @Nullable String answer) {
		blocked.caller.completion().accept(answer);
		proceed(blocked.id);
	}

	private void proceed(long id) {
		respond(id, 0, 0, NotificationLayout.FLAG_CONTINUE);
	}

	private void respond(long id, long value, int error, int flags) {
		this.sent.putLong(0, id);
		this.sent.putLong(NotificationLayout.VALUE, value);
		this.sent.putInt(NotificationLayout.ERROR, error);
		this.sent.putInt(NotificationLayout.FLAGS, flags);
		int errno = this.operations.ioctl(ListenerGuard.SEND, this.sentAddress);
		// A signal or its end interrupted the caller
		if (errno != 0 && errno != Errno.ENOENT) {
			throw NotificationListener.failure("respond to", errno);
		}
	}

	private String text(long[] arguments) {
		int length = (int) Math.max(0, Math.min(arguments[3], RecorderChannel.MAX_LENGTH));
		return new String(this.processMemory.read(arguments[2], length), StandardCharsets.UTF_8);
	}

	/**
	 * Wait until no process is left that could make calls. Another thread may respond
	 * meanwhile.
	 * @param timeout the maximum time to wait
	 * @return whether all processes have ended
	 */
	public boolean isAbandoned(Duration timeout) {
		return isAbandoned(this.endPoll, timeout);
	}

	private boolean isAbandoned(Poll poll, Duration timeout) {
		return (poll.await(timeout, (short) 0, this.descriptor) & Poll.HANG_UP) != 0;
	}

	/**
	 * A caller that is blocked until it is known, or for too long.
	 */
	private static final class BlockedCaller {

		private final long id;

		private final int sequence;

		private final int thread;

		private final RecordedCaller caller;

		private final long end;

		BlockedCaller(long id, int sequence, int thread, RecordedCaller caller) {
			this.id = id;
			this.sequence = sequence;
			this.thread = thread;
			this.caller = caller;
			this.end = System.nanoTime() + caller.limit().toNanos();
		}

	}

}
