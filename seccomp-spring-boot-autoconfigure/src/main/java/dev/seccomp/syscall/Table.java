package dev.seccomp.syscall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A resource of numbers and names, one pair a line. Parsed by hand since it is read at
 * every start, before the JIT compiler has warmed up.
 */
final class Table {

	private Table() {
	}

	static Map<String, Integer> load(String resource) {
		try (InputStream stream = Table.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new IllegalStateException("No table " + resource);
			}
			return parse(new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, Integer> parse(String table) {
		Map<String, Integer> numbers = new LinkedHashMap<>(1024);
		for (int start = 0; start < table.length();) {
			int space = table.indexOf(' ', start);
			int end = table.indexOf('\n', space);
			numbers.put(table.substring(space + 1, end), Integer.parseInt(table, start, space, 10));
			start = end + 1;
		}
		return numbers;
	}

}
