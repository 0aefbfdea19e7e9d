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
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.policy.oci.OciProfileWriter;
import dev.seccomp.syscall.Architecture;

/**
 * The files of learn mode: the recording, and the policy that is rendered from it as YAML
 * and as an OCI profile. Each file is replaced completely or not at all. None of them may
 * be a symbolic link, since another user could direct it elsewhere.
 */
final class LearnedFiles {

	private static final String YAML = "\\.ya?ml$";

	private static final String REMEDY = "Free disk space and make the folder writable, or set"
			+ " 'seccomp.learn.output' to another file.";

	private final Path policy;

	private final Path recording;

	private final Path profile;

	/**
	 * Create the files.
	 * @param output the file of the policy
	 */
	LearnedFiles(Path output) {
		this.policy = output.toAbsolutePath().normalize();
		this.recording = Recording.file(this.policy);
		this.profile = sibling(this.policy, ".json");
	}

	static Path sibling(Path policy, String ending) {
		return policy.resolveSibling(policy.getFileName().toString().replaceFirst(YAML, "") + ending);
	}

	/**
	 * Verify that the files are those of learn mode, or do not exist.
	 * @throws IOException if learn mode would not write to them
	 */
	void verify() throws IOException {
		requireOwn((Files.exists(this.recording, LinkOption.NOFOLLOW_LINKS)) ? read(this.recording) : new byte[0]);
	}

	/**
	 * Merge runs into the recording, and render the policy. Other processes may do the
	 * same at the same time.
	 * @param runs the runs. Each of them replaces an earlier recording of the same run
	 * @throws IOException if the files cannot be written or are not those of learn mode.
	 * They are then unchanged.
	 */
	void merge(List<RecordedRun> runs) throws IOException {
		// A file lock is held by the process, not by a thread
		synchronized (LearnedFiles.class) {
			boolean created = createRecording();
			try (FileChannel locked = lock()) {
				byte[] before = Channels.newInputStream(locked).readAllBytes();
				write(requireOwn(before), runs);
			}
			catch (FileException ex) {
				deleteEmptyRecording(created);
				throw ex;
			}
			catch (IOException ex) {
				deleteEmptyRecording(created);
				throw failure(ex);
			}
		}
	}

	private boolean createRecording() throws IOException {
		requireNoLinks();
		try {
			Files.createFile(this.recording);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	private void deleteEmptyRecording(boolean created) throws IOException {
		if (created && Files.size(this.recording) == 0) {
			Files.delete(this.recording);
		}
	}

	/**
	 * Locks the recording. Each merge replaces it, so a process that waited for the lock
	 * may hold that of a file that is no longer in the folder.
	 */
	private FileChannel lock() throws IOException {
		while (true) {
			List<?> before = identity();
			FileChannel channel = FileChannel.open(this.recording, StandardOpenOption.READ, StandardOpenOption.WRITE,
					StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
			try {
				channel.lock();
				if (before.equals(identity())) {
					return channel;
				}
			}
			catch (IOException ex) {
				channel.close();
				throw ex;
			}
			channel.close();
		}
	}

	private List<?> identity() throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(this.recording, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return List.of(attributes.fileKey(), attributes.lastModifiedTime());
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
	}

	private void requireNoLinks() throws IOException {
		for (Path file : List.of(this.recording, this.policy, this.profile)) {
			if (Files.isSymbolicLink(file)) {
				throw new FileException("The file " + file + " is a symbolic link, which learn mode does not follow."
						+ " Remove it, or set 'seccomp.learn.output' to another file.");
			}
		}
	}

	/** A policy that was rendered from another recording would lose its calls. */
	private Recording requireOwn(byte[] content) throws IOException {
		requireNoLinks();
		Recording recording = parse(content);
		if (isPresent(this.policy) && !LearnedText.isUnchanged(new String(read(this.policy), StandardCharsets.UTF_8))) {
			throw new FileException("The file " + this.policy + " was changed after learn mode wrote it, or was not"
					+ " written by learn mode. It is left unchanged so that nothing is lost."
					+ " Rename the file, or set 'seccomp.learn.output' to another file.");
		}
		for (Path file : List.of(this.policy, this.profile)) {
			if (recording.runs().isEmpty() && isPresent(file)) {
				throw new FileException("The file " + file + " exists, but its recording " + this.recording
						+ " does not. It is left unchanged so that nothing is lost. Restore the recording, rename the"
						+ " file, or set 'seccomp.learn.output' to another file.");
			}
		}
		return recording;
	}

	private Recording parse(byte[] content) throws FileException {
		try {
			return Recording.parse(this.recording, content);
		}
		catch (IOException ex) {
			throw new FileException(String.valueOf(ex.getMessage()));
		}
	}

	private static boolean isPresent(Path file) throws IOException {
		return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > 0;
	}

	private static byte[] read(Path file) throws IOException {
		try (var stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			return stream.readAllBytes();
		}
	}

	private void write(Recording before, List<RecordedRun> runs) throws IOException {
		Recording recording = before;
		for (RecordedRun run : runs) {
			recording = recording.with(run);
		}
		Architecture architecture = runs.get(0).environment().architecture();
		Map<Path, String> contents = new LinkedHashMap<>();
		contents.put(this.recording, recording.toJson());
		contents.put(this.policy, LearnedText.write(recording));
		contents.put(this.profile,
				Json.write(OciProfileWriter.write(LearnedPolicy.ofWholeLife(recording).toProfile(architecture))));
		List<Path> temporaries = new ArrayList<>();
		try {
			// All are written first, so that a full disk leaves all files unchanged
			for (Map.Entry<Path, String> file : contents.entrySet()) {
				Path temporary = file.getKey().resolveSibling(file.getKey().getFileName() + ".tmp");
				// A killed recorder may have left it
				Files.deleteIfExists(temporary);
				temporaries.add(temporary);
				write(temporary, file.getValue());
			}
			int i = 0;
			for (Path file : contents.keySet()) {
				Files.move(temporaries.get(i++), file, StandardCopyOption.ATOMIC_MOVE,
						StandardCopyOption.REPLACE_EXISTING);
			}
		}
		finally {
			for (Path temporary : temporaries) {
				Files.deleteIfExists(temporary);
			}
		}
		try (FileChannel folder = FileChannel.open(this.policy.resolveSibling(""), StandardOpenOption.READ)) {
			folder.force(true);
		}
	}

	private static void write(Path file, String content) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS)) {
			ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
	}

	private FileException failure(IOException ex) {
		return new FileException("The learned policy cannot be written to " + this.policy + ": " + describe(ex) + ". "
				+ ((Files.exists(this.policy)) ? "The existing file is unchanged. " : "") + REMEDY);
	}

	private static String describe(IOException ex) {
		if (ex instanceof NoSuchFileException missing) {
			return missing.getFile() + " does not exist";
		}
		String message = String.valueOf(ex.getMessage());
		return (ex.getClass() == IOException.class) ? message : ex.getClass().getSimpleName() + " " + message;
	}

	@Override
	public String toString() {
		return this.policy.toString();
	}

	/**
	 * A failure whose message names the file, the reason and the remedy.
	 */
	private static final class FileException extends IOException {

		private static final long serialVersionUID = 1L;

		FileException(String message) {
			super(message);
		}

	}

}
