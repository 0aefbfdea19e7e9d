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

package dev.seccomp.boot;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Errno;
import dev.seccomp.violation.ArgumentValue;
import dev.seccomp.violation.Caller;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.ViolationListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs each violation with the stack trace of its caller and with key-values. The keys
 * that begin with {@code event} conform to the Elastic Common Schema and to Auditbeat, so
 * structured logging yields events for alerts.
 * <p>
 * Command lines may contain secrets, so only the endpoint shows them.
 */
final class ViolationLogger implements ViolationListener {

	private static final String JNA = "com.sun.jna.";

	private static final Logger logger = LoggerFactory.getLogger("dev.seccomp");

	private final Supervisor supervisor;

	/**
	 * Create a new logger.
	 * @param supervisor the supervisor of this process
	 */
	ViolationLogger(Supervisor supervisor) {
		this.supervisor = supervisor;
	}

	@Override
	public void onViolation(Violation violation) {
		Thread thread = Thread.currentThread();
		String name = thread.getName();
		// The log shows the caller's thread. Spring Boot writes 'process.thread.name'
		// itself, so no key-value may begin with 'process'
		thread.setName(violation.caller().thread().name());
		try {
			log(violation);
		}
		finally {
			thread.setName(name);
		}
	}

	private void log(Violation violation) {
		Caller caller = violation.caller();
		String errno = violation.errno();
		LoggingEventBuilder event = logger.atWarn()
			.addKeyValue("event.kind", "event")
			.addKeyValue("event.category", List.of("process"))
			.addKeyValue("event.type", List.of((violation.enforced()) ? "denied" : "allowed"))
			.addKeyValue("event.action", "violated-seccomp-policy")
			.addKeyValue("event.outcome", (violation.enforced()) ? "failure" : "success")
			.addKeyValue("seccomp.syscall", violation.syscall())
			.addKeyValue("seccomp.number", violation.number())
			.addKeyValue("seccomp.action", violation.outcome())
			.addKeyValue("seccomp.thread.id", caller.thread().id())
			.addKeyValue("seccomp.process.pid", caller.process().pid())
			.addKeyValue("seccomp.process.name", caller.process().comm());
		if (errno != null) {
			event = event.addKeyValue("seccomp.errno", errno);
		}
		List<StackTraceElement> stackTrace = caller.stackTrace();
		if (!stackTrace.isEmpty()) {
			event = event.setCause(new DeniedCall(violation.syscall(), stackTrace));
		}
		event.log(message(violation));
	}

	private String message(Violation violation) {
		String errno = violation.errno();
		StringBuilder message = new StringBuilder((violation.enforced()) ? "Denied " : "Would deny ")
			.append(violation.syscall())
			.append(" (")
			.append((errno != null) ? errno : violation.action())
			.append(')');
		violation.arguments().forEach((name, value) -> {
			if (!(value instanceof ArgumentValue.TextList)) {
				message.append(' ').append(name).append('=').append(value);
			}
		});
		message.append(", called by thread '").append(violation.caller().thread().name()).append('\'');
		StackTraceElement line = applicationLine(violation.caller().stackTrace());
		if (line != null) {
			message.append(" at ").append(line);
		}
		String subject = subject(violation);
		if (subject != null) {
			message.append(". The policy denies ").append(subject).append('.');
		}
		return message.toString();
	}

	/**
	 * Returns the description of the group that denies the call, if it is the only one:
	 * {@code clone} creates threads, processes and namespaces.
	 */
	private @Nullable String subject(Violation violation) {
		Set<String> subjects = new HashSet<>();
		for (CompiledFilter filter : this.supervisor.filters()) {
			subjects.addAll(filter.policy().subjects(violation.syscall(), action(violation)));
		}
		return (subjects.size() == 1 && !subjects.contains(violation.syscall())) ? subjects.iterator().next() : null;
	}

	static Action action(Violation violation) {
		String errno = violation.errno();
		return (errno != null) ? Action.errno(Errno.number(errno).orElseGet(() -> Integer.parseInt(errno)))
				: Action.of(violation.action());
	}

	/**
	 * Returns the first frame that belongs neither to the JDK, whose modules have names,
	 * nor to JNA. A frame without a file, of a proxy, is the last choice.
	 */
	static @Nullable StackTraceElement applicationLine(List<StackTraceElement> stackTrace) {
		List<StackTraceElement> lines = stackTrace.stream()
			.filter((element) -> element.getModuleName() == null && !element.getClassName().startsWith(JNA))
			.toList();
		return lines.stream()
			.filter((line) -> line.getFileName() != null)
			.findFirst()
			.orElse((lines.isEmpty()) ? null : lines.get(0));
	}

	@Override
	public void onUnpublished(String syscall, long count) {
		logger.warn("{} more {} counted but not logged: syscall={}.", count,
				(count == 1) ? "violation was" : "violations were", syscall);
	}

	/**
	 * Carries the stack trace of the caller into the log.
	 */
	private static final class DeniedCall extends Exception {

		private static final long serialVersionUID = 1L;

		DeniedCall(String syscall, List<StackTraceElement> stackTrace) {
			super(syscall, null, false, true);
			setStackTrace(stackTrace.toArray(StackTraceElement[]::new));
		}

		@Override
		public String toString() {
			return "Call of " + getMessage();
		}

	}

}
