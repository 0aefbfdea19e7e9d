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

package dev.seccomp.boot.actuate;

import java.util.List;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.kernel.FilteredThreads;
import dev.seccomp.learn.RecorderProcess;
import dev.seccomp.violation.Supervisor;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} of the system call filter. It is up while all threads run under
 * the filter, the supervisor responds to a test call, and the recorder is alive. Without
 * a filter it is unknown.
 */
public class SeccompHealthIndicator extends AbstractHealthIndicator {

	private final SeccompState state;

	public SeccompHealthIndicator(SeccompState state) {
		super("seccomp health check failed");
		this.state = state;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("mode", this.state.mode().toString());
		String reason = this.state.reason();
		if (reason != null) {
			builder.unknown().withDetail("reason", reason);
			return;
		}
		FilteredThreads threads = this.state.threads();
		Supervisor supervisor = this.state.supervisor();
		RecorderProcess recorder = this.state.recorder();
		boolean recorded = recorder == null || recorder.isAlive();
		boolean supervised = supervisor == null || (supervisor.verifyResponding() && !supervisor.hasFailed());
		builder.status((threads.coversAll() && supervised && recorded) ? "UP" : "DOWN")
			.withDetail("threads", SeccompEndpoint.ThreadsDescriptor.of(threads));
		if (recorder != null) {
			builder.withDetail("recorder", (recorded) ? "recording" : "dead");
		}
		if (supervisor != null) {
			String unsupervised = this.state.unsupervisedReason();
			builder.withDetail("supervisor", (unsupervised != null) ? unsupervised
					: (supervised) ? "responding" : "does not respond to a test call");
			List<String> unreported = this.state.unreportedCalls();
			if (unsupervised == null && !unreported.isEmpty()) {
				builder.withDetail("unreported", unreported);
			}
		}
	}

}
