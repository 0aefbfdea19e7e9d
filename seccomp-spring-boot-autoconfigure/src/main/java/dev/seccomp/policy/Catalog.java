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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The groups and presets of this project. {@code groups.txt} contains them, with the
 * reason for each member.
 */
public final class Catalog {

	private static final String RESOURCE = "groups.txt";

	private static final String MEMBER = "  ";

	private static final String SUBJECT = " : ";

	private static final String COMMENT = "#";

	private static final String ALL_BUT = "all but ";

	private static final String GIVES = " -> ";

	private static final String OR = " or ";

	private static final Pattern LINE = Pattern
		.compile("(?<calls>\\w+(?: or \\w+)*)(?:\\((?<conditions>[^)]+)\\))?(?: -> (?<errno>\\w+))? : (?<reason>.+)");

	private static final Pattern CONDITION = Pattern
		.compile("(?<argument>[0-5]|flags)(?: & (?<mask>\\w+))? (?<operator>==|!=) (?<value>\\w+)");

	/** The lines of each group and preset, which are parsed on demand. */
	private final Map<String, List<String>> groups = new LinkedHashMap<>();

	private final Map<String, List<String>> presets = new LinkedHashMap<>();

	private Catalog(List<String> lines) {
		List<String> block = List.of();
		for (String line : lines) {
			if (line.startsWith(MEMBER)) {
				block.add(line.substring(MEMBER.length()));
			}
			else if (!line.isEmpty() && !line.startsWith(COMMENT)) {
				block = new ArrayList<>();
				block.add(line.substring(line.indexOf(SUBJECT) + SUBJECT.length()));
				String head = line.substring(0, line.indexOf(SUBJECT));
				String name = head.substring(head.indexOf(' ') + 1);
				((head.startsWith("group ")) ? this.groups : this.presets).put(name, block);
			}
		}
	}

	/**
	 * Return the catalog.
	 * @return the groups and presets
	 */
	public static Catalog get() {
		return Holder.CATALOG;
	}

	/**
	 * Return the names of the groups.
	 * @return the names
	 */
	public Set<String> groups() {
		return Collections.unmodifiableSet(this.groups.keySet());
	}

	/**
	 * Return a group.
	 * @param name the name
	 * @return the group, or empty if there is none with this name
	 */
	public Optional<SyscallGroup> group(String name) {
		List<String> block = this.groups.get(name);
		return (block != null) ? Optional.of(new SyscallGroup(name, block.get(0), members(block))) : Optional.empty();
	}

	/**
	 * Return the names of the presets.
	 * @return the names
	 */
	public Set<String> presets() {
		return Collections.unmodifiableSet(this.presets.keySet());
	}

	/**
	 * Return a preset.
	 * @param name the name
	 * @return the preset, or empty if there is none with this name
	 */
	public Optional<Preset> preset(String name) {
		List<String> block = this.presets.get(name);
		return (block != null) ? Optional.of(preset(name, block)) : Optional.empty();
	}

	/**
	 * Return the calls of a list in a separate resource. A line with alternatives, such
	 * as {@code chmod or fchmodat}, stands for the first one that the architecture has.
	 * The C library chooses the same one.
	 * @param resource the name of the resource
	 * @param architecture the architecture
	 * @return the calls of the architecture, in the order of the list
	 */
	public static List<SyscallGroup.Member> list(String resource, Architecture architecture) {
		List<SyscallGroup.Member> members = new ArrayList<>();
		for (String line : lines(resource)) {
			if (!line.isEmpty() && !line.startsWith(COMMENT)) {
				members(line).stream()
					.filter((member) -> architecture.syscalls().number(member.syscall()).isPresent())
					.findFirst()
					.ifPresent(members::add);
			}
		}
		return members;
	}

	private Preset preset(String name, List<String> block) {
		List<Preset.Denial> denials = new ArrayList<>();
		Preset.AllowList allowList = null;
		for (String line : block.subList(1, block.size())) {
			String[] parts = line.split(GIVES);
			if (parts.length == 1) {
				denials.addAll(preset(line).orElseThrow(() -> malformed(line)).denials());
			}
			else if (line.startsWith(ALL_BUT)) {
				allowList = new Preset.AllowList(parts[0].substring(ALL_BUT.length()), errno(line, parts[1]));
			}
			else {
				denials
					.add(new Preset.Denial(group(parts[0]).orElseThrow(() -> malformed(line)), errno(line, parts[1])));
			}
		}
		return new Preset(name, block.get(0), denials, allowList);
	}

	private static List<SyscallGroup.Member> members(List<String> block) {
		List<SyscallGroup.Member> members = new ArrayList<>();
		for (String line : block.subList(1, block.size())) {
			members.addAll(members(line));
		}
		return members;
	}

	static List<String> lines(String resource) {
		try (InputStream stream = Catalog.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new IllegalStateException("Missing resource " + resource);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<SyscallGroup.Member> members(String line) {
		Matcher matcher = matcher(LINE, line);
		List<SyscallGroup.Condition> conditions = conditions(matcher.group("conditions"));
		String errno = matcher.group("errno");
		Action error = (errno != null) ? errno(line, errno) : null;
		return Stream.of(matcher.group("calls").split(OR))
			.map((call) -> new SyscallGroup.Member(call, conditions, error, matcher.group("reason")))
			.toList();
	}

	/**
	 * Parse conditions on the arguments of a call.
	 * @param conditions the conditions as in the resource, or {@code null}
	 * @return the conditions
	 */
	public static List<SyscallGroup.Condition> conditions(@Nullable String conditions) {
		List<SyscallGroup.Condition> result = new ArrayList<>();
		if (conditions != null) {
			for (String condition : conditions.split(" and ")) {
				result.add(condition(condition));
			}
		}
		return result;
	}

	private static SyscallGroup.Condition condition(String condition) {
		Matcher matcher = matcher(CONDITION, condition);
		boolean cloneFlags = matcher.group("argument").equals("flags");
		int index = (cloneFlags) ? 0 : Integer.parseInt(matcher.group("argument"));
		long value = Long.decode(matcher.group("value"));
		String mask = matcher.group("mask");
		if (mask != null) {
			if (!matcher.group("operator").equals("==")) {
				throw malformed(condition);
			}
			return new SyscallGroup.Condition(ArgumentCondition.masked(index, Long.decode(mask), value), cloneFlags);
		}
		Operator operator = (matcher.group("operator").equals("==")) ? Operator.EQ : Operator.NE;
		return new SyscallGroup.Condition(ArgumentCondition.of(index, operator, value), cloneFlags);
	}

	private static Action errno(String line, String name) {
		OptionalInt errno = Errno.number(name);
		return Action.errno(errno.orElseThrow(() -> malformed(line)));
	}

	private static Matcher matcher(Pattern pattern, String line) {
		Matcher matcher = pattern.matcher(line);
		if (!matcher.matches()) {
			throw malformed(line);
		}
		return matcher;
	}

	private static IllegalStateException malformed(String line) {
		return new IllegalStateException("Malformed line in the catalog: " + line);
	}

	private static final class Holder {

		static final Catalog CATALOG = new Catalog(lines(RESOURCE));

	}

}
