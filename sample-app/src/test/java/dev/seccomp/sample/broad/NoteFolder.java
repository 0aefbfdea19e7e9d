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

package dev.seccomp.sample.broad;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.springframework.util.FileSystemUtils;

/**
 * A folder in which a note is copied and moved as a file, with different file operations.
 */
final class NoteFolder implements AutoCloseable {

	private final Path folder;

	NoteFolder() throws IOException {
		this.folder = Files.createTempDirectory("notes");
	}

	Path file() {
		return this.folder.resolve("note.txt");
	}

	String read() throws IOException {
		Path copy = Files.copy(file(), this.folder.resolve("copy.txt"), StandardCopyOption.COPY_ATTRIBUTES);
		Path kept = Files.createDirectory(this.folder.resolve("kept")).resolve("note.txt");
		Files.move(copy, kept);
		try (FileChannel source = FileChannel.open(kept);
				FileChannel target = FileChannel.open(this.folder.resolve("mapped.txt"), StandardOpenOption.CREATE,
						StandardOpenOption.READ, StandardOpenOption.WRITE);
				FileLock lock = target.lock()) {
			source.transferTo(0, source.size(), target);
			MappedByteBuffer text = target.map(FileChannel.MapMode.READ_WRITE, 0, target.size());
			text.force();
			target.force(true);
			return (lock.isValid()) ? StandardCharsets.UTF_8.decode(text).toString() : "";
		}
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.folder);
	}

}
