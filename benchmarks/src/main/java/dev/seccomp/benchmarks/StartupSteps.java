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

package dev.seccomp.benchmarks;

import java.time.Duration;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.context.metrics.buffering.StartupTimeline.TimelineEvent;

/**
 * Prints the duration of each startup step of this project in a new JVM. The arguments
 * are passed to the application.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartupSteps {

	private static final int CAPACITY = 4096;

	public static void main(String[] args) {
		BufferingApplicationStartup steps = new BufferingApplicationStartup(CAPACITY);
		SpringApplication application = new SpringApplication(StartupSteps.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setApplicationStartup(steps);
		application.run(args);
		for (TimelineEvent event : steps.getBufferedTimeline().getEvents()) {
			if (event.getStartupStep().getName().startsWith("seccomp.")) {
				Duration duration = event.getDuration();
				System.out.printf("%-24s %7.2f ms%n", event.getStartupStep().getName(), duration.toNanos() / 1e6);
			}
		}
	}

}
