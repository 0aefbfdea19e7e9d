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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.seccomp.policy.PolicyException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;

/**
 * Loads the JSON of an OCI profile. A YAML parser reads it, since JSON is a subset of
 * YAML. Of the JSON parsers of Spring Boot, only Jackson keeps 64-bit numbers, and an
 * application may lack it.
 */
final class OciProfileLoader {

	private static final String PROPERTY = "profile";

	private OciProfileLoader() {
	}

	static @Nullable Object load(String location) {
		if (location.isBlank()) {
			throw new PolicyException(PROPERTY, location, "It is empty.",
					"Give the location of a profile, or remove the property.");
		}
		String content = read(location);
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		try {
			// JSON has tabs as white space only, which SnakeYAML takes since 2.6
			return new Yaml(new SafeConstructor(options)).load(content.replace('\t', ' '));
		}
		catch (YAMLException ex) {
			throw new PolicyException(PROPERTY, location, "The profile is not JSON: " + describe(ex) + ".",
					"Use a seccomp profile in the OCI runtime specification's format, as Docker and Kubernetes do.");
		}
	}

	private static String describe(YAMLException ex) {
		if (ex instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
			Mark mark = marked.getProblemMark();
			return marked.getProblem() + " in line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
		}
		return String.valueOf(ex.getMessage());
	}

	private static String read(String location) {
		ClassLoader classLoader = ClassUtils.getDefaultClassLoader();
		// Spring Boot's protocol resolvers only: those of libraries must not run before
		// the filter
		Resource resource = ApplicationResourceLoader.get(classLoader, new EarlyClassLoader(classLoader).factories())
			.getResource(location);
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (FileNotFoundException ex) {
			throw new PolicyException(PROPERTY, location,
					"There is no " + resource.getDescription() + ", or it cannot be read.",
					"Give a resource of the application as 'classpath:seccomp.json', or the path of a file. A relative path"
							+ " begins at " + Path.of("").toAbsolutePath() + ".");
		}
		catch (IOException ex) {
			throw new PolicyException(PROPERTY, location,
					"The " + resource.getDescription() + " cannot be read: " + ex.getMessage() + ".",
					"Give a resource or file that this process can read.");
		}
	}

}
