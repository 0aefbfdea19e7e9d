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

package dev.seccomp.testing;

import java.util.List;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.seccomp.boot.actuate.SeccompProfileEndpoint;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * An application that opens sockets of several families, runs a program, and prints the
 * profile in force.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ProfileApplication {

	/** {@code AF_INET}, {@code AF_ALG} and {@code AF_VSOCK}. */
	private static final List<Integer> FAMILIES = List.of(2, 38, 40);

	private static final int SOCK_STREAM = 1;

	private static final int SOCK_SEQPACKET = 5;

	private final SeccompProfileEndpoint endpoint;

	ProfileApplication(SeccompProfileEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ProfileApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.run(args);
	}

	@EventListener
	void tryAll(ApplicationReadyEvent event) {
		for (int family : FAMILIES) {
			System.out.println("socket " + family + ": " + socket(family));
		}
		System.out.println("exec: " + Attempt.exec());
		System.out.println("profile: " + this.endpoint.profile());
	}

	private static String socket(int family) {
		NativeLibrary libc = NativeLibrary.getProcess();
		int type = (family == 38) ? SOCK_SEQPACKET : SOCK_STREAM;
		int descriptor = libc.getFunction("socket").invokeInt(new Object[] { family, type, 0 });
		if (descriptor == -1) {
			return "errno " + Native.getLastError();
		}
		libc.getFunction("close").invokeInt(new Object[] { descriptor });
		return "opened";
	}

}
