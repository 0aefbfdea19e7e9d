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

package dev.seccomp.attack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.seccomp.kernel.Platform;
import dev.seccomp.syscall.Architecture;

/**
 * The attacks of {@code attacks.txt} that exist on this architecture.
 */
final class AttackTable {

	/** Braces in a name, with ranges of numbers that replace them and {@code {}}. */
	private static final Pattern NUMBERS = Pattern.compile("\\{([\\d,.]+)}");

	private AttackTable() {
	}

	static List<Attack> load() {
		Architecture architecture = Platform.architecture();
		return lines().flatMap(AttackTable::expand).map(Attack::parse).filter((attack) -> switch (attack.method()) {
			case "java", "escape" -> true;
			case "call" -> architecture.syscalls().number(attack.subject()).isPresent();
			default -> architecture == Architecture.X86_64;
		}).toList();
	}

	private static Stream<String> lines() {
		try (InputStream input = Objects.requireNonNull(AttackTable.class.getResourceAsStream("attacks.txt"))) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isEmpty() && !line.startsWith("#"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<String> expand(String line) {
		Matcher matcher = NUMBERS.matcher(line);
		if (!matcher.find()) {
			return Stream.of(line);
		}
		return Stream.of(matcher.group(1).split(","))
			.flatMapToInt(AttackTable::range)
			.mapToObj(String::valueOf)
			.map((number) -> line.replace(matcher.group(), number).replace("{}", number));
	}

	private static IntStream range(String range) {
		String[] ends = range.split("\\.\\.");
		return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
	}

}
