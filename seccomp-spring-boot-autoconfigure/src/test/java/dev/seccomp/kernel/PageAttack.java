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

package dev.seccomp.kernel;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.Libc;

/**
 * An attempt to change the flags of the response, in the sealed page of the supervisor.
 * The flags decide whether the kernel executes a denied call.
 *
 * @param name the name of the attempt
 * @param before the outcome without a filter: the error or {@code done}, and whether the
 * page is {@code held} or {@code lost}
 * @param after the outcome under the filter
 * @param attempt the attempt
 */
record PageAttack(String name, String before, String after, Attempt attempt) {

	static final long SEALED = 0x1e0000;

	static final long END = 0x200000;

	private static final String DENIED = "EPERM held";

	private static final String LOST = "done lost";

	private static final String HELD = "done held";

	private static final int PAGE = 4096;

	private static final int READ_WRITE = 3;

	private static final int PRIVATE_ANONYMOUS = 0x22;

	private static final int SHARED = 1;

	private static final int FIXED = 0x10;

	private static final int FIXED_NOREPLACE = 0x100000;

	private static final int MAYMOVE = 1;

	private static final int MAYMOVE_FIXED = 3;

	private static final int MAYMOVE_DONTUNMAP = 5;

	private static final int MAYMOVE_FIXED_DONTUNMAP = 7;

	private static final int SHM_RDONLY = 0x1000;

	private static final int SHM_RND = 0x2000;

	private static final int SHM_REMAP = 0x4000;

	private static final int IPC_CREAT_ALL = 01666;

	private static final int MADV_DONTNEED = 4;

	private static final int MADV_FREE = 8;

	private static final int MADV_REMOVE = 9;

	private static final int MADV_POPULATE_WRITE = 23;

	private static final int MADV_GUARD_INSTALL = 102;

	private static final int MADV_GUARD_REMOVE = 103;

	private static final long UFFDIO_API = 0xc018aa3fL;

	private static final long UFFDIO_REGISTER = 0xc020aa00L;

	private static final long UFFD_API = 0xaa;

	private static final int ARCH_MAP_VDSO_64 = 0x2003;

	private static final int PUNCH_HOLE_KEEP_SIZE = 3;

	static List<PageAttack> all() {
		return Stream.of(unmapping(), writing(), moving(), advising(), brk(), reopening())
			.flatMap((attacks) -> attacks)
			.filter((attack) -> Platform.architecture() == Architecture.X86_64 || !attack.name.startsWith("arch_prctl"))
			.toList();
	}

	private static Stream<PageAttack> unmapping() {
		return Stream.of(new PageAttack("munmap", LOST, DENIED, () -> Libc.outcome("munmap", SEALED, PAGE)),
				new PageAttack("munmap from the page before", LOST, DENIED,
						() -> Libc.outcome("munmap", SEALED - PAGE, 2 * PAGE)),
				new PageAttack("munmap from 0", LOST, DENIED, () -> Libc.outcome("munmap", 0L, END)),
				new PageAttack("mmap MAP_FIXED", LOST, DENIED, () -> map(SEALED, PAGE, FIXED)),
				new PageAttack("mmap MAP_FIXED, flags with garbage", LOST, DENIED,
						() -> map(SEALED, PAGE, FIXED | (1L << 40))),
				new PageAttack("mmap MAP_FIXED from the page before", LOST, DENIED,
						() -> map(SEALED - PAGE, 2 * PAGE, FIXED)),
				new PageAttack("mmap MAP_FIXED from below", LOST, DENIED, () -> map(PAGE, END - PAGE, FIXED)),
				new PageAttack("mmap MAP_FIXED of the writable page", HELD, DENIED,
						() -> map(SEALED - PAGE, PAGE, FIXED)),
				new PageAttack("mmap MAP_FIXED and MAP_FIXED_NOREPLACE", "EEXIST held", DENIED,
						() -> map(SEALED, PAGE, FIXED | FIXED_NOREPLACE)),
				new PageAttack("mmap MAP_FIXED_NOREPLACE", "EEXIST held", "EEXIST held",
						() -> map(SEALED, PAGE, FIXED_NOREPLACE)),
				new PageAttack("mmap with a hint", HELD, HELD, () -> map(SEALED, PAGE, 0)));
	}

	private static String map(long address, long bytes, long flags) {
		return Libc.outcome("mmap", address, bytes, READ_WRITE, PRIVATE_ANONYMOUS | flags, -1L, 0L);
	}

	private static Stream<PageAttack> writing() {
		return Stream.of(same("mprotect", "EACCES held", () -> Libc.outcome("mprotect", SEALED, PAGE, READ_WRITE)),
				same("pkey_mprotect", "EACCES held",
						() -> Libc.outcome("pkey_mprotect", SEALED, PAGE, READ_WRITE, -1L)),
				same("/proc/self/mem", "EIO held", () -> write(Path.of("/proc/self/mem"), SEALED)),
				same("/proc/thread-self/mem", "EIO held", () -> write(Path.of("/proc/thread-self/mem"), SEALED)),
				same("process_vm_writev", "EFAULT held", PageAttack::writeAsProcess),
				same("read into it", "EFAULT held", PageAttack::readInto),
				same("getrandom into it", "EFAULT held", () -> Libc.outcome("getrandom", SEALED, Integer.BYTES, 0)),
				same("userfaultfd", "EPERM held", PageAttack::registerUserfaultfd));
	}

	private static String write(Path file, long position) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(1).flip(), position);
			return "0";
		}
		catch (IOException ex) {
			return error(ex);
		}
	}

	/** Java does not report error numbers. */
	private static String error(IOException ex) {
		return switch (String.valueOf(ex.getMessage())) {
			case "Input/output error" -> "EIO";
			case "Operation not permitted" -> "EPERM";
			case "Bad address" -> "EFAULT";
			default -> ex.toString();
		};
	}

	private static String writeAsProcess() {
		Memory one = new Memory(Integer.BYTES);
		one.setInt(0, 1);
		return Libc.outcome("process_vm_writev", ProcessHandle.current().pid(), vector(Pointer.nativeValue(one)), 1,
				vector(SEALED), 1, 0);
	}

	private static Memory vector(long address) {
		Memory vector = new Memory(2 * Long.BYTES);
		vector.setLong(0, address);
		vector.setLong(Long.BYTES, Integer.BYTES);
		return vector;
	}

	private static String readInto() {
		long file = Libc.syscall("openat", -1, "/dev/urandom", 0, 0);
		String outcome = Libc.outcome("read", file, SEALED, Integer.BYTES);
		Libc.syscall("close", file);
		return outcome;
	}

	private static String registerUserfaultfd() {
		long descriptor = Libc.syscall("userfaultfd", 0);
		Memory api = new Memory(3 * Long.BYTES);
		api.clear();
		api.setLong(0, UFFD_API);
		Libc.syscall("ioctl", descriptor, UFFDIO_API, api);
		Memory range = new Memory(4 * Long.BYTES);
		range.clear();
		range.setLong(0, SEALED);
		range.setLong(Long.BYTES, PAGE);
		range.setLong(2 * Long.BYTES, 1);
		String outcome = Libc.outcome("ioctl", descriptor, UFFDIO_REGISTER, range);
		Libc.syscall("close", descriptor);
		return outcome;
	}

	private static Stream<PageAttack> moving() {
		return Stream.of(
				new PageAttack("mremap elsewhere", LOST, DENIED,
						() -> Libc.outcome("mremap", SEALED, END - SEALED, END - SEALED, MAYMOVE_FIXED, elsewhere())),
				new PageAttack("mremap elsewhere, MREMAP_DONTUNMAP", HELD, DENIED,
						() -> Libc.outcome("mremap", SEALED, PAGE, PAGE, MAYMOVE_DONTUNMAP, 0L)),
				new PageAttack("mremap elsewhere, MREMAP_FIXED and MREMAP_DONTUNMAP", HELD, DENIED,
						() -> Libc.outcome("mremap", SEALED, PAGE, PAGE, MAYMOVE_FIXED_DONTUNMAP, elsewhere())),
				new PageAttack("mremap smaller", LOST, DENIED,
						() -> Libc.outcome("mremap", SEALED - PAGE, 2 * PAGE, PAGE, 0, 0L)),
				new PageAttack("mremap over it", LOST, DENIED,
						() -> Libc.outcome("mremap", elsewhere(), PAGE, PAGE, MAYMOVE_FIXED, SEALED)),
				new PageAttack("mremap over it from the page before", LOST, DENIED,
						() -> Libc.outcome("mremap", elsewhere(), 2 * PAGE, 2 * PAGE, MAYMOVE_FIXED, SEALED - PAGE)),
				new PageAttack("mremap over it, MREMAP_DONTUNMAP", LOST, DENIED,
						() -> Libc.outcome("mremap", elsewhere(), PAGE, PAGE, MAYMOVE_FIXED_DONTUNMAP, SEALED)),
				new PageAttack("mremap with a hint", HELD, HELD,
						() -> Libc.outcome("mremap", elsewhere(), PAGE, 4 * PAGE, MAYMOVE, SEALED)),
				new PageAttack("remap_file_pages", "EINVAL held", DENIED,
						() -> Libc.outcome("remap_file_pages", SEALED, PAGE, 0, 1, 0)),
				new PageAttack("shmat SHM_REMAP", LOST, DENIED, () -> attach(SEALED, SHM_REMAP)),
				new PageAttack("shmat SHM_REMAP and SHM_RND", LOST, DENIED,
						() -> attach(SEALED + 1, SHM_REMAP | SHM_RND)),
				new PageAttack("shmat SHM_REMAP and SHM_RDONLY", LOST, DENIED,
						() -> attach(SEALED, SHM_REMAP | SHM_RDONLY)),
				same("shmat", "EINVAL held", () -> attach(SEALED, 0)), same("arch_prctl ARCH_MAP_VDSO_64",
						"EEXIST held", () -> Libc.outcome("arch_prctl", ARCH_MAP_VDSO_64, SEALED)));
	}

	private static long elsewhere() {
		return Libc.syscall("mmap", 0L, END - SEALED, READ_WRITE, PRIVATE_ANONYMOUS, -1L, 0L);
	}

	private static String attach(long address, int flags) {
		long memory = Libc.syscall("shmget", 0L, PAGE, IPC_CREAT_ALL);
		String outcome = Libc.outcome("shmat", memory, address, flags);
		Libc.syscall("shmctl", memory, 0, 0L);
		return outcome;
	}

	/** If the page cannot be read, the supervisor cannot respond from it. */
	private static Stream<PageAttack> advising() {
		return Stream.of(same("madvise MADV_DONTNEED", HELD, () -> advise(MADV_DONTNEED)),
				same("madvise MADV_FREE", "EINVAL held", () -> advise(MADV_FREE)),
				same("madvise MADV_REMOVE", "EACCES held", () -> advise(MADV_REMOVE)),
				same("madvise MADV_POPULATE_WRITE", "EINVAL held", () -> advise(MADV_POPULATE_WRITE)),
				same("madvise MADV_GUARD_INSTALL", HELD, () -> {
					String outcome = advise(MADV_GUARD_INSTALL);
					advise(MADV_GUARD_REMOVE);
					return outcome;
				}));
	}

	private static String advise(int advice) {
		return Libc.outcome("madvise", SEALED, PAGE, advice);
	}

	private static Stream<PageAttack> brk() {
		return Stream.of(new PageAttack("brk after the heap was moved there", LOST, DENIED, HeapBorders::shrink));
	}

	private static Stream<PageAttack> reopening() {
		return Stream.of(same("write to the file", "EPERM held", () -> write(file(), 0)),
				same("map the file for writing", "EPERM held", () -> {
					try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ,
							StandardOpenOption.WRITE)) {
						channel.map(FileChannel.MapMode.READ_WRITE, 0, 1);
						return "0";
					}
					catch (IOException ex) {
						return error(ex);
					}
				}), same("truncate the file", "EPERM held", () -> {
					try (RandomAccessFile writable = new RandomAccessFile(file().toFile(), "rw")) {
						writable.setLength(0);
						return "0";
					}
					catch (IOException ex) {
						return error(ex);
					}
				}), same("punch a hole in the file", "EPERM held", () -> {
					long file = Libc.syscall("openat", -1, file().toString(), 2, 0);
					String outcome = Libc.outcome("fallocate", file, PUNCH_HOLE_KEEP_SIZE, 0L, PAGE);
					Libc.syscall("close", file);
					return outcome;
				}));
	}

	/**
	 * Opening the file requires root with {@code CAP_CHECKPOINT_RESTORE} or
	 * {@code CAP_SYS_ADMIN}.
	 */
	private static Path file() {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/map_files"))) {
			String start = Long.toHexString(SEALED) + "-";
			return files.filter((file) -> file.getFileName().toString().startsWith(start)).findFirst().orElseThrow();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static PageAttack same(String name, String outcome, Attempt attempt) {
		return new PageAttack(name, outcome, outcome, attempt);
	}

	/**
	 * Make the attempt.
	 * @return its outcome
	 */
	String outcome() {
		String outcome = this.attempt.outcome();
		return ((outcome.startsWith("E") || outcome.contains("Exception")) ? outcome : "done")
				+ ((isHeld()) ? " held" : " lost");
	}

	/** Returns whether the sealed file is still mapped there, for reading only. */
	private static boolean isHeld() {
		try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"));
				ProcessMemory memory = ProcessMemory.ofSelf()) {
			byte[] word = memory.read(SEALED, Integer.BYTES);
			return word.length == Integer.BYTES && ByteBuffer.wrap(word).getInt() == 0
					&& mappings.anyMatch(PageAttack::isSealed);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isSealed(String mapping) {
		String[] fields = mapping.split("[- ]+", 4);
		return Long.parseUnsignedLong(fields[0], 16) <= SEALED && Long.parseUnsignedLong(fields[1], 16) > SEALED
				&& fields[2].equals("r") && mapping.contains("r--s 00000000") && mapping.contains("/memfd:seccomp");
	}

	interface Attempt {

		String outcome();

	}

	/** The borders of the heap of the C library, which a process may set. */
	private static final class HeapBorders {

		private static final int PR_SET_MM = 35;

		private static final int PR_SET_MM_MAP = 14;

		private static final int BYTES = 104;

		private static final int START_BRK = 32;

		private static final int BRK = 40;

		private static final int EXE_FD = 100;

		/** The fields of {@code proc_pid_stat(5)} in the order of the struct. */
		private static final int[] FIELDS = { 26, 27, 45, 46, 47, 0, 28, 48, 49, 50, 51 };

		static String shrink() {
			long heap = Libc.syscall("brk", 0L);
			Memory real = borders(heap);
			Memory fake = borders(heap);
			fake.setLong(START_BRK, SEALED - PAGE);
			fake.setLong(BRK, END);
			String outcome = Libc.outcome("prctl", PR_SET_MM, PR_SET_MM_MAP, fake, BYTES, 0);
			if (outcome.equals("0")) {
				outcome = (Libc.syscall("brk", SEALED) == SEALED) ? "0" : "brk kept";
				Libc.outcome("prctl", PR_SET_MM, PR_SET_MM_MAP, real, BYTES, 0);
			}
			return outcome;
		}

		private static Memory borders(long heap) {
			try {
				String stat = Files.readString(Path.of("/proc/self/stat"));
				String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
				Memory borders = new Memory(BYTES);
				borders.clear();
				for (int i = 0; i < FIELDS.length; i++) {
					long value = (FIELDS[i] != 0) ? Long.parseUnsignedLong(fields[FIELDS[i] - 3]) : heap;
					borders.setLong((long) i * Long.BYTES, value);
				}
				borders.setInt(EXE_FD, -1);
				return borders;
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
