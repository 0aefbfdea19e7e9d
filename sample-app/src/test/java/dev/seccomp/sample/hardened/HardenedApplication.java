package dev.seccomp.sample.hardened;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Keeps notes in a database. Like the sample, it knows nothing of seccomp.
 */
@SpringBootApplication
public class HardenedApplication {

	public static void main(String[] args) {
		SpringApplication.run(HardenedApplication.class, args);
	}

}
