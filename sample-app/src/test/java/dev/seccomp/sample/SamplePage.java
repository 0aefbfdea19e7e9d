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

package dev.seccomp.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the sample in Chromium.
 */
final class SamplePage implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ChromeDriver driver;

	private SamplePage(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Open the page. Without Chromium the test is skipped, except in CI.
	 * @param url the URL of the page
	 * @return the loaded page
	 */
	static SamplePage open(String url) {
		Optional<File> chromium = program("chromium");
		Optional<File> chromedriver = program("chromedriver");
		boolean met = chromium.isPresent() && chromedriver.isPresent();
		String reason = "Requires chromium and chromedriver (Debian: chromium-driver)";
		if ("true".equals(System.getenv("CI"))) {
			assertThat(met).as("Required in CI: " + reason).isTrue();
		}
		Assumptions.assumeTrue(met, reason);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium.orElseThrow());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
				"--window-size=1200,1700", "--lang=en");
		// Both paths are set, so that Selenium downloads nothing
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(chromedriver.orElseThrow())
			.build();
		SamplePage page = new SamplePage(new ChromeDriver(service, options));
		page.driver.get(url);
		return page;
	}

	private static Optional<File> program(String name) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((folder) -> new File(folder, name))
			.filter(File::canExecute)
			.findFirst();
	}

	/**
	 * Press the button of an attack.
	 * @param attack the id of its form
	 * @return the response that appears below it
	 */
	String attack(String attack) {
		WebElement form = this.driver.findElement(By.id(attack));
		form.findElement(By.tagName("button")).click();
		return Awaitility.await(attack)
			.atMost(TIMEOUT)
			.until(() -> form.findElement(By.className("response")).getText(), (response) -> !response.isEmpty());
	}

	void type(String selector, String text) {
		WebElement field = find(selector);
		field.clear();
		field.sendKeys(text);
	}

	void click(String selector) {
		find(selector).click();
	}

	void awaitText(String selector, String text) {
		Awaitility.await(selector).atMost(TIMEOUT).untilAsserted(() -> assertThat(text(selector)).contains(text));
	}

	/**
	 * Wait until a violation is in the list.
	 * @param parts parts of its text
	 * @return its whole text
	 */
	String awaitViolation(String... parts) {
		return Awaitility.await(String.join(", ", parts))
			.atMost(TIMEOUT)
			.until(() -> texts(".violation").stream()
				.filter((text) -> Stream.of(parts).allMatch(text::contains))
				.findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	/**
	 * Run an action while another tab hides the page.
	 * @param action the action
	 */
	void whileHidden(Callable<?> action) throws Exception {
		String page = this.driver.getWindowHandle();
		this.driver.switchTo().newWindow(WindowType.TAB);
		action.call();
		this.driver.close();
		this.driver.switchTo().window(page);
	}

	String text(String selector) {
		return find(selector).getText();
	}

	List<String> texts(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
	}

	private WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	@Nullable Object evaluate(String script) {
		return this.driver.executeScript("return " + script);
	}

	/**
	 * Change the size and color scheme of the screen.
	 * @param width the width of the window in pixels
	 * @param colorScheme the preferred color scheme, {@code light} or {@code dark}
	 */
	void setScreen(int width, String colorScheme) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 1700, "deviceScaleFactor", 1, "mobile", false));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
	}

	/** Writes a screenshot to {@code target}. */
	void screenshot(String name) throws IOException {
		this.driver.executeScript("scrollTo(0, 0)");
		Path folder = Files.createDirectories(Path.of("target", "screenshots"));
		Files.write(folder.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
