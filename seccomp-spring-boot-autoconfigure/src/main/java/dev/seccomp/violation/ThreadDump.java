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

package dev.seccomp.violation;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A thread dump of HotSpot in the format of {@code jcmd PID Thread.print}.
 *
 * @param text the dump
 */
record ThreadDump(String text) {

	private static final String MOUNTED = "\n   Mounted virtual thread #";

	private static final String FRAME = "\tat ";

	/**
	 * Return the virtual thread that is mounted on a carrier thread.
	 * @param id the ID of the carrier from {@link Thread}
	 * @param tid the native thread ID of the carrier
	 * @return the virtual thread, or {@code null} if the dump does not contain it
	 */
	@Nullable JavaThread mounted(long id, int tid) {
		String header = new StringBuilder("\" #").append(id).append(" [").append(tid).append("] ").toString();
		int start = this.text.indexOf(header);
		// The application chooses the names of threads, which may look like parts of a
		// dump
		if (start == -1 || this.text.indexOf(header, start + 1) != -1) {
			return null;
		}
		int end = this.text.indexOf("\n\n", start);
		String entry = this.text.substring(start, (end != -1) ? end : this.text.length());
		int mounted = entry.indexOf(MOUNTED);
		if (mounted == -1) {
			return null;
		}
		String[] lines = entry.substring(mounted + MOUNTED.length()).split("\n");
		List<StackTraceElement> frames = new ArrayList<>(lines.length);
		for (String line : lines) {
			if (line.startsWith(FRAME)) {
				frames.add(frame(line.substring(FRAME.length())));
			}
		}
		try {
			return new JavaThread(Long.parseLong(lines[0].strip()), "", List.copyOf(frames));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/** Parses {@code class.method(module@version/file:line)}; some parts are optional. */
	private static StackTraceElement frame(String frame) {
		int open = frame.indexOf('(');
		int close = frame.lastIndexOf(')');
		int dot = (open != -1) ? frame.lastIndexOf('.', open) : -1;
		if (dot == -1 || close < open) {
			return new StackTraceElement("", frame, null, -1);
		}
		String source = frame.substring(open + 1, close);
		int slash = source.indexOf('/');
		int at = source.indexOf('@');
		String module = (slash != -1) ? source.substring(0, (at != -1 && at < slash) ? at : slash) : null;
		String file = source.substring(slash + 1);
		int colon = file.lastIndexOf(':');
		int line = (colon != -1) ? number(file.substring(colon + 1)) : -1;
		if (file.equals("Native Method")) {
			line = -2;
			file = null;
		}
		else if (file.equals("Unknown Source")) {
			file = null;
		}
		else if (colon != -1) {
			file = file.substring(0, colon);
		}
		return new StackTraceElement(null, module, null, frame.substring(0, dot), frame.substring(dot + 1, open), file,
				line);
	}

	private static int number(String text) {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

}
