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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.http.ResponseEntity;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Runs an exercise for each request.
 */
@RestController
class ExerciseController {

	private final Map<String, Exercise> exercises;

	ExerciseController(Map<String, Exercise> exercises) {
		this.exercises = exercises;
	}

	@PostMapping("/exercises/{name}")
	ResponseEntity<String> run(@PathVariable String name) {
		try {
			Path folder = Files.createTempDirectory(name);
			try {
				this.exercises.get(name).run(folder);
			}
			finally {
				FileSystemUtils.deleteRecursively(folder);
			}
			return ResponseEntity.ok("works");
		}
		// Native libraries that cannot be loaded throw errors
		catch (Throwable ex) {
			StringWriter stack = new StringWriter();
			ex.printStackTrace(new PrintWriter(stack));
			return ResponseEntity.internalServerError().body(stack.toString());
		}
	}

}
