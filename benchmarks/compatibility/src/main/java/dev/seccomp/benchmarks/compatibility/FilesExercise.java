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

package dev.seccomp.benchmarks.compatibility;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Files and HTTP without another library. Agents are tested with it, too.
 */
@Component("files")
@RestController
class FilesExercise implements Exercise {

	private static final int SIZE = 4096;

	private final WebServerApplicationContext context;

	FilesExercise(WebServerApplicationContext context) {
		this.context = context;
	}

	@GetMapping("/text")
	String text() {
		return "text";
	}

	@Override
	public void run(Path folder) throws Exception {
		Path file = folder.resolve("file");
		try (WatchService watch = folder.getFileSystem().newWatchService()) {
			folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
			write(file);
			Exercise.check(watch.poll(1, TimeUnit.MINUTES) != null, "the creation of a file was not reported");
		}
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
		Path copy = Files.copy(file, folder.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
		Exercise.check(Files.mismatch(file, copy) < 0, "the copy differs");
		Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
		FileStore store = Files.getFileStore(folder);
		Exercise.check(store.getUsableSpace() > 0, "no space in " + store.type());
		URI uri = URI.create("http://127.0.0.1:" + this.context.getWebServer().getPort() + "/text");
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
		Exercise.check("text".equals(response.body()), response.body());
	}

	private static void write(Path file) throws Exception {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE); var lock = channel.lock()) {
			MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
			mapped.put(0, (byte) 1);
			mapped.force();
			channel.write(ByteBuffer.wrap(new byte[SIZE]), SIZE);
			channel.force(true);
			channel.force(false);
			Exercise.check(lock.isValid(), "no lock");
		}
	}

}
