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

package dev.seccomp.policy;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel version, limited to its first two numbers.
 *
 * @param major the first number, such as 6
 * @param minor the second number, such as 18
 */
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {

	private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?!\\d).*");

	private static final Comparator<KernelVersion> ORDER = Comparator.comparingInt(KernelVersion::major)
		.thenComparingInt(KernelVersion::minor);

	/**
	 * Return the version for a release string.
	 * @param release the release as {@code uname -r} prints it, such as
	 * {@code 6.18.0-1-amd64}
	 * @return the version
	 * @throws IllegalArgumentException if it does not begin with two numbers
	 */
	public static KernelVersion of(String release) {
		Matcher matcher = RELEASE.matcher(release);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("Not a Linux kernel release: " + release);
		}
		return new KernelVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
	}

	@Override
	public int compareTo(KernelVersion other) {
		return ORDER.compare(this, other);
	}

	@Override
	public String toString() {
		return this.major + "." + this.minor;
	}

}
