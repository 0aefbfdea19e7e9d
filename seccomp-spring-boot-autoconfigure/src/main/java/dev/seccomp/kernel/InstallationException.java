package dev.seccomp.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a filter cannot be installed, or turns out not to be in force.
 *
 * @since 0.1.0
 */
public class InstallationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Create a new exception.
	 * @param reason what failed and why
	 * @param remedy what to do
	 * @param cause the cause, or {@code null}
	 */
	public InstallationException(String reason, String remedy, @Nullable Throwable cause) {
		super(reason, cause);
		this.remedy = remedy;
	}

	InstallationException(String reason, String remedy) {
		this(reason, remedy, null);
	}

	/**
	 * Return what to do.
	 * @return the remedy
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
