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

package dev.seccomp.violation;

import java.util.HashMap;
import java.util.Map;

/**
 * The signatures of calls with plain arguments: strings, descriptors, modes and numbers.
 */
final class CallSignatures {

	/*
	 * NAMES : ARGUMENTS, each as NAME/KIND, where the kind is "s" for a string, "d" for
	 * the descriptor of a directory, "i" for an int, "l" for a long, "o" for a mode, "x"
	 * for flags; "-" skips an argument
	 */

	private static final String PLAIN = """
			link : oldpath/s newpath/s
			linkat : olddirfd/d oldpath/s newdirfd/d newpath/s flags/x
			symlink : target/s linkpath/s
			symlinkat : target/s newdirfd/d linkpath/s
			mknod : path/s mode/o
			mknodat : dirfd/d path/s mode/o
			creat chmod : path/s mode/o
			fchmod : fd/i mode/o
			umask : mask/o
			fchmodat : dirfd/d path/s mode/o
			fchmodat2 : dirfd/d path/s mode/o flags/x
			chown lchown : path/s owner/i group/i
			fchown : fd/i owner/i group/i
			fchownat : dirfd/d path/s owner/i group/i flags/x
			utime utimes acct swapon swapoff chroot chdir statfs umount uselib : path/s
			utimensat futimesat openat2 open_tree open_tree_attr fspick mount_setattr name_to_handle_at : dirfd/d path/s
			truncate : path/s length/l
			setxattr lsetxattr getxattr lgetxattr removexattr lremovexattr : path/s name/s
			fsetxattr fgetxattr fremovexattr : fd/i name/s
			listxattr llistxattr : path/s
			setxattrat getxattrat removexattrat : dirfd/d path/s flags/x name/s
			listxattrat file_getattr file_setattr : dirfd/d path/s
			pivot_root : new_root/s put_old/s
			move_mount : from_dirfd/d from_path/s to_dirfd/d to_path/s
			fsopen : fsname/s flags/x
			delete_module : name/s flags/x
			finit_module : fd/i params/s flags/x
			add_key request_key : type/s description/s
			mq_open : name/s flags/x mode/o
			mq_unlink : name/s
			inotify_init1 epoll_create1 : flags/x
			inotify_add_watch : fd/i path/s mask/x
			inotify_rm_watch : fd/i wd/i
			fanotify_mark : fd/i flags/x mask/x dirfd/d path/s
			setsockopt getsockopt : fd/i level/i option/i
			flock : fd/i operation/x
			close_range : first/i last/i flags/x
			splice tee copy_file_range : fd_in/i - fd_out/i
			dup fsync fdatasync syncfs sync_file_range getdents preadv preadv2 pwritev pwritev2 readahead fadvise64 flistxattr \
			epoll_wait epoll_pwait epoll_pwait2 timerfd_settime timerfd_gettime signalfd signalfd4 getpeername sendmsg sendmmsg \
			recvmmsg fsconfig fsmount : fd/i
			setfsuid : uid/i
			setfsgid : gid/i
			setpgid : pid/i pgid/i
			getpgid getsid sched_setaffinity sched_setparam sched_getscheduler sched_getparam sched_setattr : pid/i
			sched_setscheduler : pid/i policy/i
			pidfd_send_signal : pidfd/i signal/i
			rt_sigqueueinfo : pid/i signal/i
			rt_tgsigqueueinfo : pid/i tid/i signal/i
			pidfd_getfd : pidfd/i fd/i
			kcmp : pid1/i pid2/i
			personality : persona/x
			mlock munlock : - length/l
			mlockall : flags/x
			""";

	private final Map<String, String[]> signatures = new HashMap<>();

	CallSignatures() {
		for (String line : PLAIN.split("\n")) {
			String[] parts = line.split(" : ");
			for (String name : parts[0].split(" ")) {
				this.signatures.put(name, parts[1].split(" "));
			}
		}
	}

	/**
	 * Decode the arguments of a call.
	 * @param name the name of the call
	 * @param memory the memory of the caller
	 * @param arguments the six arguments
	 * @param decoded receives the arguments
	 * @return whether the call has a plain signature
	 */
	boolean decode(String name, MemoryReader memory, long[] arguments, DecodedArguments decoded) {
		String[] signature = this.signatures.get(name);
		if (signature == null) {
			return false;
		}
		for (int i = 0; i < signature.length; i++) {
			int separator = signature[i].indexOf('/');
			if (separator != -1) {
				decode(signature[i].substring(0, separator), signature[i].charAt(separator + 1), memory, arguments[i],
						decoded);
			}
		}
		return true;
	}

	private static void decode(String name, char kind, MemoryReader memory, long argument, DecodedArguments decoded) {
		switch (kind) {
			case 's' -> decoded.text(name, memory.string(argument));
			case 'd' -> decoded.directory(name, argument);
			case 'i' -> decoded.number(name, (int) argument);
			case 'l' -> decoded.number(name, argument);
			case 'o' -> decoded.text(name, "0".concat(Integer.toOctalString((int) argument)));
			default -> decoded.text(name, "0x".concat(Integer.toHexString((int) argument)));
		}
	}

}
