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

import java.util.concurrent.ThreadLocalRandom;

import com.sun.jna.Pointer;
import dev.seccomp.testing.Libc;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * Makes denied calls inside JNI critical sections, while other threads need collections.
 * The argument is the library with the native method.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CriticalSectionApplication {

	/** More calls than are traced at once. */
	private static final int CALLS = 30;

	private static final int CRITICAL_CALLS = 5;

	private static final int MAX_BYTES = 64 * 1024;

	/** Long enough for the other threads to fill the heap. */
	private static final int PAUSE_MILLIS = 300;

	private static volatile Object last = "";

	public static void main(String[] args) throws InterruptedException {
		SpringApplication application = new SpringApplication(CriticalSectionApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.run(args);
		System.load(args[0]);
		for (int i = 0; i < 2; i++) {
			Thread thread = new Thread(CriticalSectionApplication::allocate, "allocating");
			thread.setDaemon(true);
			thread.start();
		}
		byte[] array = new byte[1];
		StringBuilder traced = new StringBuilder();
		StringBuilder limited = new StringBuilder();
		traced.append(call(array, PAUSE_MILLIS)).append(' ').append(call(array, PAUSE_MILLIS));
		for (int i = 0; i < CALLS; i++) {
			Libc.outcome("execve", "/no/such/program", Pointer.NULL, Pointer.NULL);
		}
		for (int i = 0; i < CRITICAL_CALLS; i++) {
			limited.append(call(array, PAUSE_MILLIS)).append(' ');
		}
		System.out.println("traced: " + traced);
		System.out.println("limited: " + limited);
		System.out.println("counted: " + ViolationsOfProcess.countExecve());
		System.exit(0);
	}

	private static void allocate() {
		while (true) {
			last = new byte[ThreadLocalRandom.current().nextInt(MAX_BYTES)];
		}
	}

	/**
	 * Make a denied call inside a critical section.
	 * @param array the array of the critical section
	 * @param millis the time before the call
	 * @return the error number
	 */
	private static native int call(byte[] array, int millis);

}
