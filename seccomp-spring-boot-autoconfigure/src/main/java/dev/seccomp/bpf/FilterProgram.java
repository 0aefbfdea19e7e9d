package dev.seccomp.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Architecture;

/**
 * A program of classic BPF that decides about system calls.
 *
 * @param architecture the architecture it is for
 * @param instructions its instructions
 * @since 0.1.0
 */
public record FilterProgram(Architecture architecture, List<Instruction> instructions) {

	/**
	 * How many instructions the kernel takes at most ({@code BPF_MAXINSNS} of
	 * {@code linux/bpf_common.h}).
	 */
	public static final int MAX_INSTRUCTIONS = 4096;

	public FilterProgram {
		instructions = List.copyOf(instructions);
	}

	/**
	 * Return this program as the kernel holds it.
	 * @return an array of {@code struct sock_filter}, in the architecture's byte order
	 */
	public byte[] toBytes() {
		ByteBuffer buffer = ByteBuffer.allocate(this.instructions.size() * Instruction.BYTES);
		buffer.order((this.architecture.isBigEndian()) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
		for (Instruction instruction : this.instructions) {
			buffer.putShort((short) instruction.code());
			buffer.put((byte) instruction.jt()).put((byte) instruction.jf());
			buffer.putInt(instruction.k());
		}
		return buffer.array();
	}

	/**
	 * Return the hash of this program.
	 * @return {@code sha256:} and the SHA-256 of {@link #toBytes()} in hexadecimal
	 */
	public String hash() {
		try {
			return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(toBytes()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the instructions in words.
	 * @return the listing, one instruction a line
	 */
	public String toListing() {
		return Listing.of(this);
	}

	/**
	 * Return what this program decides, with the semantics of the kernel.
	 * @param data the system call
	 * @return what happens to it
	 */
	public Action run(SeccompData data) {
		return Action.ofReturnValue(new Interpreter(this).run(data).value());
	}

}
