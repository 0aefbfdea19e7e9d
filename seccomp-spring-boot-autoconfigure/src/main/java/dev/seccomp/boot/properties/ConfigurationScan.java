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

package dev.seccomp.boot.properties;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySource.StubPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A quick scan of the configuration for anything that could set a property under
 * {@code seccomp}. It takes less time than reading the configuration. It may find
 * something where there is no such property, but not the reverse.
 */
final class ConfigurationScan {

	/** Of the locations that Spring Boot searches by default, those on the class path. */
	private static final List<String> CLASSPATH = List.of("", "config/");

	private static final List<String> EXTENSIONS = List.of(".properties", ".xml", ".yml", ".yaml");

	/** Properties with these names lead to configuration elsewhere. */
	private static final List<String> LEADING_ELSEWHERE = List.of("springconfig", "springapplicationjson",
			"javanamingfactory");

	/** In a file, these lead to other files or can hide a name. */
	private static final List<String> SUSPICIOUS = List.of("import", "profiles", "\\u", "\\x", "\\\n", "\\\r");

	private final ClassLoader classLoader;

	private final Set<String> profiles = new LinkedHashSet<>(Set.of("default"));

	private ConfigurationScan(SpringApplication application) {
		this.classLoader = application.getClassLoader();
		this.profiles.addAll(application.getAdditionalProfiles());
	}

	/**
	 * Scan the configuration that Spring Boot reads when an application starts.
	 * @param application the application
	 * @param sources the property sources that are known already
	 * @return whether it could have a property under {@code seccomp}
	 */
	static boolean findsAny(SpringApplication application, Iterable<PropertySource<?>> sources) {
		return new ConfigurationScan(application).findsAny(sources);
	}

	/**
	 * Scan the names of properties.
	 * @param sources the property sources
	 * @return whether they could have a property under {@code seccomp}
	 */
	static boolean findsName(Iterable<PropertySource<?>> sources) {
		for (PropertySource<?> source : sources) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					if (isSeccomp(source, comparable(name))) {
						return true;
					}
				}
			}
			else if (!hasNone(source)) {
				return true;
			}
		}
		return false;
	}

	private boolean findsAny(Iterable<PropertySource<?>> sources) {
		if (findsName(sources)) {
			return true;
		}
		for (PropertySource<?> source : sources) {
			if (source instanceof EnumerablePropertySource<?> enumerable && leadsElsewhere(enumerable)) {
				return true;
			}
		}
		return findsAnyInResources() || findsAnyInFiles();
	}

	/** Names of profiles are collected, since each can have files of its own. */
	private boolean leadsElsewhere(EnumerablePropertySource<?> source) {
		for (String property : source.getPropertyNames()) {
			String name = comparable(property);
			if (LEADING_ELSEWHERE.stream().anyMatch(name::contains)) {
				return true;
			}
			if (name.contains("springprofiles")) {
				String value = String.valueOf(source.getProperty(property));
				if (value.contains("${")) {
					return true;
				}
				this.profiles.addAll(List.of(value.trim().split("\\s*,\\s*")));
			}
		}
		return false;
	}

	private boolean findsAnyInResources() {
		if (this.classLoader.getResource("jndi.properties") != null) {
			return true;
		}
		for (String folder : CLASSPATH) {
			for (String file : fileNames()) {
				URL resource = this.classLoader.getResource(folder + file);
				if (resource != null && findsAny(resource)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean findsAny(URL resource) {
		try (InputStream content = resource.openStream()) {
			return findsAny(resource.getPath(), content.readAllBytes());
		}
		catch (IOException ex) {
			return true;
		}
	}

	private boolean findsAnyInFiles() {
		try {
			for (Path folder : folders()) {
				for (String name : fileNames()) {
					Path file = folder.resolve(name);
					if (Files.exists(file) && findsAny(name, Files.readAllBytes(file))) {
						return true;
					}
				}
			}
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/** Of the locations that Spring Boot searches by default, those on disk. */
	private static List<Path> folders() throws IOException {
		Path config = Path.of("config");
		List<Path> folders = new ArrayList<>(List.of(Path.of(""), config));
		if (Files.isDirectory(config)) {
			try (DirectoryStream<Path> children = Files.newDirectoryStream(config)) {
				children.forEach(folders::add);
			}
		}
		return folders;
	}

	private List<String> fileNames() {
		List<String> names = new ArrayList<>();
		for (String extension : EXTENSIONS) {
			names.add("application" + extension);
			this.profiles.forEach((profile) -> names.add("application-" + profile + extension));
		}
		return names;
	}

	/** An entity of XML can hide a name, so such a file is always suspicious. */
	private static boolean findsAny(String name, byte[] content) {
		String text = new String(content, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
		return name.endsWith(".xml") || SUSPICIOUS.stream().anyMatch(text::contains)
				|| text.lines().anyMatch(ConfigurationScan::isSuspicious);
	}

	/** A value may well be the name of the endpoint. */
	private static boolean isSuspicious(String line) {
		int separator = indexOfSeparator(line);
		if (separator < 0) {
			return !line.strip().startsWith("-") && isSeccomp(comparable(line));
		}
		String value = line.substring(separator + 1);
		return isSeccomp(comparable(line.substring(0, separator)))
				|| ((value.indexOf('{') >= 0 || indexOfSeparator(value) >= 0)
						&& comparable(value).contains(SeccompProperties.PREFIX));
	}

	private static int indexOfSeparator(String line) {
		for (int i = 0; i < line.length(); i++) {
			if (line.charAt(i) == ':' || line.charAt(i) == '=') {
				return i;
			}
		}
		return -1;
	}

	/** Spring Boot ignores case and all characters but ASCII letters and digits. */
	private static String comparable(String name) {
		StringBuilder comparable = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char character = Character.toLowerCase(name.charAt(i));
			if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')) {
				comparable.append(character);
			}
		}
		return comparable.toString();
	}

	/** An application can give its environment variables a prefix. */
	private static boolean isSeccomp(PropertySource<?> source, String comparable) {
		return (source instanceof SystemEnvironmentPropertySource) ? isSeccomp(comparable)
				: comparable.startsWith(SeccompProperties.PREFIX);
	}

	private static boolean isSeccomp(String comparable) {
		return comparable.contains(SeccompProperties.PREFIX) && !comparable.startsWith("management");
	}

	private static boolean hasNone(PropertySource<?> source) {
		return source instanceof StubPropertySource || source instanceof RandomValuePropertySource
				|| ConfigurationPropertySources.isAttachedConfigurationPropertySource(source);
	}

}
