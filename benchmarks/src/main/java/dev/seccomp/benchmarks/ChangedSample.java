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

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.LinkedHashMap;
import java.util.Map;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import jdk.net.ExtendedSocketOptions;

import org.springframework.boot.SpringApplication;

/**
 * The sample application with a change of its behavior, which the system property
 * {@code change} selects. The change happens after the application is ready. Without
 * arguments, the program prints the names of the changes.
 */
public final class ChangedSample {

	private static final int AF_INET = 2;

	private static final int SOCK_RAW = 3;

	private static final int IPPROTO_ICMP = 1;

	private static final int LOG_DEBUG = 7;

	private static final int PTRACE_ATTACH = 16;

	private static final int IMPOSSIBLE_PROCESS = 1 << 22;

	private static final Path FILE = Path.of("file");

	private ChangedSample() {
	}

	public static void main(String[] args) throws Exception {
		Map<String, Change> changes = changes();
		if (args.length == 0) {
			changes.keySet().forEach(System.out::println);
			return;
		}
		SpringApplication.run(Class.forName("dev.seccomp.sample.SampleApplication"), args);
		String change = System.getProperty("change", "");
		if (!change.isEmpty()) {
			Files.writeString(FILE, "content");
			changes.get(change).make();
		}
		System.out.println("Started SampleApplication with the change: " + change);
	}

	private static Map<String, Change> changes() {
		Map<String, Change> changes = new LinkedHashMap<>();
		changes.put("start a program", () -> new ProcessBuilder("true").start().waitFor());
		changes.put("open a port", () -> new ServerSocket(0).close());
		changes.put("send a datagram", () -> {
			try (DatagramSocket socket = new DatagramSocket()) {
				socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), 9));
			}
		});
		changes.put("look up a host", () -> {
			try {
				InetAddress.getByName("host.invalid");
			}
			catch (UnknownHostException ex) {
				// Its calls were made
			}
		});
		changes.put("open a raw socket",
				() -> function("socket").invoke(new Object[] { AF_INET, SOCK_RAW, IPPROTO_ICMP }));
		changes.put("write to the system log", () -> function("syslog").invoke(new Object[] { LOG_DEBUG, "test" }));
		changes.put("set the type of service of packets", () -> {
			try (SocketChannel socket = SocketChannel.open()) {
				socket.setOption(StandardSocketOptions.IP_TOS, 8);
			}
		});
		changes.put("set the interval of keepalive probes", () -> {
			try (SocketChannel socket = SocketChannel.open()) {
				socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 8);
			}
		});
		changes.put("read the MTU of an interface", () -> NetworkInterface.getByName("lo").getMTU());
		changes.put("create a symbolic link", () -> Files.createSymbolicLink(Path.of("symbolic"), FILE));
		changes.put("create a hard link", () -> Files.createLink(Path.of("hard"), FILE));
		changes.put("set the time of a file", () -> Files.setLastModifiedTime(FILE, FileTime.fromMillis(0)));
		changes.put("lock a file", () -> {
			try (FileChannel channel = open()) {
				channel.lock();
			}
		});
		changes.put("truncate a file", () -> {
			try (FileChannel channel = open()) {
				channel.truncate(1);
			}
		});
		changes.put("write a mapped file", () -> {
			try (FileChannel channel = open()) {
				channel.map(MapMode.READ_WRITE, 0, 1).force();
			}
		});
		changes.put("list extended attributes",
				() -> Files.getFileAttributeView(FILE, UserDefinedFileAttributeView.class).list());
		changes.put("watch a folder", () -> {
			try (WatchService watch = FILE.getFileSystem().newWatchService()) {
				Path.of("").toAbsolutePath().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
			}
		});
		changes.put("create a file in memory", () -> function("memfd_create").invoke(new Object[] { "test", 0 }));
		changes.put("lower the priority", () -> function("setpriority").invoke(new Object[] { 0, 0, 1 }));
		changes.put("trace a process",
				() -> function("ptrace").invoke(new Object[] { PTRACE_ATTACH, IMPOSSIBLE_PROCESS, 0, 0 }));
		return changes;
	}

	private static FileChannel open() throws IOException {
		return FileChannel.open(FILE, StandardOpenOption.READ, StandardOpenOption.WRITE);
	}

	private static Function function(String name) {
		return NativeLibrary.getInstance("c").getFunction(name);
	}

	/**
	 * A change of behavior.
	 */
	private interface Change {

		void make() throws Exception;

	}

}
