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

package dev.seccomp.violation;

import java.lang.management.ManagementFactory;

import javax.management.JMException;
import javax.management.ObjectName;

import org.jspecify.annotations.Nullable;

/**
 * Finds mounted virtual threads, which are only visible in HotSpot's thread dump. A
 * thread dump requires JMX, which uses locks.
 */
final class VirtualThreads {

	/** The first JDK version whose thread dump contains them (JDK-8330846). */
	private static final int SINCE = 24;

	private static final ThreadDump SAMPLE = new ThreadDump("""
			"" #1 [1]\s
			   Mounted virtual thread #2
				at C.m(java.base@1/C.java:1)
				at C.m(Native Method)
			""");

	private @Nullable AssistantThread assistant;

	/**
	 * Execute all paths but the dump, which takes long.
	 */
	void warmUp() {
		AssistantThread assistant = assistant();
		if (assistant != null) {
			assistant.call(() -> SAMPLE);
			SAMPLE.mounted(1, 1);
		}
	}

	/**
	 * Request a dump whose result is ignored, so that the next one takes less time.
	 */
	void prepare() {
		AssistantThread assistant = assistant();
		if (assistant != null) {
			assistant.execute(VirtualThreads::dump);
		}
	}

	private @Nullable AssistantThread assistant() {
		if (this.assistant == null && Runtime.version().feature() >= SINCE) {
			this.assistant = AssistantThread.start("seccomp-thread-dump");
		}
		return this.assistant;
	}

	/**
	 * Find the virtual thread that is mounted on a carrier thread.
	 * @param carrier the carrier thread
	 * @param tid the native thread ID of the carrier
	 * @return the virtual thread, or {@code null} if the dump does not contain it or is
	 * not available in time
	 */
	@Nullable JavaThread findMounted(JavaThread carrier, int tid) {
		AssistantThread assistant = assistant();
		ThreadDump dump = (assistant != null) ? assistant.call(VirtualThreads::dump) : null;
		return (dump != null) ? dump.mounted(carrier.id(), tid) : null;
	}

	private static ThreadDump dump() throws JMException {
		Object dump = ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "threadPrint",
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		return new ThreadDump((String) dump);
	}

}
