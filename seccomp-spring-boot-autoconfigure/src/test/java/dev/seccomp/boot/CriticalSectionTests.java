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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a denied call inside a JNI critical section gets its response. Until the
 * section ends, some collectors let no thread allocate once the heap is full.
 */
class CriticalSectionTests {

	@ParameterizedTest
	@ValueSource(strings = { "Serial", "Parallel", "G1", "Z" })
	void callInCriticalSectionIsDenied(String collector, @TempDir Path folder) throws Exception {
		ChildJvm.Outcome outcome = ChildJvm.of(CriticalSectionApplication.class)
			.options("-XX:+Use" + collector + "GC")
			.arguments(library(folder).toString())
			.run();
		assertThat(outcome.line("traced").split(" ")).hasSize(2).containsOnly(String.valueOf(Errno.EACCES));
		assertThat(outcome.line("limited").split(" ")).hasSize(5).containsOnly(String.valueOf(Errno.EACCES));
		assertThat(outcome.line("counted")).isEqualTo("37");
		assertThat(outcome.exitCode()).isZero();
	}

	private static Path library(Path folder) throws IOException, InterruptedException {
		Path source = Files.writeString(folder.resolve("library.c"), """
				#include <errno.h>
				#include <jni.h>
				#include <unistd.h>

				JNIEXPORT jint JNICALL Java_dev_seccomp_boot_CriticalSectionApplication_call(JNIEnv *env, jclass type,
						jbyteArray array, jint millis) {
					void *elements = (*env)->GetPrimitiveArrayCritical(env, array, NULL);
					usleep(millis * 1000);
					execve("/no/such/program", NULL, NULL);
					int error = errno;
					(*env)->ReleasePrimitiveArrayCritical(env, array, elements, 0);
					return error;
				}
				""");
		Path library = folder.resolve("library.so");
		String headers = Path.of(System.getProperty("java.home"), "include").toString();
		Requirement.requireCommand("gcc compiles a native library", List.of("gcc", "-shared", "-fPIC", "-I" + headers,
				"-I" + headers + "/linux", "-o", library.toString(), source.toString()));
		return library;
	}

}
