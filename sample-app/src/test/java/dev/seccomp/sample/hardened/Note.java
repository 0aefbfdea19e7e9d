package dev.seccomp.sample.hardened;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/**
 * What the application keeps.
 */
@Entity
class Note {

	@Id
	@GeneratedValue
	private @Nullable Long id;

	private String text = "";

	protected Note() {
	}

	Note(String text) {
		this.text = text;
	}

	@Nullable Long getId() {
		return this.id;
	}

	String getText() {
		return this.text;
	}

}
