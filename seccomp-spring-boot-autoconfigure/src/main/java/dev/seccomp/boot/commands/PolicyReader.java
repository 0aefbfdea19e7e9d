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

package dev.seccomp.boot.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import dev.seccomp.boot.properties.PolicySource;
import dev.seccomp.learn.Recording;
import dev.seccomp.policy.Catalog;
import dev.seccomp.syscall.Architecture;

import org.springframework.util.ClassUtils;

/**
 * Reads the policies that the arguments of a command name.
 */
final class PolicyReader {

	private static final String APPLICATION = "application";

	private static final String JSON = ".json";

	private static final String RECORDING = "-recording.json";

	private final Architecture architecture;

	private final List<String> properties;

	PolicyReader(Architecture architecture, List<String> properties) {
		this.architecture = architecture;
		this.properties = properties;
	}

	/**
	 * Read the policy of the application on the class path.
	 * @return the policy
	 */
	Policy application() {
		return policy(APPLICATION,
				PolicySource.ofApplication(ClassUtils.getDefaultClassLoader(), this.properties.toArray(String[]::new)),
				RecordedFrames.NONE);
	}

	/**
	 * Read a policy.
	 * @param argument the name of a preset, or a file
	 * @return the policy
	 */
	Policy read(String argument) {
		if (Catalog.get().presets().contains(argument)) {
			return policy(argument, PolicySource.ofPreset(argument), RecordedFrames.NONE);
		}
		Path file = Path.of(argument);
		String name = String.valueOf(file.getFileName());
		if (isRecording(argument)) {
			throw new CommandException(argument + " is the recording of a learned policy. Give the policy next to it.");
		}
		if (name.endsWith(JSON)) {
			return policy(name, PolicySource.ofProfile(file), RecordedFrames.NONE);
		}
		return policy(name, PolicySource.ofFile(file), frames(file));
	}

	private Policy policy(String name, PolicySource source, RecordedFrames frames) {
		return new Policy(name, this.architecture, source.compile(this.architecture).filters(), frames);
	}

	/** Learn mode writes the recording next to the policy. */
	private static RecordedFrames frames(Path file) {
		Path recording = Recording.file(file);
		return (Files.exists(recording)) ? RecordedFrames.of(recording(recording)) : RecordedFrames.NONE;
	}

	/**
	 * Return whether an argument is the recording of learn mode.
	 * @param argument the argument
	 * @return whether it is
	 */
	static boolean isRecording(String argument) {
		return argument.endsWith(RECORDING);
	}

	/**
	 * Read a recording of learn mode.
	 * @param argument the file
	 * @return its calls
	 */
	static RecordedCalls recording(String argument) {
		return recording(Path.of(argument));
	}

	private static RecordedCalls recording(Path file) {
		try {
			return RecordedCalls.of(Recording.read(file));
		}
		catch (NoSuchFileException ex) {
			throw new CommandException(file + " does not exist");
		}
		catch (IOException ex) {
			throw new CommandException(String.valueOf(ex.getMessage()));
		}
	}

}
