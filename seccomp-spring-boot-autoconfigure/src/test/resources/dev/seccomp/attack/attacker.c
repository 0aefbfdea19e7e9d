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

/*
 * Native code of an attacker, for x86_64. Each function returns 0 or more on success, and the negative error otherwise.
 *
 * A program is run in a child process if the filter allows one. Otherwise this process calls exec itself, so that the denial of the
 * child does not hide that of exec.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "/usr/bin/touch"
#define LOADER "/lib64/ld-linux-x86-64.so.2"
#define EXIT_CODE 7

static char *no_environment[] = { NULL };

long raw(long number, long a, long b, long c, long d, long e)
{
	register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = 0;
	__asm__ volatile("syscall" : "+a"(number) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	return number;
}

long int80(long number, long a, long b, long c)
{
	__asm__ volatile("int $0x80" : "+a"(number) : "b"(a), "c"(b), "d"(c) : "r8", "r9", "r10", "r11", "memory");
	return (int) number;
}

static long ended(long pid)
{
	int status = 0;
	if (pid < 0)
		return pid;
	if (syscall(SYS_wait4, pid, &status, __WALL, NULL) != pid)
		return -errno;
	return WEXITSTATUS(status);
}

/* Makes a call that may create a process. The child exits at once, without using the stack, which it may share. */
long spawn(long number, long a, long b, long c, long d, long e)
{
	register long r10 __asm__("r10") = d, r8 __asm__("r8") = e;
	__asm__ volatile("syscall\n test %%rax, %%rax\n jnz 1f\n mov $7, %%edi\n mov $60, %%eax\n syscall\n 1:"
			: "+a"(number) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
	long code = ended(number);
	return (code == EXIT_CODE) ? 0 : (code < 0) ? code : -ECHILD;
}

long int80_fork(void)
{
	long number = 2;
	__asm__ volatile("int $0x80\n test %%eax, %%eax\n jnz 1f\n mov $7, %%ebx\n mov $1, %%eax\n int $0x80\n 1:"
			: "+a"(number) : : "rbx", "r8", "r9", "r10", "r11", "memory");
	long code = ended((int) number);
	return (code == EXIT_CODE) ? 0 : (code < 0) ? code : -ECHILD;
}

static int is(const char *how, const char *name)
{
	return strcmp(how, name) == 0;
}

/* Copies the program into a file. */
static long copy(int file)
{
	int source = open(PROGRAM, O_RDONLY | O_CLOEXEC);
	struct stat attributes;
	fstat(source, &attributes);
	long copied = sendfile(file, source, NULL, attributes.st_size);
	close(source);
	return (copied == attributes.st_size) ? file : -EIO;
}

/* Maps a page below 4 GB. MAP_32BIT looks between 1 and 2 GB only, where the JVM's class space may leave no room. */
static char *low_page(void)
{
	for (unsigned long address = 1 << 20; address < 1UL << 32; address += 1 << 20) {
		char *page = mmap((void *) address, 4096, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
		if (page != MAP_FAILED)
			return page;
	}
	return NULL;
}

static long exec_int80(char **argv)
{
	char *page = low_page();
	if (page == NULL)
		return -ENOMEM;
	unsigned *pointers = (unsigned *) page;
	char *path = strcpy(page + 64, PROGRAM), *effect = strcpy(page + 128, argv[1]);
	pointers[0] = (unsigned) (long) path;
	pointers[1] = (unsigned) (long) effect;
	return int80(11, (long) path, (long) page, (long) (pointers + 3));
}

static long exec(const char *how, const char *effect)
{
	char *argv[] = { "touch", (char *) effect, NULL, NULL }, path[512];
	int file;
	if (is(how, "execve"))
		execve(PROGRAM, argv, no_environment);
	else if (is(how, "execve-open-file")) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", open(PROGRAM, O_PATH));
		execve(path, argv, no_environment);
	}
	else if (is(how, "execve-link")) {
		snprintf(path, sizeof(path), "%s.link", effect);
		if (symlink(PROGRAM, path) == 0)
			execve(path, argv, no_environment);
	}
	else if (is(how, "execve-copy")) {
		snprintf(path, sizeof(path), "%s.copy", effect);
		file = open(path, O_WRONLY | O_CREAT, 0755);
		copy(file);
		close(file);
		execve(path, argv, no_environment);
	}
	else if (is(how, "execve-script")) {
		snprintf(path, sizeof(path), "%s.script", effect);
		file = open(path, O_WRONLY | O_CREAT, 0755);
		dprintf(file, "#!%s\n", PROGRAM);
		close(file);
		argv[0] = path;
		execve(path, argv, no_environment);
	}
	else if (is(how, "execve-loader")) {
		argv[1] = PROGRAM;
		argv[2] = (char *) effect;
		execve(LOADER, argv, no_environment);
	}
	else if (is(how, "execve-shell"))
		execl("/bin/sh", "sh", "-c", ": > \"$0\"", effect, NULL);
	else if (is(how, "execvp"))
		execvp("touch", argv);
	else if (is(how, "execveat"))
		syscall(SYS_execveat, AT_FDCWD, PROGRAM, argv, no_environment, 0);
	else if (is(how, "execveat-folder"))
		syscall(SYS_execveat, open("/usr/bin", O_PATH | O_DIRECTORY), "touch", argv, no_environment, 0);
	else if (is(how, "execveat-empty-path"))
		syscall(SYS_execveat, open(PROGRAM, O_PATH), "", argv, no_environment, AT_EMPTY_PATH);
	else if (is(how, "fexecve"))
		fexecve(open(PROGRAM, O_RDONLY | O_CLOEXEC), argv, no_environment);
	else if (is(how, "fexecve-memory") || is(how, "execve-memory")) {
		file = memfd_create("attack", MFD_CLOEXEC);
		if (file < 0 || copy(file) < 0)
			return -errno;
		if (is(how, "fexecve-memory"))
			syscall(SYS_execveat, file, "", argv, no_environment, AT_EMPTY_PATH);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
		execve(path, argv, no_environment);
	}
	else if (is(how, "execve-raw"))
		return raw(SYS_execve, (long) PROGRAM, (long) argv, (long) no_environment, 0, 0);
	else if (is(how, "execve-int80"))
		return exec_int80(argv);
	else
		return -ENOTSUP;
	return -errno;
}

static long run_here(const char *how, const char *effect)
{
	long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
	if (pid > 0) {
		long code = ended(pid);
		return (code > 0) ? -code : code;
	}
	long result = exec(how, effect);
	if (pid == 0)
		_exit((int) -result);
	return result;
}

static long run_vfork(const char *effect)
{
	char *argv[] = { "touch", (char *) effect, NULL };
	pid_t pid = vfork();
	if (pid == 0) {
		execve(PROGRAM, argv, no_environment);
		_exit(errno);
	}
	return (pid < 0) ? -errno : -ended(pid);
}

static long run_spawn(const char *effect, int search)
{
	char *argv[] = { "touch", (char *) effect, NULL };
	pid_t pid;
	int error = (search) ? posix_spawnp(&pid, "touch", NULL, NULL, argv, no_environment)
			: posix_spawn(&pid, PROGRAM, NULL, NULL, argv, no_environment);
	return (error != 0) ? -error : -ended(pid);
}

static long run_shell(const char *effect, int pipe)
{
	char command[512];
	snprintf(command, sizeof(command), ": > '%s'", effect);
	errno = 0;
	if (!pipe)
		return (system(command) == 0) ? 0 : (errno != 0) ? -errno : -ECHILD;
	FILE *file = popen(command, "r");
	return (file != NULL) ? -pclose(file) : -errno;
}

static const char *signal_effect;
static volatile long signal_result;

static void on_signal(int signal)
{
	(void) signal;
	signal_result = run_here("execve", signal_effect);
}

static long run_in_handler(const char *effect)
{
	struct sigaction action = { .sa_handler = on_signal }, before;
	int signal = SIGRTMIN + 3;
	signal_effect = effect;
	sigaction(signal, &action, &before);
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, signal);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	raise(signal);
	sigaction(signal, &before, NULL);
	return signal_result;
}

static void *on_thread(void *effect)
{
	return (void *) run_here("execve", effect);
}

static long run_in_thread(const char *effect)
{
	pthread_t thread;
	void *result;
	int error = pthread_create(&thread, NULL, on_thread, (void *) effect);
	if (error != 0)
		return -error;
	pthread_join(thread, &result);
	return (long) result;
}

long run(const char *how, const char *effect)
{
	if (is(how, "vfork"))
		return run_vfork(effect);
	if (is(how, "posix_spawn") || is(how, "posix_spawnp"))
		return run_spawn(effect, is(how, "posix_spawnp"));
	if (is(how, "system") || is(how, "popen"))
		return run_shell(effect, is(how, "popen"));
	if (is(how, "native-thread"))
		return run_in_thread(effect);
	if (is(how, "signal-handler"))
		return run_in_handler(effect);
	long result = run_here(how, effect);
	if (is(how, "execve-link")) {
		char path[512];
		snprintf(path, sizeof(path), "%s.link", effect);
		unlink(path);
	}
	return result;
}

/* A library that runs a program while it is loaded. */
static __attribute__((constructor)) void load(void)
{
	const char *effect = getenv("ATTACK_ON_LOAD");
	if (effect != NULL) {
		char result[16];
		snprintf(result, sizeof(result), "%ld", run_here("execve", effect));
		setenv("ATTACK_ON_LOAD_RESULT", result, 1);
	}
}

/* A JVMTI agent, whose option is the file to create. */
int Agent_OnAttach(void *vm, char *options, void *reserved)
{
	(void) vm;
	(void) reserved;
	return (int) -run_here("execve", options);
}
