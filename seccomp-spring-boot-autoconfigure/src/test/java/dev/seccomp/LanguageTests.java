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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that comments, messages, metadata, the documentation and the sample's pages use
 * the terms of the kernel's and Spring Boot's documentation. The check covers words that
 * this project once used instead of these terms, and Javadoc sentences that are long or
 * begin with a question word.
 */
class LanguageTests {

	private static final List<Path> FOLDERS = List.of(Path.of("src", "main"),
			Path.of("..", "seccomp-spring-boot-test", "src", "main"), Path.of("..", "sample-app", "src", "main"),
			Path.of("..", "docs"), Path.of("..", "README.md"), Path.of("..", "CHANGELOG.md"),
			Path.of("..", "CONTRIBUTING.md"), Path.of("..", "SECURITY.md"));

	private static final Pattern FILE = Pattern.compile(".*\\.(java|html|js|css|json|md|txt|yml)");

	private static final Pattern FORBIDDEN = Pattern
		.compile("\\b(told|tells?|bears?|for ever|whoever|nobody|borne out|is to be had|let go|look-up|allow-list"
				+ "|deny[- ]list|besides?|asks|asking|nudges?|unasking|(is|are) due|what (is|was) learned"
				+ "|(or|,|:|;) else)\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern QUESTION = Pattern.compile("(What|Who|Whom|Whose|How|Whatever|Whoever)\\b.*",
			Pattern.DOTALL);

	private static final int MAX_WORDS = 25;

	/** Comments and literals of Java. A character literal can contain a quote. */
	private static final Pattern JAVA_TEXT = Pattern
		.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"" + "|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'");

	private static final Pattern TAG = Pattern
		.compile("(?m)^@(?:(?:param|throws)\\s+\\S+|return|since|see|author)(?=\\s)");

	private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+|\\s*</?(?:p|ul|ol|li)>\\s*");

	@Test
	void sourcesContainNoForbiddenWordsOrSentences() throws IOException {
		List<String> findings = new ArrayList<>();
		for (Path folder : FOLDERS) {
			List<Path> files;
			try (Stream<Path> paths = Files.walk(folder)) {
				files = paths.filter((path) -> FILE.matcher(path.toString()).matches()).sorted().toList();
			}
			assertThat(files).as(folder.toString()).isNotEmpty();
			for (Path file : files) {
				find(file.toString(), Files.readString(file)).forEach((finding) -> findings.add(file + ": " + finding));
			}
		}
		assertThat(findings).as(() -> String.join("\n", findings)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/** What is known. */", "/**\n * Reads.\n * Who reads\n * waits. */",
			"/** Reads. How it reads is open. */", "/**\n * Reads.\n * @param count how many\n */",
			"/**\n * Reads.\n * @return what is read\n */", "// The caller is told", "x(\"for ever and ever\");",
			"/** An allow-list. */", "x(\"\"\"\n  Nobody waits\"\"\");", "// Waits, else returns",
			"/** One two three four five six seven eight nine ten one two three four five six seven"
					+ " eight nine ten one two three four five six. */" })
	void findWhenJavaTextIsForbiddenReturnsFinding(String source) {
		assertThat(find("X.java", source)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/** Reads what is there. */", "/**\n * Reads.\n * @return whether it is\n */",
			"if (x) { } else { tell(asks); }", "x('\"', \"What is read\", '\"');", "// Waits, then returns" })
	void findWhenJavaTextIsAllowedReturnsNothing(String source) {
		assertThat(find("X.java", source)).isEmpty();
	}

	private static String name(Path file) {
		return file.toString().replace(file.getFileSystem().getSeparator(), "/");
	}

	private static List<String> find(String file, String content) {
		if (!file.endsWith(".java")) {
			return FORBIDDEN.matcher(content).results().map((result) -> excerpt(content, result)).toList();
		}
		List<String> findings = new ArrayList<>();
		JAVA_TEXT.matcher(content).results().map(MatchResult::group).forEach((text) -> {
			FORBIDDEN.matcher(text).results().map((result) -> excerpt(text, result)).forEach(findings::add);
			if (text.startsWith("/**")) {
				sentences(text)
					.filter((sentence) -> QUESTION.matcher(sentence).matches() || words(sentence) > MAX_WORDS)
					.forEach(findings::add);
			}
		});
		return findings;
	}

	private static Stream<String> sentences(String javadoc) {
		String text = javadoc.substring("/**".length(), javadoc.length() - "*/".length())
			.lines()
			.map((line) -> line.strip().replaceFirst("^\\*\\s?", ""))
			.collect(Collectors.joining("\n"));
		List<String> sentences = new ArrayList<>(List.of(SENTENCE_END.split(TAG.split(text, 2)[0].strip())));
		TAG.matcher(text).results().forEach((tag) -> {
			String description = TAG.split(text.substring(tag.end()), 2)[0].strip();
			if (!description.isEmpty()) {
				sentences.addAll(List
					.of(SENTENCE_END.split(Character.toUpperCase(description.charAt(0)) + description.substring(1))));
			}
		});
		return sentences.stream().map((sentence) -> sentence.replaceAll("\\s+", " "));
	}

	/** Counts an inline tag such as {@code clone} as one word. */
	private static int words(String sentence) {
		return sentence.replaceAll("\\{@[^}]*}", "tag").split(" ").length;
	}

	private static String excerpt(String text, MatchResult result) {
		return text.substring(Math.max(0, result.start() - 40), Math.min(text.length(), result.end() + 40))
			.replaceAll("\\s+", " ");
	}

}
