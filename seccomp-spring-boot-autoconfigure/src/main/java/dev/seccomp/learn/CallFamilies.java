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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.SyscallGroup;

/**
 * The families of calls that libraries use in place of each other. The file
 * {@code families.txt} lists them with their reasons.
 */
final class CallFamilies {

	private static final String RESOURCE = "families.txt";

	private static final String COMMENT = "#";

	private static final String REASON = " : ";

	private static final List<Family> FAMILIES = load();

	private CallFamilies() {
	}

	/**
	 * Return the families of a call.
	 * @param call the call
	 * @return the families, none if there is no call in its place
	 */
	static List<Family> of(RecordedCall call) {
		return FAMILIES.stream().filter((family) -> family.calls().contains(call)).toList();
	}

	/**
	 * Count operations. The calls of a family count as one.
	 * @param syscalls the names of calls
	 * @return the number of operations
	 */
	static long operations(Collection<String> syscalls) {
		Set<String> names = syscalls.stream()
			.map((name) -> of(RecordedCall.of(name)).stream()
				.findFirst()
				.map((family) -> family.calls().get(0).syscall())
				.orElse(name))
			.collect(Collectors.toSet());
		return names.size();
	}

	private static List<Family> load() {
		try (InputStream stream = CallFamilies.class.getResourceAsStream(RESOURCE)) {
			if (stream == null) {
				throw new IllegalStateException("Missing resource " + RESOURCE);
			}
			List<Family> families = new ArrayList<>();
			for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
				int reason = line.indexOf(REASON);
				if (!line.startsWith(COMMENT) && reason != -1) {
					families.add(new Family(
							Stream.of(line.substring(0, reason).split(", ")).map(CallFamilies::call).toList(),
							line.substring(reason + REASON.length())));
				}
			}
			return List.copyOf(families);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RecordedCall call(String text) {
		int conditions = text.indexOf('(');
		return (conditions == -1) ? RecordedCall.of(text)
				: new RecordedCall(text.substring(0, conditions),
						Catalog.conditions(text.substring(conditions + 1, text.length() - 1))
							.stream()
							.map(SyscallGroup.Condition::condition)
							.toList());
	}

	/**
	 * A family of calls.
	 *
	 * @param calls the calls
	 * @param reason the reason why there are several
	 */
	record Family(List<RecordedCall> calls, String reason) {

	}

}
