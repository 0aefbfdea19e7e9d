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

package dev.seccomp.sample;

import java.io.IOException;

import com.sun.jna.LastErrorException;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Responds with the reason when the kernel denies an attack.
 */
@RestControllerAdvice
class DenialAdvice {

	@ExceptionHandler({ IOException.class, LastErrorException.class })
	ResponseEntity<String> denied(Exception ex) {
		return respond(HttpStatus.FORBIDDEN, ex);
	}

	/** JDK versions before 21 have no virtual threads. */
	@ExceptionHandler
	ResponseEntity<String> unsupported(UnsupportedOperationException ex) {
		return respond(HttpStatus.NOT_IMPLEMENTED, ex);
	}

	private ResponseEntity<String> respond(HttpStatus status, Exception ex) {
		return ResponseEntity.status(status)
			.contentType(MediaType.TEXT_PLAIN)
			.body(ex.getMessage() + System.lineSeparator());
	}

}
