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
import java.nio.file.Files;
import java.nio.file.Path;

import dev.seccomp.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecorderFolder}.
 */
class RecorderFolderTests {

	@TempDir
	Path parent;

	@Test
	void createDeletesFolderOfKilledRecorder() throws IOException {
		Path abandoned = folder("seccomp-recorder1");
		Files.createFile(abandoned.resolve("lock"));
		RecorderFolder folder = RecorderFolder.create(this.parent);
		assertThat(folder.path()).isDirectory();
		assertThat(abandoned).doesNotExist();
	}

	@Test
	void createWhenFolderIsLockedKeepsIt() throws Exception {
		Path used = folder("seccomp-recorder1");
		Files.createFile(used.resolve("lock"));
		Process process = ChildJvm.of(Locking.class).arguments(used.toString()).start();
		assertThat(process.inputReader().readLine()).isEqualTo("locked");
		RecorderFolder.create(this.parent);
		assertThat(used.resolve("jna.jar")).exists();
		process.destroyForcibly().waitFor();
		RecorderFolder.create(this.parent);
		assertThat(used).doesNotExist();
	}

	@Test
	void createWhenFolderIsOfAnotherKindKeepsIt() throws IOException {
		Path unlocked = folder("seccomp-recorder1");
		Path other = folder("other");
		Files.createFile(other.resolve("lock"));
		Files.createSymbolicLink(this.parent.resolve("seccomp-recorder2"), other);
		RecorderFolder.create(this.parent);
		assertThat(unlocked.resolve("jna.jar")).exists();
		assertThat(other.resolve("jna.jar")).exists();
	}

	private Path folder(String name) throws IOException {
		Path folder = Files.createDirectory(this.parent.resolve(name));
		Files.createFile(folder.resolve("jna.jar"));
		return folder;
	}

	/**
	 * Locks a folder until it is killed.
	 */
	static final class Locking {

		public static void main(String[] args) throws IOException {
			RecorderFolder folder = RecorderFolder.open(Path.of(args[0]));
			System.out.println("locked");
			System.in.read();
			folder.delete();
		}

	}

}
