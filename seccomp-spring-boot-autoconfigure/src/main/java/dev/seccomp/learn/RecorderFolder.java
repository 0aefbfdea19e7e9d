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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The temporary folder with the unpacked jars of a recorder. The application and the
 * recorder lock it. If both were killed, the next recorder deletes it.
 */
final class RecorderFolder {

	private static final String PREFIX = "seccomp-recorder";

	private static final String LOCK = "lock";

	private final Path path;

	private final FileChannel lock;

	private RecorderFolder(Path path, FileChannel lock) {
		this.path = path;
		this.lock = lock;
	}

	/**
	 * Create a folder, and delete those of recorders that were killed.
	 * @param parent the folder for temporary files
	 * @return the folder, which this process has locked
	 * @throws IOException if it cannot be created
	 */
	static RecorderFolder create(Path parent) throws IOException {
		Path path = Files.createTempDirectory(parent, PREFIX);
		// Another recorder must not find the file before it is locked
		Path unlocked = Files.createFile(path.resolve(LOCK + ".new"));
		RecorderFolder folder = new RecorderFolder(path, lock(unlocked));
		Files.move(unlocked, path.resolve(LOCK));
		folder.deleteAbandoned(parent);
		return folder;
	}

	/**
	 * Open a folder that another process created.
	 * @param path the folder
	 * @return the folder, which this process has locked, too
	 * @throws IOException if it cannot be locked
	 */
	static RecorderFolder open(Path path) throws IOException {
		return new RecorderFolder(path, lock(path.resolve(LOCK)));
	}

	private static FileChannel lock(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
		channel.lock(0, Long.MAX_VALUE, true);
		return channel;
	}

	Path path() {
		return this.path;
	}

	private void deleteAbandoned(Path parent) throws IOException {
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
			for (Path folder : folders) {
				if (!folder.equals(this.path)) {
					deleteIfAbandoned(folder);
				}
			}
		}
	}

	/** In a folder like /tmp, another user can make folders and links of such names. */
	private void deleteIfAbandoned(Path folder) {
		try {
			if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
					|| !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(this.path))) {
				return;
			}
			try (FileChannel channel = FileChannel.open(folder.resolve(LOCK),
					Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
				if (channel.tryLock() != null) {
					delete(folder);
				}
			}
		}
		catch (IOException | UncheckedIOException | OverlappingFileLockException ex) {
			// It is in use, or is not the folder of a recorder
		}
	}

	/**
	 * Delete this folder and release its lock.
	 */
	void delete() {
		try {
			this.lock.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		delete(this.path);
	}

	static void delete(Path folder) {
		File[] files = folder.toFile().listFiles();
		try {
			for (File file : (files != null) ? files : new File[0]) {
				Files.deleteIfExists(file.toPath());
			}
			Files.deleteIfExists(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
