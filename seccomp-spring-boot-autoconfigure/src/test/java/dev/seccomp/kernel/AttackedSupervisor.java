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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.ListenerGuard;
import dev.seccomp.filter.ListenerOwner;
import dev.seccomp.filter.NotifyingPrograms;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.Libc;
import dev.seccomp.testing.TestFilters;
import dev.seccomp.violation.Supervisor;

/**
 * Attacks the supervisor of its own process, as native code could.
 */
final class AttackedSupervisor {

	private static final int SET_MODE_FILTER = 1;

	private static final int TSYNC = 1;

	private static final int NEW_LISTENER = 8;

	private static final int TSYNC_ESRCH = 16;

	private static final int PR_SET_SECCOMP = 22;

	private static final int MODE_FILTER = 2;

	private static final int SET_FLAGS = 0x40082104;

	private static final long ADDFD = 0x40182103L;

	private static final int ADDFD_SEND = 2;

	private static final int CONTINUE = 1;

	/** Bits that the kernel ignores in an {@code int}, but a filter sees. */
	private static final long GARBAGE = 1L << 32;

	private static final int TIMEOUT_SECONDS = 20;

	/** The error in the responses of the attacker. */
	static final String MARK = "999";

	/* struct seccomp_notif and struct seccomp_notif_resp */

	private static final int NR = 16;

	private static final int ARGUMENTS = 32;

	private static final int ERROR = 16;

	private static final int FLAGS = 20;

	private static final int RESPONSE_BYTES = 24;

	private static final int X32_BIT = 0x40000000;

	private final Architecture architecture = Platform.architecture();

	private final Supervisor supervisor = new Supervisor(SeccompProcess.current(), this.architecture, true);

	private final Path effect;

	private final boolean int80;

	private long listener;

	private AttackedSupervisor(Path effect) throws Exception {
		this.effect = effect;
		// Now, since no program can be started under the filter
		this.int80 = this.architecture == Architecture.X86_64 && MachineCode.canMakeInt80();
	}

	public static void main(String[] args) throws Exception {
		AttackedSupervisor process = new AttackedSupervisor(Path.of(args[1]));
		switch (args[0]) {
			case "page" -> process.attackPage();
			case "respond" -> process.respondUnguarded(ListenerGuard.SEND);
			case "respond-garbage" -> process.respondUnguarded(ListenerGuard.SEND | GARBAGE);
			case "listen" -> process.listenUnguarded(false);
			case "listen-next" -> process.listenUnguarded(true);
			case "guarded" -> process.attackResponses();
			case "guarded-next" -> process.attackNext();
			default -> throw new IllegalArgumentException(args[0]);
		}
		Runtime.getRuntime().halt(0);
	}

	private void attackPage() {
		for (PageAttack attack : PageAttack.all()) {
			NotificationMemory memory = NotificationMemory.map(this.architecture, JnaLibc.load(this.architecture), true,
					null);
			print("before " + attack.name(), attack.outcome());
			memory.unmap();
		}
		install(true, false);
		for (PageAttack attack : PageAttack.all()) {
			print("after " + attack.name(), attack.outcome());
			print("execve after " + attack.name(), run());
		}
		print("responding", this.supervisor.isResponding());
	}

	/** Attacks that succeed without the guard rules. */
	private void respondUnguarded(long request) throws Exception {
		install(false, false);
		print("denied", run());
		Theft theft = new Theft();
		System.out.flush();
		print("response", Libc.outcome("ioctl", this.listener, request, response(theft.id, 0, CONTINUE)));
		theft.caller.join();
		throw new IllegalStateException("Another program should run by now");
	}

	private void listenUnguarded(boolean next) {
		install(false, next);
		print("denied", run());
		closeListener();
		this.listener = Libc.syscall("seccomp", SET_MODE_FILTER, NEW_LISTENER,
				(next) ? ListenerGuard.NEXT_FILTER : ownFilter());
		print("listener", this.listener);
		// The filter covers this thread and its children only
		CompletableFuture<String> caller = call();
		long id = receive();
		print("response", Libc.outcome("ioctl", this.listener, ListenerGuard.SEND, response(id, 0, CONTINUE)));
		caller.join();
		throw new IllegalStateException("Another program should run by now");
	}

	private void attackResponses() throws Exception {
		install(true, false);
		print("denied", run());
		respond();
		theft();
		listen();
	}

	/**
	 * Installs the sealed program, which is reserved for the ready stage, instead of the
	 * supervisor.
	 */
	private void attackNext() throws Exception {
		install(true, true);
		print("denied", run());
		print("next listener next to the supervisor's", listenNext(0));
		print("execve next to the supervisor's listener", run());
		closeListener();
		print("execve with the listener closed", run());
		for (long offset : new long[] { -16, 8, 16, GARBAGE, 1L << 56, 1L << 63 }) {
			print("next listener, address off by " + offset,
					Libc.outcome("seccomp", SET_MODE_FILTER, NEW_LISTENER, ListenerGuard.NEXT_FILTER + offset));
		}
		print("own listener", Libc.outcome("seccomp", SET_MODE_FILTER, NEW_LISTENER, ownFilter()));
		this.listener = Long.parseLong(listenNext(TSYNC | TSYNC_ESRCH));
		print("filters", ThreadStatus.ofCaller().filters());
		print("supervisor responds", this.supervisor.isResponding());
		respond();
		print("page", Libc.outcome("munmap", PageAttack.SEALED, 1));
		Libc.syscall("close", this.listener);
		print("execve with the next listener closed", run());
		print("next listener again", listenNext(0));
		print("own listener under the next filter",
				Libc.outcome("seccomp", SET_MODE_FILTER, NEW_LISTENER, ownFilter()));
		print("execve at the end", run());
	}

	private static String listenNext(int flags) {
		return Libc.outcome("seccomp", SET_MODE_FILTER, NEW_LISTENER | flags, ListenerGuard.NEXT_FILTER);
	}

	private void respond() throws Exception {
		respond("own response", (id) -> send(ListenerGuard.SEND, response(id, 0, CONTINUE)));
		respond("own response that denies", (id) -> send(ListenerGuard.SEND, response(id, -Integer.parseInt(MARK), 0)));
		respond("own response, request with garbage",
				(id) -> send(ListenerGuard.SEND | GARBAGE, response(id, 0, CONTINUE)));
		for (long offset : new long[] { -16, 4, 20, GARBAGE, 1L << 56, 1L << 63 }) {
			respond("address off by " + offset, (id) -> {
				Pointer response = fixed(id, 0);
				return Libc.outcome("ioctl", this.listener, ListenerGuard.SEND, Pointer.nativeValue(response) + offset);
			});
		}
		respond("descriptor instead of a response", (id) -> {
			Memory descriptor = new Memory(RESPONSE_BYTES);
			descriptor.clear();
			descriptor.setLong(0, id);
			descriptor.setInt(Long.BYTES, ADDFD_SEND);
			return (Libc.syscall("ioctl", this.listener, ADDFD, descriptor) > 0) ? "done" : "failed";
		});
		respond("success without execution", (id) -> send(ListenerGuard.SEND, fixed(id, 0)));
		respond("flags of the listener", (id) -> Libc.outcome("ioctl", this.listener, SET_FLAGS, 1L));
		if (this.int80) {
			respond("int 0x80", (id) -> Errno.name((int) -MachineCode.int80()
				.call(Architecture.I386.syscalls().number("ioctl").orElseThrow(), this.listener)));
		}
		if (this.architecture == Architecture.X86_64) {
			respond("x32",
					(id) -> Errno.name((int) -MachineCode.syscall()
						.call(X32_BIT | this.architecture.syscalls().number("ioctl").orElseThrow(), this.listener,
								ListenerGuard.SEND, Pointer.nativeValue(response(id, 0, CONTINUE)))));
		}
	}

	private void respond(String name, Responder responder) throws Exception {
		Theft theft = new Theft();
		print(name, responder.respond(theft.id));
		// A caller without a response gets this one
		send(ListenerGuard.SEND, fixed(theft.id, -Integer.parseInt(MARK)));
		print("caller after " + name, theft.caller.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
		// Without the supervisor, the call would wait for this thread
		if (this.supervisor.isResponding()) {
			print("execve after " + name, run());
		}
	}

	/** A notification that this thread receives and does not respond to. */
	private void theft() throws Exception {
		Theft theft = new Theft();
		print("execve after the theft", run());
		Thread.sleep(500);
		print("stolen call has a response", theft.caller.isDone());
		closeListener();
		print("caller with the listener closed", theft.caller.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
		print("execve with the listener closed", run());
	}

	private void listen() {
		print("listener", Libc.outcome("seccomp", SET_MODE_FILTER, NEW_LISTENER, ownFilter()));
		print("listener, operation with garbage",
				Libc.outcome("seccomp", SET_MODE_FILTER | GARBAGE, NEW_LISTENER, ownFilter()));
		print("listener, flags with garbage",
				Libc.outcome("seccomp", SET_MODE_FILTER, NEW_LISTENER | GARBAGE, ownFilter()));
		print("listener at the address of the next filter",
				Libc.outcome("seccomp", SET_MODE_FILTER, NEW_LISTENER, ListenerGuard.NEXT_FILTER));
		print("filter without listener", Libc.outcome("prctl", PR_SET_SECCOMP, MODE_FILTER, ownFilter(), 0, 0));
		print("execve under a filter without listener", run());
	}

	private void install(boolean guarded, boolean next) {
		SeccompPolicy policy = SeccompPolicy.builder(this.architecture).presets(List.of("no-exec")).build();
		List<CompiledFilter> filters = new ArrayList<>();
		filters.add(TestFilters.of(Stage.STARTUP, policy, NotifyingPrograms.of(policy, guarded, next),
				ListenerOwner.SUPERVISOR));
		if (next) {
			filters.add(next(policy, guarded));
		}
		this.supervisor.prepare();
		FilterInstaller.load(SeccompProcess.current(), this.architecture)
			.install(new FilterStack(filters), Stage.STARTUP, this.supervisor);
		this.listener = findListener();
		print("reason", this.supervisor.unavailableReason());
	}

	private CompiledFilter next(SeccompPolicy startup, boolean guarded) {
		SeccompPolicy ready = SeccompPolicy.builder(this.architecture, "ready.")
			.rule("ready.syscalls[0]", List.of("bind"), List.of(), List.of(), Action.errno(Errno.EPERM))
			.build();
		return TestFilters.of(Stage.READY, ready, NotifyingPrograms.of(ready, guarded, false, startup),
				ListenerOwner.SUPERVISOR);
	}

	private static long findListener() {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((descriptor) -> target(descriptor).equals("anon_inode:seccomp notify"))
				.mapToLong((descriptor) -> Long.parseLong(descriptor.getFileName().toString()))
				.findFirst()
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	/** The kernel releases the listener only after the supervisor has also closed it. */
	private void closeListener() {
		Libc.syscall("close", this.listener);
		run();
		while (!this.supervisor.hasFailed()) {
			Thread.onSpinWait();
		}
	}

	private CompletableFuture<String> call() {
		CompletableFuture<String> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			String outcome = run();
			while (outcome.equals("EACCES")) {
				outcome = run();
			}
			result.complete(outcome);
		});
		thread.setDaemon(true);
		thread.start();
		return result;
	}

	private String run() {
		return Libc.execve("/usr/bin/touch", this.effect.toString());
	}

	private long receive() {
		int execve = this.architecture.syscalls().number("execve").orElseThrow();
		Memory notification = new Memory(NotificationLayout.BYTES);
		while (true) {
			notification.clear();
			String outcome = Libc.outcome("ioctl", this.listener, ListenerGuard.RECEIVE, notification);
			if (outcome.equals("0") && notification.getInt(NR) == execve && notification.getLong(ARGUMENTS) != 0) {
				return notification.getLong(0);
			}
			if (!outcome.equals("0") && !outcome.equals("ENOENT") && !outcome.equals("EINTR")) {
				throw new IllegalStateException(outcome);
			}
		}
	}

	private String send(long request, Pointer response) {
		return Libc.outcome("ioctl", this.listener, request, response);
	}

	private static Memory response(long id, int error, int flags) {
		Memory response = new Memory(RESPONSE_BYTES);
		response.clear();
		response.setLong(0, id);
		response.setInt(ERROR, error);
		response.setInt(FLAGS, flags);
		return response;
	}

	private static Pointer fixed(long id, int error) {
		Pointer response = new Pointer(PageAttack.SEALED - FLAGS);
		response.setLong(0, id);
		response.setLong(Long.BYTES, 0);
		response.setInt(ERROR, error);
		return response;
	}

	/** Notifies of {@code execve}. */
	private Memory ownFilter() {
		FilterProgram program = FilterCompiler.compile(SeccompPolicy.builder(this.architecture)
			.rule("syscalls[0]", List.of("execve"), List.of(), List.of(), Action.of(ActionType.NOTIFY))
			.build());
		byte[] bytes = program.toBytes();
		Memory filter = new Memory(2 * Long.BYTES + bytes.length);
		filter.setLong(0, program.instructions().size());
		filter.setPointer(Long.BYTES, filter.share(2 * Long.BYTES));
		filter.write(2 * Long.BYTES, bytes, 0, bytes.length);
		return filter;
	}

	private static void print(String name, Object value) {
		System.out.println(name + ": " + value);
	}

	interface Responder {

		String respond(long id) throws Exception;

	}

	/** A call whose notification the supervisor does not receive. */
	private final class Theft {

		private final CompletableFuture<String> caller = call();

		private final long id = receive();

	}

}
