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

package dev.seccomp.benchmarks.compatibility;

import java.nio.file.Files;
import java.nio.file.Path;

import one.profiler.AsyncProfiler;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A profile by async-profiler, with an event.
 */
class ProfilerExercise implements Exercise {

	private static final int ROUNDS = 500_000;

	private final String event;

	ProfilerExercise(String event) {
		this.event = event;
	}

	@Override
	public void run(Path folder) throws Exception {
		AsyncProfiler profiler = AsyncProfiler.getInstance();
		Path output = folder.resolve("profile.collapsed");
		profiler.execute("start,event=" + this.event + ",interval=1ms");
		long sum = 0;
		// As long as the profiler has no sample, but at least some time
		for (int i = 0; i < 1000 && (i < 5 || profiler.getSamples() == 0); i++) {
			sum += work();
		}
		profiler.execute("stop,collapsed,file=" + output);
		Exercise.check(sum != 0 && Files.size(output) > 0, "no samples");
	}

	private static long work() {
		long sum = 0;
		for (int i = 0; i < ROUNDS; i++) {
			sum += Integer.toString(i).hashCode();
		}
		return sum;
	}

	/** An exercise for each event. */
	@Configuration(proxyBeanMethods = false)
	static class Events {

		@Bean("profiler-cpu")
		Exercise cpu() {
			return new ProfilerExercise("cpu");
		}

		@Bean("profiler-ctimer")
		Exercise ctimer() {
			return new ProfilerExercise("ctimer");
		}

		@Bean("profiler-itimer")
		Exercise itimer() {
			return new ProfilerExercise("itimer");
		}

		@Bean("profiler-wall")
		Exercise wall() {
			return new ProfilerExercise("wall");
		}

		@Bean("profiler-alloc")
		Exercise alloc() {
			return new ProfilerExercise("alloc");
		}

	}

}
