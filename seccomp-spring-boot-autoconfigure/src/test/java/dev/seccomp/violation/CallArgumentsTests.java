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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.ProcessMemory;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link CallArguments}.
 */
class CallArgumentsTests {

	private static final Architecture ARCHITECTURE = Platform.architecture();

	private static final int SELF = (int) ProcessHandle.current().pid();

	private static final long AT_FDCWD = 0xffff_ff9cL;

	/** Keeps the allocated memory reachable. */
	private final List<Memory> memories = new ArrayList<>();

	private ProcessMemory own;

	private CallArguments arguments;

	@BeforeEach
	void open() throws IOException {
		this.own = ProcessMemory.ofSelf();
		this.arguments = new CallArguments(ARCHITECTURE, this.own);
		this.arguments.warmUp();
	}

	@AfterEach
	void close() throws IOException {
		this.own.close();
		this.memories.forEach(Memory::close);
	}

	@Test
	void decodeWhenCallIsExecveReturnsPathAndArguments() {
		StringArray argv = new StringArray(new String[] { "/bin/ls", "-al", "/a folder" });
		assertThat(decode("execve", string("/bin/ls"), Pointer.nativeValue(argv)))
			.containsExactly(entry("path", "/bin/ls"), entry("argv", List.of("/bin/ls", "-al", "/a folder")));
	}

	@Test
	void decodeWhenCallIsExecveatReturnsFlags() {
		StringArray argv = new StringArray(new String[] { "x" });
		assertThat(decode("execveat", AT_FDCWD, string(""), Pointer.nativeValue(argv), 0, 0x1100)).containsExactly(
				entry("dirfd", "AT_FDCWD"), entry("path", ""), entry("argv", List.of("x")),
				entry("flags", "AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH"));
		assertThat(decode("execveat", 5, string(""), 0, 0, 0)).containsEntry("dirfd", 5)
			.containsEntry("argv", List.of("NULL"))
			.containsEntry("flags", "0");
	}

	@Test
	void decodeWhenPointerIsInvalidReturnsUnreadable() {
		assertThat(decode("execve", 0, 0)).containsExactly(entry("path", "NULL"), entry("argv", List.of("NULL")));
		assertThat(decode("execve", 16, -1)).containsExactly(entry("path", "unreadable 0x10"),
				entry("argv", List.of("unreadable 0xffffffffffffffff")));
		Memory argv = memory(2 * Long.BYTES);
		argv.setLong(0, 17);
		argv.setLong(Long.BYTES, 0);
		assertThat(decode("execve", Long.MIN_VALUE, Pointer.nativeValue(argv)))
			.containsExactly(entry("path", "unreadable 0x8000000000000000"), entry("argv", List.of("unreadable 0x11")));
	}

	@Test
	void decodeWhenProcessDoesNotExistReturnsUnreadable() {
		assertThat(
				untyped(this.arguments.decode(number("execve"), Integer.MAX_VALUE, string("/bin/ls"), 0, 0, 0, 0, 0)))
			.hasEntrySatisfying("path", (path) -> assertThat(path).asString().startsWith("unreadable 0x"));
	}

	@Test
	void decodeWhenStringIsLongTruncatesIt() {
		Memory endless = memory(8192);
		endless.setMemory(0, endless.size(), (byte) 'x');
		assertThat(decode("memfd_create", Pointer.nativeValue(endless), 3))
			.containsExactly(entry("name", "x".repeat(4096) + "..."), entry("flags", "MFD_CLOEXEC|MFD_ALLOW_SEALING"));
	}

	@Test
	void decodeWhenListIsLongTruncatesIt() {
		assertThat(argv(1000, "a")).hasSize(65).endsWith("a", "...");
		assertThat(argv(3, "x".repeat(300))).containsExactly("x".repeat(256) + "...", "x".repeat(256) + "...",
				"x".repeat(256) + "...");
		List<String> strings = argv(1000, "x".repeat(300));
		assertThat(strings).endsWith("...");
		assertThat(String.join("", strings)).hasSizeBetween(4000, 4200);
	}

	private List<String> argv(int count, String string) {
		long[] pointers = new long[count + 1];
		Arrays.fill(pointers, 0, count, string(string));
		Memory argv = memory(Long.BYTES * pointers.length);
		argv.write(0, pointers, 0, pointers.length);
		Object strings = decode("execve", 0, Pointer.nativeValue(argv)).get("argv");
		return ((List<?>) strings).stream().map(Object::toString).toList();
	}

	@Test
	void decodeWhenTextIsUnprintableEscapesIt() {
		assertThat(path("a\nb\r\t\u001b[31m\u007f")).isEqualTo("a\\x0ab\\x0d\\x09\\x1b[31m\\x7f");
		assertThat(path("\\x41")).isEqualTo("\\\\x41");
		assertThat(path("gr\u00fc\u00df \u65e5\u672c \ud83d\ude00"))
			.isEqualTo("gr\u00fc\u00df \u65e5\u672c \ud83d\ude00");
		assertThat(path("\u0085 \u202e \u2028 \ufeff \ue000"))
			.isEqualTo("\\u{85} \\u{202e} \\u{2028} \\u{feff} \\u{e000}");
		assertThat(path(0xff, 'a', 0xc3, 'b', 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xe2, 0x82))
			.isEqualTo("\\xffa\\xc3b\\xc0\\xaf\\xed\\xa0\\x80\\xe2\\x82");
		assertThat(path(0xef, 0xbf, 0xbd)).isEqualTo("\\xef\\xbf\\xbd");
	}

	private String path(String path) {
		return (String) decode("execve", string(path), 0).get("path");
	}

	private String path(int... path) {
		Memory memory = memory(path.length + 1);
		for (int i = 0; i < path.length; i++) {
			memory.setByte(i, (byte) path[i]);
		}
		memory.setByte(path.length, (byte) 0);
		return (String) decode("execve", Pointer.nativeValue(memory), 0).get("path");
	}

	@Test
	void decodeWhenCallIsSocketReturnsNames() {
		assertThat(decode("socket", 10, 0x80801, 6)).containsExactly(entry("family", "AF_INET6"),
				entry("type", "SOCK_STREAM|SOCK_NONBLOCK|SOCK_CLOEXEC"), entry("protocol", "IPPROTO_TCP"));
		assertThat(decode("socket", 16, 3, 9)).containsExactly(entry("family", "AF_NETLINK"), entry("type", "SOCK_RAW"),
				entry("protocol", "NETLINK_AUDIT"));
		assertThat(decode("socket", 38, 5, 0)).containsExactly(entry("family", "AF_ALG"),
				entry("type", "SOCK_SEQPACKET"), entry("protocol", 0));
		assertThat(decode("socket", -1, -1, -1)).containsExactly(entry("family", -1),
				entry("type", "15|SOCK_NONBLOCK|SOCK_CLOEXEC|0xfff7f7f0"), entry("protocol", -1));
	}

	@Test
	void decodeWhenCallHasAddressFormatsIt() {
		assertThat(address(2, 0x1f, 0x90, 127, 0, 0, 1)).isEqualTo("127.0.0.1:8080");
		assertThat(address(ipv6("00000000000000000000000000000001", 0))).isEqualTo("[::1]:443");
		assertThat(address(ipv6("00000000000000000000000000000000", 0))).isEqualTo("[::]:443");
		assertThat(address(ipv6("20010db8000000000001000000000000", 0))).isEqualTo("[2001:db8:0:0:1::]:443");
		assertThat(address(ipv6("20010db8000100000000000000000001", 0))).isEqualTo("[2001:db8:1::1]:443");
		assertThat(address(ipv6("20010db8000000010001000100010001", 0))).isEqualTo("[2001:db8:0:1:1:1:1:1]:443");
		assertThat(address(ipv6("fe800000000000000000000000000001", 3))).isEqualTo("[fe80::1%3]:443");
		assertThat(address(ipv6("00000000000000000000ffff5db8d822", 0))).isEqualTo("[::ffff:93.184.216.34]:443");
		assertThat(address(1, '/', 'r', '\n', 0, 'x')).isEqualTo("unix:/r\\x0a");
		assertThat(address(1, 0, 'a', 0, 'b')).isEqualTo("unix:@a\\x00b");
		assertThat(address(1)).isEqualTo("unix:");
		assertThat(address(16, 0, 0)).isEqualTo("AF_NETLINK");
		assertThat(address(2, 1)).isEqualTo("AF_INET");
		assertThat(address(10, 1)).isEqualTo("AF_INET6");
		assertThat(address(999)).isEqualTo("999");
		assertThat(decode("connect", 4, 8, 16)).containsExactly(entry("fd", 4), entry("address", "unreadable 0x8"));
		assertThat(decode("bind", 4, string("/a"), -1)).containsEntry("fd", 4)
			.hasEntrySatisfying("address", (address) -> assertThat(address).asString().startsWith("unreadable 0x"));
	}

	private static int[] ipv6(String address, int scope) {
		int[] words = new int[27];
		words[0] = 10;
		words[1] = 443 >> 8;
		words[2] = 443 & 0xff;
		for (int i = 0; i < 16; i++) {
			words[7 + i] = Integer.parseInt(address.substring(2 * i, 2 * i + 2), 16);
		}
		byte[] bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(scope).array();
		for (int i = 0; i < bytes.length; i++) {
			words[23 + i] = bytes[i];
		}
		return words;
	}

	/** The first two bytes are the family. */
	private String address(int... address) {
		Memory memory = memory(address.length + 1);
		memory.setShort(0, (short) address[0]);
		for (int i = 1; i < address.length; i++) {
			memory.setByte(i + 1, (byte) address[i]);
		}
		return (String) decode("connect", 4, Pointer.nativeValue(memory), address.length + 1).get("address");
	}

	@Test
	void decodeWhenCallIsListenOrAcceptReturnsNumbers() {
		assertThat(decode("listen", 3, 128)).containsExactly(entry("fd", 3), entry("backlog", 128));
		assertThat(decode("accept4", 3, 0, 0, 0x800)).containsExactly(entry("fd", 3), entry("flags", "SOCK_NONBLOCK"));
	}

	@Test
	void decodeWhenCallCreatesProcessOrNamespaceReturnsFlags() {
		long[] clone = new long[6];
		clone[ARCHITECTURE.cloneFlagsIndex()] = 0x4111;
		assertThat(decode("clone", clone)).containsExactly(entry("flags", "CLONE_VM|CLONE_VFORK|SIGCHLD"));
		clone[ARCHITECTURE.cloneFlagsIndex()] = 17;
		assertThat(decode("clone", clone)).containsExactly(entry("flags", "SIGCHLD"));
		Memory clone3 = memory(88);
		clone3.clear();
		clone3.setLong(0, 0x2_0000_0100L);
		clone3.setLong(32, 9);
		assertThat(decode("clone3", Pointer.nativeValue(clone3), 88))
			.containsExactly(entry("flags", "CLONE_VM|CLONE_INTO_CGROUP|signal 9"));
		assertThat(decode("clone3", 5, 88)).containsExactly(entry("flags", "unreadable 0x5"));
		assertThat(decode("unshare", 0x1002_0000)).containsExactly(entry("flags", "CLONE_NEWNS|CLONE_NEWUSER"));
		assertThat(decode("setns", 7, 0x4000_0000)).containsExactly(entry("fd", 7), entry("type", "CLONE_NEWNET"));
	}

	@Test
	void decodeWhenCallIsMountReturnsPathsAndFlags() {
		assertThat(decode("mount", string("/dev/sda1"), string("/mnt"), string("ext4"), 0x1003)).containsExactly(
				entry("source", "/dev/sda1"), entry("target", "/mnt"), entry("type", "ext4"),
				entry("flags", "MS_RDONLY|MS_NOSUID|MS_BIND"));
		assertThat(decode("umount2", string("/mnt"), 2)).containsExactly(entry("target", "/mnt"),
				entry("flags", "MNT_DETACH"));
	}

	@Test
	void decodeWhenCallIsPtraceReturnsRequest() {
		assertThat(decode("ptrace", 16, 42)).containsExactly(entry("request", "PTRACE_ATTACH"), entry("pid", 42));
		assertThat(decode("ptrace", 0x999, 42)).containsEntry("request", "0x999");
	}

	@Test
	void decodeWhenCallIsOnFilesReturnsPaths() {
		assertThat(decode("linkat", AT_FDCWD, string("/old"), 7, string("new"), 0x400)).containsExactly(
				entry("olddirfd", "AT_FDCWD"), entry("oldpath", "/old"), entry("newdirfd", 7), entry("newpath", "new"),
				entry("flags", "0x400"));
		assertThat(decode("fchmodat", AT_FDCWD, string("/file"), 0640)).containsExactly(entry("dirfd", "AT_FDCWD"),
				entry("path", "/file"), entry("mode", "0640"));
		assertThat(decode("fchown", 5, -1, 1000)).containsExactly(entry("fd", 5), entry("owner", -1),
				entry("group", 1000));
		assertThat(decode("fsetxattr", 5, string("user.a\n"))).containsExactly(entry("fd", 5),
				entry("name", "user.a\\x0a"));
		assertThat(decode("copy_file_range", 3, 16, 4)).containsExactly(entry("fd_in", 3), entry("fd_out", 4));
		assertThat(decode("truncate", string("/file"), 1L << 40)).containsExactly(entry("path", "/file"),
				entry("length", 1L << 40));
	}

	@Test
	void decodeWhenCallIsUmaskReturnsMode() {
		assertThat(decode("umask", 022)).containsExactly(entry("mask", "022"));
	}

	@Test
	void decodeWhenCallIsUnknownReturnsNumbers() {
		assertThat(decode("keyctl", 1, 0, -1))
			.containsExactly(entry("args", List.of("0x1", "0x0", "0xffffffffffffffff")));
		assertThat(decode("io_uring_setup")).containsExactly(entry("args", List.of()));
		assertThat(untyped(this.arguments.decode(100_000, SELF, 1, 0, 0, 0, 0, 0)))
			.containsExactly(entry("args", List.of("0x1")));
	}

	private Map<String, Object> decode(String name, long... arguments) {
		return untyped(this.arguments.decode(number(name), SELF, Arrays.copyOf(arguments, 6)));
	}

	private static int number(String name) {
		return ARCHITECTURE.syscalls().number(name).orElseThrow();
	}

	private long string(String string) {
		byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
		Memory memory = memory(bytes.length + 1);
		memory.write(0, bytes, 0, bytes.length);
		memory.setByte(bytes.length, (byte) 0);
		return Pointer.nativeValue(memory);
	}

	private Memory memory(int size) {
		Memory memory = new Memory(size);
		this.memories.add(memory);
		return memory;
	}

	private static Map<String, Object> untyped(Map<String, ArgumentValue> arguments) {
		Map<String, Object> untyped = new LinkedHashMap<>();
		arguments.forEach((name, value) -> untyped.put(name, untyped(value)));
		return untyped;
	}

	private static Object untyped(ArgumentValue value) {
		if (value instanceof ArgumentValue.TextList list) {
			return list.texts();
		}
		if (value instanceof ArgumentValue.Number number) {
			boolean isInt = number.number() == (int) number.number();
			return (isInt) ? (Object) (int) number.number() : number.number();
		}
		return value.toString();
	}

}
