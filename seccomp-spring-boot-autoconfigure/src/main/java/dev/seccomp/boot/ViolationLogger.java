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

import java.util.List;
import java.util.stream.Collectors;

import dev.seccomp.boot.properties.IgnoredViolations;
import dev.seccomp.violation.ArgumentValue;
import dev.seccomp.violation.Caller;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.Violation.Denial;
import dev.seccomp.violation.ViolationListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs each violation with the stack trace of its caller and with key-values. The keys
 * that begin with {@code event} conform to the Elastic Common Schema and to Auditbeat, so
 * structured logging yields events for alerts. The log ends a stack trace after the
 * frames of the application, and a key-value has the whole one.
 * <p>
 * Command lines may contain secrets, so only the endpoint shows them.
 */
final class ViolationLogger implements ViolationListener {

	private static final String JNA = "com.sun.jna.";

	/**
	 * Packages of libraries that call the application, or that it calls. Their frames end
	 * the part of a stack trace that is logged.
	 */
	private static final List<String> LIBRARIES = List.of(JNA, "org.springframework.", "org.apache.", "jakarta.",
			"io.netty.", "reactor.", "org.eclipse.jetty.", "io.undertow.");

	/** The name of all calls that the architecture does not have. */
	private static final String UNKNOWN = "unknown";

	private static final Logger logger = LoggerFactory.getLogger("dev.seccomp");

	private final Supervisor supervisor;

	private final IgnoredViolations ignored;

	/**
	 * Create a new logger.
	 * @param supervisor the supervisor of this process
	 * @param ignored the violations to log at level DEBUG
	 */
	ViolationLogger(Supervisor supervisor, IgnoredViolations ignored) {
		this.supervisor = supervisor;
		this.ignored = ignored;
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
		Denial denial = violation.denial();
		LoggingEventBuilder event = logger.atLevel((this.ignored.contains(violation)) ? Level.DEBUG : Level.WARN)
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
		if (denial != null) {
			event = event.addKeyValue("seccomp.filter", denial.filter())
				.addKeyValue("seccomp.rule", denial.rule())
				.addKeyValue("rule.name", denial.rule());
		}
		List<StackTraceElement> stackTrace = caller.stackTrace();
		if (!stackTrace.isEmpty()) {
			event = event.addKeyValue("seccomp.stack_trace", text(stackTrace))
				.setCause(new DeniedCall(violation, applicationFrames(stackTrace)));
		}
		event.log(message(violation));
	}

	String message(Violation violation) {
		String errno = violation.errno();
		StringBuilder message = new StringBuilder((violation.enforced()) ? "Denied " : "Would deny ")
			.append(violation.syscall())
			.append((violation.syscall().equals(UNKNOWN)) ? " call " + violation.number() : "")
			.append(" (")
			.append((errno != null) ? errno : violation.action())
			.append(')')
			.append(arguments(violation))
			.append(", called by thread '")
			.append(violation.caller().thread().name())
			.append('\'');
		StackTraceElement line = applicationLine(violation.caller().stackTrace());
		if (line != null) {
			message.append(" at ").append(line);
		}
		Denial denial = violation.denial();
		if (denial != null) {
			message.append(". The ")
				.append(DenyingRule.describe(denial))
				.append(" denies ")
				.append(subject(violation, denial))
				.append('.');
		}
		return message.toString();
	}

	static String arguments(Violation violation) {
		StringBuilder text = new StringBuilder();
		violation.arguments().forEach((name, value) -> {
			if (!(value instanceof ArgumentValue.TextList)) {
				text.append(' ').append(name).append('=').append(value);
			}
		});
		return text.toString();
	}

	/** Returns the description of the group, if the rule denies one. */
	private String subject(Violation violation, Denial denial) {
		return DenyingRule.of(this.supervisor.filters(), violation)
			.stream()
			.filter((denying) -> denying.denial().equals(denial))
			.map((denying) -> denying.rule().subject())
			.filter((subject) -> !subject.equals(violation.syscall()))
			.findFirst()
			.orElse("it");
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

	/**
	 * Returns the number of frames up to the end of the first consecutive ones of the
	 * application. If there are none, it is the number of all frames.
	 */
	static int applicationFrames(List<StackTraceElement> stackTrace) {
		boolean found = false;
		for (int i = 0; i < stackTrace.size(); i++) {
			boolean own = isOfApplication(stackTrace.get(i));
			if (found && !own) {
				return i;
			}
			found |= own;
		}
		return stackTrace.size();
	}

	private static boolean isOfApplication(StackTraceElement frame) {
		return frame.getModuleName() == null && LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith);
	}

	private static String text(List<StackTraceElement> stackTrace) {
		return stackTrace.stream().map((frame) -> "\tat " + frame).collect(Collectors.joining("\n"));
	}

	@Override
	public void onUnpublished(String syscall, long count) {
		logger.warn("{} more {} counted but not logged: syscall={}.", count,
				(count == 1) ? "violation was" : "violations were", syscall);
	}

}
