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

package dev.seccomp;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that list the public API. Its types have an {@code @since} tag, their members are
 * those of {@code public-api.txt}, and they refer to no internal type.
 */
class PublicApiTests {

	private static final Path SOURCES = Path.of("src", "main", "java");

	private static final Path LIST = Path.of("src", "test", "resources", "dev", "seccomp", "public-api.txt");

	/** A documented public type. Nested types are indented by one tab. */
	private static final Pattern TYPE = Pattern.compile("(?<indent>\\t?)/\\*\\*(?<doc>(?:(?!\\*/).)*?)\\*/\\s+"
			+ "(?:@\\w+(?:\\((?:[^()]|\\([^()]*\\))*\\))?\\s+)*public (?:static |final |sealed |abstract )*"
			+ "(?:class|record|enum|interface) (?<name>\\w+)", Pattern.DOTALL);

	private static final Pattern OWN_TYPE = Pattern.compile("dev\\.seccomp\\.[\\w.$]+");

	@Test
	void publicApiIsTheListedOne() throws Exception {
		List<String> api = new TreeSet<>(typesSince()).stream().flatMap(PublicApiTests::describe).toList();
		assertThat(api).as("""
				The public API has changed. If that is intended, replace the content of %s by:
				%s
				""", LIST, String.join("\n", api)).isEqualTo(Files.readAllLines(LIST, StandardCharsets.UTF_8));
	}

	@Test
	void publicApiRefersToNoInternalType() throws Exception {
		Set<String> types = typesSince();
		assertThat(types).hasSizeGreaterThan(20);
		for (String type : types) {
			List<String> referred = describe(type).flatMap((line) -> OWN_TYPE.matcher(line).results())
				.map((result) -> result.group().replaceAll("\\.$", ""))
				.filter((name) -> isType(name))
				.distinct()
				.toList();
			assertThat(types).as("Types in the members of %s", type).containsAll(referred);
		}
	}

	@Test
	void typesSinceFindsTypesByTheirTag() {
		assertThat(types("a.B",
				"/**\n * B.\n * @since 1\n */\n@X({ Y.class })\npublic final class B {\n\n"
						+ "\t/**\n\t * C.\n\t *\n\t * @since 1\n\t */\n\tpublic record C() {\n\t}\n"
						+ "\t/**\n\t * D.\n\t */\n\tpublic enum D {\n\t}\n}"))
			.containsExactly("a.B", "a.B$C");
		assertThat(types("a.B", "/**\n * B.\n */\npublic class B {\n}")).isEmpty();
	}

	private static boolean isType(String name) {
		try {
			Class.forName(name);
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	private static Set<String> typesSince() throws IOException {
		Set<String> types = new TreeSet<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				String name = SOURCES.relativize(file).toString().replace('/', '.').replaceAll("\\.java$", "");
				types.addAll(types(name, Files.readString(file)));
			}
		}
		return types;
	}

	private static List<String> types(String file, String source) {
		Matcher matcher = TYPE.matcher(source);
		return matcher.results()
			.filter((type) -> type.group(2).contains("@since"))
			.map((type) -> (type.group(1).isEmpty()) ? file : file + "$" + type.group(3))
			.toList();
	}

	private static Stream<String> describe(String name) {
		try {
			Class<?> type = Class.forName(name, false, PublicApiTests.class.getClassLoader());
			return Stream.concat(Stream.of(name), members(type).map("  "::concat));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<String> members(Class<?> type) {
		Stream<String> fields = Arrays.stream(type.getDeclaredFields())
			.filter((field) -> isApi(field.getModifiers()))
			.map(PublicApiTests::describe);
		Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors())
			.filter((constructor) -> isApi(constructor.getModifiers()))
			.map(PublicApiTests::describe);
		Stream<String> methods = Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> isApi(method.getModifiers()) && !method.isSynthetic())
			.filter((method) -> !Set.of("equals", "hashCode", "toString").contains(method.getName()))
			.map(PublicApiTests::describe);
		return Stream.of(fields, constructors, methods).flatMap(Stream::sorted);
	}

	private static boolean isApi(int modifiers) {
		return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
	}

	private static String describe(Field field) {
		return modifiers(field.getModifiers()) + field.getGenericType().getTypeName() + " " + field.getName();
	}

	private static String describe(Constructor<?> constructor) {
		return "new(" + parameters(constructor) + ")";
	}

	private static String describe(Method method) {
		return modifiers(method.getModifiers()) + method.getGenericReturnType().getTypeName() + " " + method.getName()
				+ "(" + parameters(method) + ")";
	}

	private static String modifiers(int modifiers) {
		return (Modifier.isStatic(modifiers)) ? "static " : "";
	}

	private static String parameters(Executable executable) {
		return Arrays.stream(executable.getGenericParameterTypes())
			.map(Type::getTypeName)
			.collect(Collectors.joining(", "));
	}

}
