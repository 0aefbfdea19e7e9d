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

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.seccomp.testing.Libc;
import dev.seccomp.violation.Supervisor;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

/**
 * An application whose threads make calls all the time, also while the filter for the
 * application that is ready is installed. Before that, and afterwards, it prints what
 * came of them.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ChangeOverApplication {

	private static final int THREADS = 4;

	private static final int CALLS = 10 * THREADS;

	private final AtomicLong answered = new AtomicLong();

	private final ExecutorService callers = Executors.newFixedThreadPool(THREADS);

	private volatile Set<String> outcomes = new ConcurrentSkipListSet<>();

	private volatile CountDownLatch called = new CountDownLatch(CALLS);

	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(ChangeOverApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		try (ConfigurableApplicationContext context = application.run(args)) {
			context.getBean(ChangeOverApplication.class).print(context.getBean(SeccompState.class));
		}
	}

	@EventListener
	void callAllTheTime(ApplicationStartedEvent event) throws InterruptedException {
		for (int i = 0; i < THREADS; i++) {
			this.callers.execute(() -> {
				while (!Thread.currentThread().isInterrupted()) {
					call();
					this.called.countDown();
				}
			});
		}
		this.called.await();
		System.out.println("outcomes before: " + beginAnew());
	}

	/** A machine with much to do may let the threads make no call for a while. */
	private Set<String> beginAnew() throws InterruptedException {
		Set<String> outcomes = this.outcomes;
		this.outcomes = new ConcurrentSkipListSet<>();
		this.called = new CountDownLatch(CALLS);
		this.called.await();
		return outcomes;
	}

	/** No privilege would make it succeed: there is no such folder. */
	private void call() {
		Set<String> outcomes = this.outcomes;
		String outcome = Libc.outcome("chroot", "/nowhere/at/all");
		if (outcome.equals("EMLINK")) {
			this.answered.incrementAndGet();
		}
		outcomes.add(outcome);
	}

	private void print(SeccompState state) throws InterruptedException {
		Set<String> during = beginAnew();
		this.callers.shutdownNow();
		this.callers.awaitTermination(10, TimeUnit.SECONDS);
		System.out.println("outcomes during the change: " + during);
		System.out.println("outcomes after: " + this.outcomes);
		System.out.println("filters: " + state.installedFilters().size());
		System.out.println("answered: " + this.answered);
		Supervisor supervisor = state.supervisor();
		System.out.println("counted: " + ((supervisor != null) ? supervisor.violations().count("chroot", "errno") : 0));
	}

}
