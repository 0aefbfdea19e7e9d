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

package dev.seccomp.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import dev.seccomp.policy.oci.OciProfileWriter;

/**
 * The file that contains a learned policy. Each run is merged into it.
 * <p>
 * Two files are next to it. The one with the ending {@code .json} contains the same
 * policy as an OCI profile. The one with the ending {@code .lock} synchronizes JVMs that
 * update the policy at the same time.
 */
public final class LearnedFile {

	private static final String YAML = "\\.ya?ml$";

	private static final String REMEDY = "Free disk space and make the folder writable, or set"
			+ " 'seccomp.learn.output' to another file.";

	private final Path path;

	private LearnedFile(Path path) {
		this.path = path;
	}

	/**
	 * Merge the calls of a run into a file. Only calls since the last merge are added.
	 * The file is replaced completely or not at all.
	 * @param output the file, which is created if it does not exist
	 * @param tally the recorded calls
	 * @param run the run
	 * @throws IOException if the file cannot be written or was not written by this
	 * method. The file is then unchanged, and the next merge adds the same calls.
	 */
	public static void merge(Path output, CallTally tally, LearnedRun run) throws IOException {
		// A file lock is held by the process, not by a thread
		synchronized (LearnedFile.class) {
			new LearnedFile(resolve(output)).merge(tally, run);
		}
	}

	/** Resolves links, so that a link to the file is kept. */
	private static Path resolve(Path output) throws IOException {
		return (Files.exists(output)) ? output.toRealPath() : output.toAbsolutePath().normalize();
	}

	private void merge(CallTally tally, LearnedRun run) throws IOException {
		try (FileChannel others = FileChannel.open(sibling(".lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			others.lock();
			String before = read();
			RecordedCalls calls = parse(before);
			CallCounts total = tally.total();
			calls.add(RecordedCalls.Run.of(run, tally.architecture()), total.minus(tally.merged()));
			LearnedPolicy policy = new LearnedPolicy(calls);
			String text = LearnedText.write(calls, policy.sections());
			Path profile = profile();
			if (!text.equals(before) || !Files.exists(profile)) {
				write(text, JsonWriter.write(OciProfileWriter.write(policy.toPolicy(tally.architecture()))));
			}
			tally.merged(total);
		}
		catch (ForeignFileException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new IOException("The learned policy cannot be written to " + this.path + ": " + describe(ex) + ". "
					+ ((Files.exists(this.path)) ? "The existing file is unchanged. " : "") + REMEDY, ex);
		}
	}

	private static String describe(IOException ex) {
		if (ex instanceof NoSuchFileException missing) {
			return missing.getFile() + " does not exist";
		}
		String message = String.valueOf(ex.getMessage());
		return (ex.getClass() == IOException.class) ? message : ex.getClass().getSimpleName() + " " + message;
	}

	private String read() throws IOException {
		if (!Files.exists(this.path)) {
			return "";
		}
		try {
			return Files.readString(this.path);
		}
		catch (CharacterCodingException ex) {
			throw new ForeignFileException(this.path);
		}
	}

	private RecordedCalls parse(String text) throws IOException {
		return (text.isEmpty()) ? new RecordedCalls()
				: LearnedText.read(text).orElseThrow(() -> new ForeignFileException(this.path));
	}

	private void write(String text, String profile) throws IOException {
		Path temporaryText = sibling(".tmp");
		Path temporaryProfile = sibling(".json.tmp");
		try {
			// Both are written first, so that a full disk leaves both files unchanged
			write(temporaryText, text);
			write(temporaryProfile, profile);
			replace(temporaryText, this.path);
			replace(temporaryProfile, profile());
		}
		finally {
			Files.deleteIfExists(temporaryText);
			Files.deleteIfExists(temporaryProfile);
		}
		try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
			folder.force(true);
		}
	}

	private static void write(Path file, String content) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
	}

	private static void replace(Path temporary, Path file) throws IOException {
		Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private Path profile() {
		return folder().resolve(this.path.getFileName().toString().replaceFirst(YAML, "") + ".json");
	}

	private Path sibling(String ending) {
		return folder().resolve(this.path.getFileName() + ending);
	}

	private Path folder() {
		Path folder = this.path.getParent();
		return (folder != null) ? folder : this.path;
	}

	private static final class ForeignFileException extends IOException {

		private static final long serialVersionUID = 1L;

		ForeignFileException(Path file) {
			super("The file " + file + " was changed after learn mode wrote it, or was not written by learn mode."
					+ " It is left unchanged so that nothing is lost."
					+ " Rename the file, or set 'seccomp.learn.output' to another file.");
		}

	}

}
