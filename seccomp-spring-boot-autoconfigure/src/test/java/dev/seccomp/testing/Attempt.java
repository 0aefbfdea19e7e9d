package dev.seccomp.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Tries to run a program, and says what came of it.
 */
public final class Attempt {

	private Attempt() {
	}

	/**
	 * Run a program that makes a file.
	 * @return {@code ran} if the file is there, or else the message of the exception
	 */
	public static String exec() {
		try {
			Path effect = Files.createTempDirectory("attempt").resolve("effect");
			String outcome;
			try {
				Process process = new ProcessBuilder("/usr/bin/touch", effect.toString()).start();
				outcome = (process.waitFor(10, TimeUnit.SECONDS)) ? "exit code " + process.exitValue() : "no end";
			}
			catch (IOException ex) {
				outcome = String.valueOf(ex.getMessage());
			}
			if (Files.deleteIfExists(effect)) {
				outcome = "ran";
			}
			Files.delete(effect.getParent());
			return outcome;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
