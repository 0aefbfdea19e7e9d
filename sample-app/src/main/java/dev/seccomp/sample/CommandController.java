package dev.seccomp.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Runs programs, one of them with what a stranger says. Do not do this.
 */
@RestController
class CommandController {

	/** The classic command injection: {@code /ping?host=127.0.0.1;ls -al}. */
	@GetMapping(path = "/ping", produces = MediaType.TEXT_PLAIN_VALUE)
	String ping(@RequestParam String host) throws IOException {
		return run("/bin/sh", "-c", "ping -c 1 -W 1 " + host);
	}

	@GetMapping(path = "/ls", produces = MediaType.TEXT_PLAIN_VALUE)
	String ls() throws IOException {
		return run("/bin/ls", "-al");
	}

	private String run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@ExceptionHandler
	ResponseEntity<String> denied(IOException ex) {
		return ResponseEntity.status(HttpStatus.FORBIDDEN)
			.contentType(MediaType.TEXT_PLAIN)
			.body(ex.getMessage() + System.lineSeparator());
	}

}
