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

package dev.seccomp.sample.hardened;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.multipart.MultipartFile;

/**
 * Writes and reads notes, by way of the database, of HTTP and of files.
 */
@RestController
class NoteController {

	private static final Logger logger = LoggerFactory.getLogger(NoteController.class);

	private final RestClient client = RestClient.create();

	private final NoteRepository notes;

	NoteController(NoteRepository notes) {
		this.notes = notes;
	}

	@PostMapping("/notes")
	String write(@RequestBody String text) {
		logger.info("Writing {}", text);
		return String.valueOf(this.notes.save(new Note(text)).getId());
	}

	@GetMapping("/notes/{id}")
	String read(@PathVariable Long id) {
		return this.notes.findById(id).orElseThrow().getText();
	}

	/** The application as a client of its own. */
	@GetMapping("/notes/{id}/by-http")
	String readByHttp(@PathVariable Long id, HttpServletRequest request) {
		return String.valueOf(this.client.get()
			.uri("http://localhost:{port}/notes/{id}", request.getLocalPort(), id)
			.retrieve()
			.body(String.class));
	}

	/** A note as a file: Tomcat stores it, and it is read through a mapping. */
	@PostMapping("/notes/files")
	String upload(@RequestParam MultipartFile file) throws IOException {
		Path copy = Files.createTempFile("note", ".txt");
		file.transferTo(copy);
		try (FileChannel channel = FileChannel.open(copy)) {
			MappedByteBuffer text = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
			return write(StandardCharsets.UTF_8.decode(text).toString());
		}
		finally {
			Files.delete(copy);
		}
	}

	@GetMapping("/machine")
	Map<String, String> machine() throws SocketException {
		return Map.of("thread", Thread.currentThread().toString(), "interfaces",
				String.join(",", NetworkInterface.networkInterfaces().map(NetworkInterface::getName).toList()));
	}

}
