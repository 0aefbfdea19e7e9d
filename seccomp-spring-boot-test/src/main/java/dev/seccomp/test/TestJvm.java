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

package dev.seccomp.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.seccomp.kernel.ThreadStatus;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.ViolationListener;
import org.jspecify.annotations.Nullable;

/**
 * The state of this JVM: its filter, and the tests that run. Assigns violations to tests.
 */
final class TestJvm implements ViolationListener {

	/** Larger than any delay of a busy machine. */
	private static final Duration PUBLICATION = Duration.ofSeconds(30);

	/** Mockito starts a JVM that attaches an agent to this one. */
	private static final String AGENT = "net.bytebuddy.agent.";

	/** The thread of the JVM that then opens a socket. It runs no code of Java. */
	private static final String ATTACH_LISTENER = "Attach Listener";

	private static final String TEST_FRAMEWORK = "org.junit.";

	private static final TestJvm CURRENT = new TestJvm();

	private final List<Scope> classes = new CopyOnWriteArrayList<>();

	private final List<Scope> tests = new CopyOnWriteArrayList<>();

	/** The test or the test class that a thread runs, by the thread's native id. */
	private final Map<Integer, Scope> threads = new ConcurrentHashMap<>();

	private final Set<Class<?>> springTests = new HashSet<>();

	private @Nullable Class<?> enforcing;

	private volatile @Nullable Supervisor supervisor;

	private volatile boolean unchecked;

	private volatile boolean parallel;

	private long unassigned;

	private TestJvm() {
	}

	static TestJvm current() {
		return CURRENT;
	}

	/**
	 * Add a Spring test class of this JVM.
	 * @param testClass the outermost class
	 * @param enforces whether it enforces the policy
	 * @throws IllegalStateException if it needs another JVM
	 */
	synchronized void add(Class<?> testClass, boolean enforces) {
		this.springTests.add(testClass);
		if (enforces && this.enforcing == null) {
			this.enforcing = testClass;
		}
		Class<?> enforcing = this.enforcing;
		if (enforcing != null && this.springTests.size() > 1) {
			throw new IllegalStateException("The test class " + testClass.getName() + " cannot run in this JVM: "
					+ enforcing.getName() + " enforces its seccomp policy and needs a JVM of its own,"
					+ " since a filter cannot be removed. Set 'reuseForks' to false for Maven's Surefire plugin,"
					+ " or 'forkEvery = 1' for Gradle.");
		}
	}

	/**
	 * Lets tests run without a check, for a platform without seccomp and for learning.
	 */
	void leaveUnchecked() {
		this.unchecked = true;
	}

	void use(Supervisor supervisor) {
		this.supervisor = supervisor;
	}

	@Nullable Supervisor supervisor() {
		return this.supervisor;
	}

	boolean isUnchecked() {
		return this.unchecked && this.supervisor == null;
	}

	void runInParallel() {
		this.parallel = true;
	}

	void startClass(Scope scope) {
		this.classes.add(scope);
	}

	/** Assigns the calling thread to a class until it starts a test. */
	void prepareTest(Scope scope) {
		this.threads.put(thread(), scope);
	}

	void startTest(Scope scope) {
		this.tests.add(scope);
		prepareTest(scope);
	}

	/**
	 * End a test or a class, once all violations so far have been assigned.
	 * @param scope the test or the class
	 */
	void end(Scope scope) {
		try {
			awaitViolations(scope);
		}
		finally {
			this.tests.remove(scope);
			this.classes.remove(scope);
			this.threads.values().removeIf((present) -> present == scope);
		}
	}

	private void awaitViolations(Scope scope) {
		Supervisor supervisor = this.supervisor;
		if (supervisor == null) {
			return;
		}
		if (supervisor.hasFailed()) {
			throw new IllegalStateException(
					"The violations of " + scope + " are unknown: " + supervisor.unavailableReason() + ".");
		}
		if (!supervisor.violations().awaitPublished(PUBLICATION)) {
			throw new IllegalStateException("The violations of " + scope + " were not published within "
					+ PUBLICATION.toSeconds() + " seconds.");
		}
	}

	/**
	 * Return the number of violations since the last time that no test can be assigned
	 * to.
	 * @return the number
	 */
	synchronized long takeUnassigned() {
		Supervisor supervisor = this.supervisor;
		long all = (supervisor != null) ? supervisor.violations().countUnpublished() : 0;
		long taken = all - this.unassigned;
		this.unassigned = all;
		return taken;
	}

	@Override
	public void onViolation(Violation violation) {
		List<StackTraceElement> stackTrace = violation.caller().stackTrace();
		if (!isOfAgent(violation, stackTrace)) {
			owners(violation.caller().thread().id(), stackTrace).forEach((scope) -> scope.add(violation));
		}
	}

	private List<Scope> owners(int thread, List<StackTraceElement> stackTrace) {
		Scope own = this.threads.get(thread);
		if (own != null) {
			return List.of(own);
		}
		List<Scope> running = this.tests.stream().filter((test) -> test.isIn(stackTrace)).toList();
		if (running.size() == 1) {
			return running;
		}
		if (this.parallel) {
			// A thread of the framework runs another test, which is not annotated
			return contains(stackTrace, TEST_FRAMEWORK) ? List.of() : this.classes;
		}
		List<Scope> latest = new ArrayList<>((this.tests.isEmpty()) ? this.classes : this.tests);
		return (latest.isEmpty()) ? latest : latest.subList(latest.size() - 1, latest.size());
	}

	private static boolean isOfAgent(Violation violation, List<StackTraceElement> stackTrace) {
		return contains(stackTrace, AGENT)
				|| (stackTrace.isEmpty() && violation.caller().thread().name().equals(ATTACH_LISTENER));
	}

	private static boolean contains(List<StackTraceElement> stackTrace, String prefix) {
		return stackTrace.stream().anyMatch((frame) -> frame.getClassName().startsWith(prefix));
	}

	private static int thread() {
		return ThreadStatus.ofCaller().id();
	}

}
