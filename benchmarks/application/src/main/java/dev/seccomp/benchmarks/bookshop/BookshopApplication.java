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

package dev.seccomp.benchmarks.bookshop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;

/**
 * A web application with a database, of the usual size. With the system property
 * {@code steps} it prints the duration of each startup step of this project, and with
 * {@code exit} it ends when it is ready.
 */
@SpringBootApplication
@EnableCaching
public class BookshopApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(BookshopApplication.class);
		StepTimes steps = new StepTimes();
		if (Boolean.getBoolean("steps")) {
			application.setApplicationStartup(steps);
		}
		ApplicationContext context = application.run(args);
		steps.lines().forEach(System.out::println);
		if (Boolean.getBoolean("exit")) {
			System.exit(SpringApplication.exit(context));
		}
	}

}
