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

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AuditedCalls}.
 */
class AuditedCallsTests {

	private static final Architecture ARCHITECTURE = Architecture.X86_64;

	private static final int ERRNO = 0x50000;

	private static final int LOG = 0x7ffc0000;

	private final Violations violations = new Violations();

	private final BlockingQueue<Violation> published = new LinkedBlockingQueue<>();

	private final Supervisor supervisor = new Supervisor(ARCHITECTURE, true, this.violations);

	private final AuditedCalls calls = new AuditedCalls(this.violations, this.supervisor, Instant.EPOCH);

	@Test
	void errorIsThatOfThePolicy() throws Exception {
		decideBy(policy().rule("syscalls[0]", List.of("acct"), List.of(), List.of(), Action.errno(Errno.EACCES)));
		Violation violation = accept("acct", ERRNO);
		assertThat(violation.errno()).isEqualTo("EACCES");
		assertThat(violation.outcome()).isEqualTo("errno");
		assertThat(violation.enforced()).isTrue();
		assertThat(violation.syscall()).isEqualTo("acct");
		assertThat(violation.caller().thread().name()).isEqualTo("a caller");
	}

	@Test
	void errorOfTheOnlyRuleIsKnownWhateverItsConditionIs() throws Exception {
		decideBy(policy().rule("syscalls[0]", List.of("socket"), List.of(), List.of(equal(0, 38)),
				Action.errno(Errno.EACCES)));
		Violation violation = accept("socket", ERRNO);
		assertThat(violation.errno()).isEqualTo("EACCES");
		assertThat(violation.outcome()).isEqualTo("errno");
		assertThat(this.violations.counts()).hasToString("{socket={errno=1}}");
	}

	@Test
	void errorIsUnknownWhereArgumentsDecideBetweenSeveral() throws Exception {
		decideBy(policy()
			.rule("syscalls[0]", List.of("socket"), List.of(), List.of(equal(0, 0)), Action.errno(Errno.EACCES))
			.rule("syscalls[1]", List.of("socket"), List.of(), List.of(equal(0, 38)), Action.errno(Errno.EPERM)));
		assertThat(accept("socket", ERRNO)).satisfies(AuditedCallsTests::hasUnknownError);
	}

	/** Such as what the rules deny that guard the supervisor. */
	@Test
	void errorIsUnknownWhereThePolicyAllowsTheCall() throws Exception {
		decideBy(policy().rule("syscalls[0]", List.of("acct"), List.of(), List.of(), Action.errno(Errno.EACCES)));
		assertThat(accept("munmap", ERRNO)).satisfies(AuditedCallsTests::hasUnknownError);
		assertThat(this.violations.counts()).hasToString("{munmap={errno=1}}");
	}

	@Test
	void ofTwoFiltersTheNewerDecidesBetweenErrors() throws Exception {
		decideBy(policy().rule("syscalls[0]", List.of("acct", "socket"), List.of(), List.of(),
				Action.errno(Errno.EACCES)));
		decideBy(policy().rule("syscalls[0]", List.of("acct"), List.of(), List.of(), Action.errno(Errno.EPERM))
			.rule("syscalls[1]", List.of("socket"), List.of(), List.of(equal(0, 38)), Action.errno(Errno.EPERM)));
		assertThat(accept("acct", ERRNO).errno()).isEqualTo("EPERM");
		assertThat(accept("socket", ERRNO)).satisfies(AuditedCallsTests::hasUnknownError);
	}

	@ParameterizedTest
	@CsvSource({ "0x30000, trap", "0x00000000, kill_thread", "0x7ff00000, trace", "0x12340000, kill_process" })
	void otherActionsAreThoseOfTheRecord(String code, String outcome) throws Exception {
		decideBy(policy().rule("syscalls[0]", List.of("acct"), List.of(), List.of(), Action.errno(Errno.EACCES)));
		Violation violation = accept("acct", Integer.decode(code));
		assertThat(violation.outcome()).isEqualTo(outcome);
		assertThat(violation.errno()).isNull();
	}

	@Test
	void whatIsOnlyLoggedIsToldAsItWouldBeDenied() throws Exception {
		decideBy(policy().rule("syscalls[0]", List.of("acct"), List.of(), List.of(), Action.errno(Errno.EACCES))
			.rule("syscalls[1]", List.of("socket"), List.of(), List.of(equal(0, 38)), Action.errno(Errno.EPERM))
			.rule("syscalls[2]", List.of("reboot"), List.of(), List.of(), Action.of(ActionType.LOG)));
		Violation violation = accept("acct", LOG);
		assertThat(violation.enforced()).isFalse();
		assertThat(violation.outcome()).isEqualTo("log");
		assertThat(violation.errno()).isEqualTo("EACCES");
		assertThat(accept("socket", LOG).errno()).isEqualTo("EPERM");
		assertThat(accept("reboot", LOG).action()).isEqualTo(Action.of(ActionType.LOG));
		assertThat(this.violations.counts()).hasToString("{acct={log=1}, reboot={log=1}, socket={log=1}}");
	}

	private static void hasUnknownError(Violation violation) {
		assertThat(violation.errno()).isNull();
		assertThat(violation.action()).isEqualTo(Action.of(ActionType.ERRNO));
		assertThat(violation.outcome()).isEqualTo("errno");
	}

	private static SeccompPolicy.Builder policy() {
		return SeccompPolicy.builder(ARCHITECTURE);
	}

	private static ArgumentCondition equal(int index, long value) {
		return ArgumentCondition.of(index, Operator.EQ, value);
	}

	private void decideBy(SeccompPolicy.Builder policy) {
		this.supervisor.decideBy(FilterCompiler.compile(policy.build()));
	}

	/** Verifying a filter takes calls that it denies. */
	@Test
	void callsBeforeTheFilterWasVerifiedAreNotTold() {
		AuditRecord record = record("acct", ERRNO);
		new AuditedCalls(this.violations, this.supervisor, record.time().plusMillis(1)).accept(record);
		assertThat(this.violations.counts()).isEmpty();
		new AuditedCalls(this.violations, this.supervisor, record.time()).accept(record);
		assertThat(this.violations.counts()).hasToString("{acct={errno=1}}");
	}

	private static AuditRecord record(String syscall, int code) {
		return AuditRecord
			.parse("audit(1795331838.230:142): auid=0 uid=0 gid=0 ses=0 pid=1 comm=\"a caller\" exe=\"/bin/java\" sig=0"
					+ " arch=c000003e syscall=" + ARCHITECTURE.syscalls().number(syscall).orElseThrow()
					+ " compat=0 ip=0x1 code=0x" + Integer.toHexString(code));
	}

	private Violation accept(String syscall, int code) throws InterruptedException {
		this.calls.accept(record(syscall, code));
		this.violations.startPublishing(10, this.published::add);
		Violation violation = this.published.poll(10, TimeUnit.SECONDS);
		assertThat(violation).isNotNull();
		return violation;
	}

}
