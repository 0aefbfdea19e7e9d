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

package dev.seccomp.learn;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.seccomp.kernel.CLibrary;
import dev.seccomp.kernel.Platform;
import dev.seccomp.learn.Json.Members;
import dev.seccomp.syscall.Architecture;

/**
 * The software and the machine that determine which calls a JVM makes.
 *
 * @param java the version of Java
 * @param vendor the vendor of the JDK
 * @param libc the C library and its version
 * @param collector the garbage collector
 * @param kernel the version of the kernel
 * @param architecture the architecture
 */
public record RunEnvironment(String java, String vendor, String libc, String collector, String kernel,
		Architecture architecture) {

	/**
	 * Return the environment of this process.
	 * @param collector the garbage collector of the application
	 * @return the environment
	 */
	public static RunEnvironment current(String collector) {
		return new RunEnvironment(System.getProperty("java.version", ""), System.getProperty("java.vendor", ""),
				CLibrary.version(), collector, System.getProperty("os.version", ""), Platform.architecture());
	}

	/**
	 * Return the name of a garbage collector.
	 * @param bean the name of one of its management beans
	 * @return the name as in the JVM option that selects it
	 */
	public static String collector(String bean) {
		return switch (bean.split(" ")[0]) {
			case "Copy", "MarkSweepCompact" -> "Serial";
			case "PS" -> "Parallel";
			case "ZGC" -> "Z";
			default -> bean.split(" ")[0];
		};
	}

	/**
	 * Return the parts that determine the calls. Updates of Java and the kernel rarely
	 * change them.
	 * @return a description, equal for environments with the same calls
	 */
	public String key() {
		return "Java " + this.java.split("[.+-]")[0] + " of " + this.vendor + " with " + this.libc + " and "
				+ this.collector + " on " + this.architecture;
	}

	Map<String, Object> json() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("java", this.java);
		json.put("vendor", this.vendor);
		json.put("libc", this.libc);
		json.put("collector", this.collector);
		json.put("kernel", this.kernel);
		json.put("architecture", this.architecture.id());
		return json;
	}

	static RunEnvironment read(Members json) {
		String id = json.string("architecture");
		Architecture architecture = Architecture.supported()
			.stream()
			.filter((candidate) -> candidate.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'architecture' is unknown"));
		return new RunEnvironment(json.string("java"), json.string("vendor"), json.string("libc"),
				json.string("collector"), json.string("kernel"), architecture);
	}

}
