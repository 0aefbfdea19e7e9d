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
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.seccomp.testing.Libc;
import dev.seccomp.violation.Violation;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

/**
 * Makes all the calls that its policy denies, by JNA and by the JDK, and then makes them
 * in several threads while the JVM collects garbage and carries out all that {@code jcmd}
 * can ask it for. The argument that is no option is for how many seconds.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class VettedApplication {

	static final String EACH = "--each";

	private static final String DENIED = "EXFULL";

	private static final int CALLERS = 3;

	/** Of jcmd, as the management API names them. Newer JVMs have more of them. */
	private static final Map<String, String> COMMANDS = new TreeMap<>(Map.ofEntries(Map.entry("vmInfo", ""),
			Map.entry("threadPrint", "-l"), Map.entry("gcClassHistogram", ""), Map.entry("gcHeapInfo", ""),
			Map.entry("gcRun", ""), Map.entry("gcFinalizerInfo", ""), Map.entry("vmNativeMemory", "summary"),
			Map.entry("vmMetaspace", ""), Map.entry("vmStringtable", ""), Map.entry("vmSymboltable", ""),
			Map.entry("vmClassloaders", ""), Map.entry("vmDynlibs", ""), Map.entry("vmLog", "rotate"),
			Map.entry("vmEvents", ""), Map.entry("vmCommandLine", ""), Map.entry("compilerCodecache", ""),
			Map.entry("compilerCodelist", ""), Map.entry("compilerPerfmap", ""), Map.entry("compilerQueue", ""),
			Map.entry("systemTrimNativeHeap", ""), Map.entry("systemMap", ""), Map.entry("systemNativeHeapInfo", "")));

	private static final Map<String, Violation> REPORTED = new ConcurrentHashMap<>();

	private static volatile Object sink;

	private static volatile boolean done;

	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(VettedApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		ConfigurableApplicationContext context = application.run(args);
		if (!call("acct").equals(DENIED)) {
			throw new IllegalStateException("No filter: calls would be made");
		}
		List<String> names = List.of(context.getEnvironment().getProperty("seccomp.syscalls[0].names", "").split(","));
		if (List.of(args).contains(EACH)) {
			System.out.println("otherwise: " + outcomes(names));
			REPORTED.clear();
			callByJdk();
		}
		System.out.println("lived through: " + load(names, Long.parseLong(args[0])) + " rounds");
		System.exit(0);
	}

	@EventListener
	void keep(SeccompViolationEvent event) {
		REPORTED.put(event.getViolation().syscall(), event.getViolation());
	}

	/**
	 * Those of calls that are not denied, or not reported with the stack of their caller.
	 */
	private static Map<String, String> outcomes(List<String> names) throws InterruptedException {
		Map<String, String> outcomes = new TreeMap<>();
		for (String name : names) {
			String outcome = call(name);
			for (int i = 1; i <= 300 && !isReported(name); i++) {
				Thread.sleep(10);
				if (i % 100 == 0) {
					// Another thread may have run for as long, so that the stack could be
					// either's
					call(name);
				}
			}
			if (!outcome.equals(DENIED) || !isReported(name)) {
				outcomes.put(name, outcome);
			}
		}
		return outcomes;
	}

	private static String call(String name) {
		return Libc.outcome(name, -1, -1, -1, -1, -1, -1);
	}

	private static boolean isReported(String name) {
		Violation violation = REPORTED.get(name);
		return violation != null && violation.caller().stackTrace().stream().anyMatch(VettedApplication::isCall);
	}

	private static boolean isCall(StackTraceElement frame) {
		return frame.getClassName().equals(VettedApplication.class.getName()) && frame.getMethodName().equals("call");
	}

	private static void callByJdk() throws Exception {
		Path folder = Files.createTempDirectory("vetted");
		Path file = Files.createFile(folder.resolve("file"));
		report("link", () -> Files.createLink(folder.resolve("link"), file));
		report("symlink", () -> Files.createSymbolicLink(folder.resolve("symlink"), file));
		report("chmod", () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------")));
		report("inotify_init", () -> FileSystems.getDefault().newWatchService());
		report("fsetxattr", () -> Files.setAttribute(file, "user:seccomp", new byte[1]));
		Files.delete(file);
		Files.delete(folder);
	}

	private static void report(String name, Attempt attempt) throws InterruptedException {
		String outcome = "";
		String reported = "not reported";
		for (int i = 0; i < 5 && reported.startsWith("not "); i++) {
			outcome = outcome(attempt);
			reported = reported(name);
		}
		System.out.println("jdk " + name + ": " + outcome + ", " + reported);
	}

	private static String outcome(Attempt attempt) {
		try {
			attempt.make();
			return "done";
		}
		catch (IOException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	/** On a busy machine the stack may take longer than the caller is kept waiting. */
	private static String reported(String name) throws InterruptedException {
		for (int i = 0; i < 50; i++) {
			Violation violation = REPORTED.get(name);
			if (violation != null && !violation.caller().stackTrace().isEmpty()) {
				return violation.arguments() + " at " + violation.caller().stackTrace().get(0);
			}
			Thread.sleep(20);
		}
		return "not reported with its stack";
	}

	/** Counts the rounds of what the JVM does while its threads make denied calls. */
	private static int load(List<String> names, long seconds) throws Exception {
		AtomicLong calls = new AtomicLong();
		for (int i = 0; i < CALLERS; i++) {
			int offset = i * names.size() / CALLERS;
			start(() -> {
				for (int next = offset; !done; next++) {
					calls.incrementAndGet();
					call(names.get(next % names.size()));
				}
			});
		}
		start(() -> {
			while (!done) {
				sink = new byte[100_000];
			}
		});
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		Path folder = Files.createTempDirectory("vetted");
		List<String> commands = List.copyOf(COMMANDS.keySet());
		int rounds = 0;
		try (Recording recording = record()) {
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
			for (; System.nanoTime() < end || rounds < commands.size(); rounds++) {
				run(server, commands.get(rounds % commands.size()));
				System.gc();
				sink = Thread.getAllStackTraces();
				Thread thread = new Thread(() -> sink = new long[100_000]);
				thread.start();
				thread.join();
			}
			dump(recording, folder);
		}
		done = true;
		System.out.println("calls: " + calls);
		return rounds;
	}

	/** Records all events, for one of which the VM opens a netlink socket. */
	private static Recording record() {
		Recording recording = new Recording();
		for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
			recording.enable(type.getName()).withPeriod(Duration.ofMillis(500));
		}
		recording.start();
		return recording;
	}

	private static void dump(Recording recording, Path folder) throws IOException {
		recording.stop();
		Path heap = folder.resolve("heap.hprof");
		ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(heap.toString(), true);
		Path events = folder.resolve("events.jfr");
		// Recording.dump forces it to the disk
		try (InputStream stream = recording.getStream(null, null)) {
			Files.copy(stream, events);
		}
		System.out.println("dumped: " + (Files.size(heap) > 0) + ' ' + (Files.size(events) > 0));
		Files.delete(heap);
		Files.delete(events);
		Files.delete(folder);
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
	}

	private static void run(MBeanServer server, String command) throws Exception {
		ObjectName name = new ObjectName("com.sun.management:type=DiagnosticCommand");
		for (MBeanOperationInfo operation : server.getMBeanInfo(name).getOperations()) {
			if (operation.getName().equals(command)) {
				Object[] arguments = (operation.getSignature().length != 0)
						? new Object[] { COMMANDS.get(command).split(" ") } : new Object[0];
				String[] signature = (operation.getSignature().length != 0) ? new String[] { String[].class.getName() }
						: new String[0];
				server.invoke(name, command, arguments, signature);
				System.out.println("command: " + command);
			}
		}
	}

	private interface Attempt {

		void make() throws IOException;

	}

}
