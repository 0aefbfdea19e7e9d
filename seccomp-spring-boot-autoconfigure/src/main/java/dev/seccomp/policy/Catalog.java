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
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The groups and presets that this project brings, read from {@code groups.txt}, where
 * each member stands beside its reason.
 *
 * @since 0.1.0
 */
public final class Catalog {

	private static final String RESOURCE = "groups.txt";

	private static final Pattern LINE = Pattern
		.compile("(?<call>\\w+)(?:\\((?<conditions>[^)]+)\\))?(?: -> (?<errno>\\w+))? : (?<reason>.+)");

	private static final Pattern CONDITION = Pattern
		.compile("(?<argument>[0-5]|flags)(?: & (?<mask>\\w+))? (?<operator>==|!=) (?<value>\\w+)");

	private final Map<String, SyscallGroup> groups = new LinkedHashMap<>();

	private final Map<String, Preset> presets = new LinkedHashMap<>();

	private Catalog() {
	}

	/**
	 * Return the catalog.
	 * @return the groups and presets
	 */
	public static Catalog get() {
		return Holder.CATALOG;
	}

	/**
	 * Return the groups by their names.
	 * @return the groups
	 */
	public Map<String, SyscallGroup> groups() {
		return Collections.unmodifiableMap(this.groups);
	}

	/**
	 * Return the presets by their names.
	 * @return the presets
	 */
	public Map<String, Preset> presets() {
		return Collections.unmodifiableMap(this.presets);
	}

	private static Catalog load() {
		try (InputStream stream = Catalog.class.getResourceAsStream(RESOURCE)) {
			if (stream == null) {
				throw new IllegalStateException("No resource " + RESOURCE);
			}
			Catalog catalog = new Catalog();
			catalog.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
			return catalog;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void parse(List<String> lines) {
		List<String> block = new ArrayList<>();
		for (String line : lines) {
			if (line.startsWith("  ")) {
				block.add(line.strip());
			}
			else if (!line.isBlank() && !line.startsWith("#")) {
				add(block);
				block = new ArrayList<>(List.of(line));
			}
		}
		add(block);
	}

	private void add(List<String> block) {
		if (block.isEmpty()) {
			return;
		}
		String[] head = block.get(0).split(" : ", 2);
		String name = head[0].substring(head[0].indexOf(' ') + 1);
		List<String> body = block.subList(1, block.size());
		if (head[0].startsWith("group ")) {
			this.groups.put(name, new SyscallGroup(name, head[1], body.stream().map(Catalog::member).toList()));
		}
		else {
			this.presets.put(name, new Preset(name, head[1], groups(body)));
		}
	}

	private Map<SyscallGroup, Action> groups(List<String> lines) {
		Map<SyscallGroup, Action> groups = new LinkedHashMap<>();
		for (String line : lines) {
			String[] parts = line.split(" -> ");
			SyscallGroup group = this.groups.get(parts[0]);
			if (group == null) {
				throw malformed(line);
			}
			groups.put(group, errno(line, parts[1]));
		}
		return Collections.unmodifiableMap(groups);
	}

	private static SyscallGroup.Member member(String line) {
		Matcher matcher = matcher(LINE, line);
		String errno = matcher.group("errno");
		return new SyscallGroup.Member(matcher.group("call"), conditions(matcher.group("conditions")),
				(errno != null) ? errno(line, errno) : null, matcher.group("reason"));
	}

	private static List<SyscallGroup.Condition> conditions(@Nullable String conditions) {
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
		return new IllegalStateException("Malformed line in " + RESOURCE + ": " + line);
	}

	private static final class Holder {

		static final Catalog CATALOG = load();

	}

}
