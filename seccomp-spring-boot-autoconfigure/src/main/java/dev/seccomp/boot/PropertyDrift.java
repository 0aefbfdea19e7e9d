package dev.seccomp.boot;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * The difference between the properties that were installed and those that are bound
 * later.
 */
final class PropertyDrift {

	private PropertyDrift() {
	}

	static List<String> between(SeccompProperties installed, SeccompProperties now) {
		List<String> differences = new ArrayList<>();
		for (RecordComponent component : SeccompProperties.class.getRecordComponents()) {
			Object before = ReflectionUtils.invokeMethod(component.getAccessor(), installed);
			Object after = ReflectionUtils.invokeMethod(component.getAccessor(), now);
			if (!Objects.equals(before, after)) {
				differences.add(SeccompProperties.PREFIX + "." + PropertyNames.dashed(component.getName())
						+ ": installed was " + text(before) + ", now it is " + text(after));
			}
		}
		return differences;
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "not set";
	}

}
