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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link AuditRecord}.
 */
class AuditRecordTests {

	/** The record that Linux 6.18 on x86_64 writes for a thread named {@code a b"c}. */
	private static final String PAYLOAD = "audit(1795331838.230:142): auid=4294967295 uid=0 gid=0 ses=4294967295"
			+ " pid=26058 comm=6120622263 exe=\"/root/.pyenv/versions/3.11.7/bin/python3.11\" sig=0 arch=c000003e"
			+ " syscall=140 compat=0 ip=0x7f895cb1f829 code=0x50000";

	private static final String FIELDS = PAYLOAD.substring(PAYLOAD.indexOf("auid="));

	private static final String KILLED = "audit(1795330578.590:137): auid=1000 uid=1000 gid=100 ses=3"
			+ " subj=docker-default (enforce) pid=22874 comm=\"java\""
			+ " exe=\"/usr/lib/jvm/temurin-25-jdk-amd64/bin/java\" sig=31 arch=c000003e syscall=59 compat=0"
			+ " ip=0x7febf9afb829 code=0x80000000";

	@Test
	void parseWhenRecordIsFromKernelReturnsFields() {
		assertThat(AuditRecord.parse(PAYLOAD))
			.isEqualTo(new AuditRecord(Instant.parse("2026-11-22T07:17:18.230Z"), 142L, AuditRecord.UNSET, 0, 0,
					AuditRecord.UNSET, null, 26058, "a b\"c", "/root/.pyenv/versions/3.11.7/bin/python3.11", 0,
					0xC000003E, 140, false, 0x7f895cb1f829L, 0x50000, Map.of()));
	}

	@Test
	void fieldsReturnsNames() {
		assertThat(AuditRecord.parse(PAYLOAD).fields()).hasToString("{time=2026-11-22T07:17:18.230Z, serial=142,"
				+ " auid=unset, uid=0, gid=0, session=unset, pid=26058, comm=a b\"c,"
				+ " exe=/root/.pyenv/versions/3.11.7/bin/python3.11, signalNumber=0, architecture=x86_64,"
				+ " arch=0xc000003e, syscall=getpriority, number=140, compat=false,"
				+ " instructionPointer=0x7f895cb1f829, action=errno, code=0x50000}");
		assertThat(AuditRecord.parse(KILLED).fields())
			.hasToString("{time=2026-11-22T06:56:18.590Z, serial=137, auid=1000, uid=1000, gid=100, session=3,"
					+ " subject=docker-default (enforce), pid=22874, comm=java,"
					+ " exe=/usr/lib/jvm/temurin-25-jdk-amd64/bin/java, signal=SIGSYS, signalNumber=31,"
					+ " architecture=x86_64, arch=0xc000003e, syscall=execve, number=59, compat=false,"
					+ " instructionPointer=0x7febf9afb829, action=kill_process, code=0x80000000}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "type=SECCOMP msg=", "type=1326 msg=", "node=host type=SECCOMP msg=",
			"[10858.575486] audit: type=1326 ", "audit: type=1326 ", "  \t<5>[    1.000000] audit: type=1326 ",
			"[Sun Nov 22 07:17:18 2026] audit: type=1326 ", "Nov 22 07:17:18 host kernel: audit: type=1326 ",
			"2026-11-22T07:17:18+00:00 host kernel: [10858.575486] audit: type=1326 ",
			"kern  :notice: [10858.575486] audit: type=1326 " })
	void parseWhenLineHasPrefixIgnoresIt(String prefix) {
		assertThat(AuditRecord.parse(prefix + PAYLOAD)).isEqualTo(AuditRecord.parse(PAYLOAD));
		assertThat(AuditRecord.parse(prefix + PAYLOAD + " \r\n")).isEqualTo(AuditRecord.parse(PAYLOAD));
	}

	@Test
	void parseWhenLineIsFromJournalHasNoTime() {
		AuditRecord journal = AuditRecord.parse("Nov 22 07:17:18 host audit[26058]: SECCOMP " + FIELDS);
		AuditRecord record = AuditRecord.parse(PAYLOAD);
		assertThat(journal.time()).isNull();
		assertThat(journal.serial()).isNull();
		Map<String, Object> fields = record.fields();
		assertThat(fields.keySet().removeAll(List.of("time", "serial"))).isTrue();
		assertThat(journal.fields()).isEqualTo(fields);
	}

	@Test
	void parseWhenDaemonAddsNamesKeepsThem() {
		AuditRecord record = AuditRecord.parse("type=SECCOMP msg=" + PAYLOAD
				+ "\u001dARCH=x86_64 SYSCALL=getpriority AUID=\"unset\" UID=\"root\" GID=\"root\"");
		assertThat(record.others().toString())
			.isEqualTo("{ARCH=x86_64, SYSCALL=getpriority, AUID=unset, UID=root, GID=root}");
		assertThat(record.fields()).containsEntry("others", record.others()).containsEntry("uid", 0L);
	}

	@Test
	void parseWhenFieldsAreUnknownKeepsThem() {
		assertThat(AuditRecord.parse(PAYLOAD + " data=0x1").others()).isEqualTo(Map.of("data", "0x1"));
	}

	@ParameterizedTest
	@CsvSource({ "c000003e, 59, x86_64, execve", "c00000b7, 221, aarch64, execve", "c00000f3, 221, riscv64, execve",
			"80000016, 11, s390x, execve", "c0000015, 11, ppc64le, execve", "c0000102, 221, loongarch64, execve",
			"40000003, 11, i386, execve", "c000003e, 1073741883, x86_64, execve" })
	void architectureWhenKnownReturnsNameAndSyscall(String arch, int number, String architecture, String syscall) {
		AuditRecord record = AuditRecord
			.parse(PAYLOAD.replace("arch=c000003e syscall=140", "arch=" + arch + " syscall=" + number));
		assertThat(record.architecture()).hasToString(architecture);
		assertThat(record.syscall()).isEqualTo(syscall);
		assertThat(record.isX32()).isEqualTo(number > 0x40000000);
		assertThat(record.fields()).containsEntry("architecture", architecture)
			.containsEntry("arch", "0x" + arch)
			.containsEntry("syscall", syscall)
			.containsEntry("number", number);
		assertThat(record.fields().containsKey("x32")).isEqualTo(record.isX32());
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, Integer.MIN_VALUE, 999_999, Integer.MAX_VALUE })
	void syscallWhenNumberIsUnknownReturnsNull(int number) {
		AuditRecord record = AuditRecord.parse(PAYLOAD.replace("syscall=140", "syscall=" + number));
		assertThat(record.syscall()).isNull();
		assertThat(record.fields()).containsEntry("syscall", number).containsEntry("number", number);
		assertThat(AuditRecord.parse(PAYLOAD.replace("syscall=140", "syscall=" + Integer.toUnsignedString(number))))
			.isEqualTo(record);
	}

	@Test
	void architectureWhenUnknownReturnsNull() {
		AuditRecord record = AuditRecord.parse(PAYLOAD.replace("arch=c000003e", "arch=40000028"));
		assertThat(record.architecture()).isNull();
		assertThat(record.fields()).containsEntry("architecture", "0x40000028").containsEntry("syscall", 140);
	}

	@ParameterizedTest
	@CsvSource({ "0x80000000, 31, kill_process, SIGSYS,", "0x0, 31, kill_thread, SIGSYS,", "0x30000, 0, trap, SIGSYS,",
			"0x50000, 0, errno,,", "0x50001, 0, errno,, EPERM", "0x50fff, 0, errno,, 4095", "0x7fc00000, 0, notify,,",
			"0x7ff00000, 0, trace,,", "0x7ffc0000, 0, log,,", "0x7fff0000, 0, allow,,", "0x12340000, 0, 0x12340000,,",
			"0x80000000, 9, kill_process, SIGKILL,", "0x80000000, 64, kill_process, SIG64," })
	void actionReturnsName(String code, int signal, String action, String signalName, String errno) {
		AuditRecord record = AuditRecord
			.parse(PAYLOAD.replace("sig=0", "sig=" + signal).replace("code=0x50000", "code=" + code));
		assertThat(record.action()).isEqualTo(action);
		assertThat(record.signalName()).isEqualTo(signalName);
		assertThat(record.errno()).isEqualTo(errno);
		assertThat(record.fields()).containsEntry("code", code).containsEntry("signalNumber", signal);
		assertThat(record.fields().get("action")).isEqualTo(action);
		assertThat(record.fields().get("signal")).isEqualTo(signalName);
		assertThat(record.fields().get("errno")).isEqualTo(errno);
	}

	@Test
	void parseWhenValueIsUnknownReturnsNull() {
		AuditRecord record = AuditRecord.parse(KILLED.replace("subj=docker-default (enforce)", "subj=?")
			.replace("comm=\"java\"", "comm=?")
			.replace("exe=\"/usr/lib/jvm/temurin-25-jdk-amd64/bin/java\"", "exe=(null)"));
		assertThat(record.subject()).isNull();
		assertThat(record.comm()).isNull();
		assertThat(record.exe()).isNull();
		assertThat(record.fields()).doesNotContainKeys("subject", "comm", "exe");
	}

	@ParameterizedTest
	@CsvSource({ "\"java\", java", "\"http-nio-8080-e\", http-nio-8080-e", "6A, j", "C3A4, ä", "\"6A\", 6A", "\"\", ''",
			"610A74797065, a\\u000atype", "1B5B324A, \\u001b[2J", "E280AE, \\u202e", "E280A8, \\u2028", "FF, \uFFFD" })
	void commEscapesUnprintableCharacters(String text, String comm) {
		assertThat(AuditRecord.parse(PAYLOAD.replace("comm=6120622263", "comm=" + text)).comm()).isEqualTo(comm);
	}

	@Test
	void parseWhenCommLooksLikeFieldIgnoresIt() {
		// "x pid=1", which the kernel always writes in hexadecimal
		assertThat(AuditRecord.parse(PAYLOAD.replace("comm=6120622263", "comm=78207069643D31")).pid()).isEqualTo(26058);
		assertThat(AuditRecord.parse(PAYLOAD + " pid=1").pid()).isEqualTo(26058);
	}

	@Test
	void parseWhenLineIsTruncatedThrowsException() {
		String line = "type=SECCOMP msg=" + PAYLOAD;
		for (int length = 0; length < line.length(); length++) {
			String cut = line.substring(0, length);
			assertThatIllegalArgumentException().as(cut).isThrownBy(() -> AuditRecord.parse(cut));
		}
	}

	@Test
	void parseWhenCharacterIsChangedReturnsOrThrowsIllegalArgumentException() {
		for (String line : new String[] { "type=SECCOMP msg=" + PAYLOAD, KILLED }) {
			for (int i = 0; i < line.length(); i++) {
				for (char change : "\u0000\n\u001d =\"(:-9fF\uD800\u0660".toCharArray()) {
					String changed = line.substring(0, i) + change + line.substring(i + 1);
					try {
						AuditRecord.parse(changed).fields();
					}
					catch (Exception ex) {
						assertThat(ex).as(changed).isExactlyInstanceOf(IllegalArgumentException.class);
						assertThat(ex.getMessage()).matches("\\P{Cntrl}+");
					}
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "auid=4294967295 | auid=4294967296", "uid=0 gid | uid=-1 gid", "uid=0 gid | uid= gid",
					"uid=0 gid | uid=root gid", "uid=0 gid | uid=٣ gid", "pid=26058 | pid=2147483648",
					"pid=26058 | pid=99999999999999999999999999999999", "pid=26058 | pd=26058", "sig=0 | sig=SIG0",
					"arch=c000003e | arch=x86_64", "arch=c000003e | arch=1c000003e", "syscall=140 | syscall=4294967296",
					"syscall=140 | syscall=-2147483649", "syscall=140 | syscall=--1", "compat=0 | compat=2",
					"ip=0x7f895cb1f829 | ip=0x10000000000000000", "code=0x50000 | code=0x150000000",
					"code=0x50000 | code=errno", "code=0x50000 | code=0x", "comm=6120622263 | comm=java",
					"comm=6120622263 | comm=612", "1795331838.230 | 11/22/2026 07:17:18.230",
					"1795331838.230 | 99999999999999999.230", "1795331838.230 | -1.230", "1795331838.230 | 1.1000",
					":142) | )", ":142) | :-1)", ":142) | :99999999999999999999)" })
	void parseWhenValueIsInvalidThrowsException(String part, String replacement) {
		assertThat(PAYLOAD).contains(part);
		assertThatIllegalArgumentException().isThrownBy(() -> AuditRecord.parse(PAYLOAD.replace(part, replacement)))
			.withMessageStartingWith("Not a SECCOMP audit record: 'audit(");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "hello", "audit", "audit(", "audit(1795331838.230:142):",
			"type=SYSCALL msg=audit(1795331838.230:142): arch=c000003e syscall=59 success=no",
			"[1.0] audit: type=1400 audit(1795331838.230:142): apparmor=\"DENIED\"", ": SECCOMP ",
			"type=1326 audit(1795331838.230:142)", "\u001d", "\u001dtype=1326 audit(1.1:1): auid=0" })
	void parseWhenLineIsNoRecordThrowsException(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> AuditRecord.parse(line))
			.withMessageMatching("\\P{Cntrl}+ Use one line of type SECCOMP \\(1326\\) from audit.log, dmesg or"
					+ " the journal: type=1326 audit\\(...\\): auid=... code=...");
	}

	@Test
	void parseWhenLineIsInvalidReportsReason() {
		assertThatIllegalArgumentException().isThrownBy(() -> AuditRecord.parse("type=SYSCALL msg=" + PAYLOAD))
			.withMessageStartingWith("Not a SECCOMP audit record: 'type=SYSCALL msg=audit(1795331838.230:142):"
					+ " auid=4294967295 ...'. Its type is not SECCOMP. Use one line");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AuditRecord.parse(PAYLOAD.substring(0, PAYLOAD.indexOf(" compat"))))
			.withMessageContaining("Its field compat is missing. The line may be truncated.");
		assertThatIllegalArgumentException().isThrownBy(() -> AuditRecord.parse(PAYLOAD + "\n" + KILLED))
			.withMessageContaining("The text has more than one line.");
		assertThatIllegalArgumentException().isThrownBy(() -> AuditRecord.parse("\u001b[2J\u202e"))
			.withMessageContaining("'\\u001b[2J\\u202e'");
	}

	@Test
	void parseWhenLineIsLongReturnsInTime() {
		for (String part : new String[] { " ", "=", "a=", "audit(", "\"", ":", "type=1326 audit(1.1:1): ", "a b " }) {
			for (int length : new int[] { 32_000, 5_000_000 }) {
				String line = part.repeat(length / part.length());
				assertTimeoutPreemptively(Duration.ofSeconds(5),
						() -> assertThatExceptionOfType(IllegalArgumentException.class)
							.isThrownBy(() -> AuditRecord.parse(line))
							.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500)));
			}
		}
		String words = PAYLOAD + " subj=" + "x ".repeat(15_000);
		assertTimeoutPreemptively(Duration.ofSeconds(5),
				() -> assertThat(AuditRecord.parse(words).subject()).hasSize(29_999));
	}

	@Test
	void architectureWhenSupportedIsParsed() {
		for (Architecture architecture : Architecture.values()) {
			assertThat(AuditRecord
				.parse(PAYLOAD.replace("arch=c000003e", "arch=" + Integer.toHexString(architecture.audit())))
				.architecture()).isSameAs(architecture);
		}
	}

}
