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

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Writes and reads notes, and returns data about the machine.
 */
@RestController
class NoteController {

	private static final Logger logger = LoggerFactory.getLogger(NoteController.class);

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

	@GetMapping("/machine")
	Map<String, String> machine() throws SocketException {
		return Map.of("thread", Thread.currentThread().toString(), "interfaces",
				String.join(",", NetworkInterface.networkInterfaces().map(NetworkInterface::getName).toList()));
	}

	/** Queries a name server only for names that are in no file. */
	@GetMapping("/hosts/{name}")
	String host(@PathVariable String name) {
		try {
			return InetAddress.getByName(name).toString();
		}
		catch (UnknownHostException ex) {
			return "unknown";
		}
	}

}
