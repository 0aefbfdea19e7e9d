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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the links of the documentation resolve, that its sentences are short, and
 * that each page can be found.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final int MAX_WORDS_OF_README = 700;

	private static final int MAX_WORDS_OF_SENTENCE = 25;

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

	private static final Pattern SENTENCE_END = Pattern
		.compile("(?<=[.!?:])\\s+|\\n\\s*\\n|\\n(?=- |\\d\\. |\\||#|>)|\\|");

	private static final Pattern QUESTION = Pattern.compile("(?s)(What|Who|Whose|How|Whatever|Whoever)\\b.*");

	static List<Path> pages() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream
				.concat(Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md").map(ROOT::resolve),
						docs)
				.sorted()
				.toList();
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void relativeLinksResolve(Path page) throws IOException {
		assertThat(brokenLinks(page, Files.readString(page))).isEmpty();
	}

	@Test
	void brokenLinksWhenFileOrHeadingIsMissingReturnsLinks() {
		Path page = ROOT.resolve("docs").resolve("presets.md");
		String text = "[a](missing.md) [b](modes.md#missing) [c](#missing) [d](modes.md#log-mode) [e](https://missing)";
		assertThat(brokenLinks(page, text)).containsExactly("missing.md", "modes.md#missing", "#missing");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void sentencesAreShortAndBeginWithNoQuestionWord(Path page) throws IOException {
		assertThat(badSentences(Files.readString(page))).isEmpty();
	}

	@Test
	void badSentencesWhenSentenceIsLongOrQuestionReturnsSentence() {
		String longSentence = "word ".repeat(MAX_WORDS_OF_SENTENCE + 1).strip() + ".";
		assertThat(badSentences("Short. What is short.\n\n" + longSentence + "\n")).containsExactly("What is short.",
				longSentence);
	}

	@Test
	void readmeIsFrontPage() throws IOException {
		assertThat(Files.readString(ROOT.resolve("README.md")).strip().split("\\s+"))
			.hasSizeLessThanOrEqualTo(MAX_WORDS_OF_README);
	}

	@Test
	void everyPageOfDocsCanBeReachedFromReadme() throws IOException {
		Set<Path> reached = new LinkedHashSet<>();
		reach(ROOT.resolve("README.md"), reached);
		assertThat(pages()).filteredOn((page) -> page.getParent().endsWith("docs"))
			.isNotEmpty()
			.allSatisfy((page) -> assertThat(reached).contains(page));
	}

	private static void reach(Path page, Set<Path> reached) throws IOException {
		if (!reached.add(page)) {
			return;
		}
		for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
			Path target = page.resolveSibling(link.group(1).split("#", 2)[0]).normalize();
			if (target.toString().endsWith(".md") && Files.exists(target)) {
				reach(target, reached);
			}
		}
	}

	private static List<String> brokenLinks(Path page, String text) {
		return LINK.matcher(text)
			.results()
			.map((result) -> result.group(1))
			.filter((link) -> !link.contains("://") && !resolves(page, link))
			.toList();
	}

	private static boolean resolves(Path page, String link) {
		String[] parts = link.split("#", 2);
		Path target = (parts[0].isEmpty()) ? page : page.resolveSibling(parts[0]).normalize();
		return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
	}

	/** Returns the anchors of the headings, in the form of GitHub. */
	private static Set<String> anchors(Path page) {
		try {
			return HEADING.matcher(CODE_BLOCK.matcher(Files.readString(page)).replaceAll(""))
				.results()
				.map((result) -> result.group(1)
					.toLowerCase(Locale.ROOT)
					.replaceAll("[^a-z0-9 _-]", "")
					.replace(' ', '-'))
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> badSentences(String text) {
		List<String> sentences = new ArrayList<>();
		for (String sentence : SENTENCE_END.split(CODE_BLOCK.matcher(text).replaceAll("\n"))) {
			String plain = plain(sentence);
			if (plain.split(" ").length > MAX_WORDS_OF_SENTENCE || QUESTION.matcher(plain).matches()) {
				sentences.add(plain);
			}
		}
		return sentences;
	}

	/** Counts code as one word. */
	private static String plain(String sentence) {
		return Pattern.compile("`[^`]*`")
			.matcher(LINK.matcher(sentence).replaceAll("]"))
			.replaceAll((MatchResult code) -> "code")
			.replaceAll("[\\[\\]*]", "")
			.replaceAll("(?m)^\\s*(?:>|-|#+|\\d\\.) ", "")
			.replaceAll("\\s+", " ")
			.strip();
	}

}
