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

import java.util.Map;

import dev.seccomp.violation.AuditRecord;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that explains a line of the kernel's audit log. It reveals
 * nothing about this application.
 *
 * @see AuditRecord
 */
@Endpoint(id = "seccompaudit", defaultAccess = Access.READ_ONLY)
public class SeccompAuditEndpoint {

	/**
	 * Explain a line.
	 * @param line a line of type {@code SECCOMP} (1326) of {@code audit.log}, of
	 * {@code dmesg} or of the journal
	 * @return the fields, with names for the numbers
	 * @throws IllegalArgumentException if it is another line
	 */
	@ReadOperation
	public Map<String, Object> read(String line) {
		return OperationResponseBody.of(AuditRecord.parse(line).fields());
	}

}
