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
 * Prints the time of allowed system calls in nanoseconds, under the filter whose program is in the file of the
 * argument, or without a filter. Each line has the name of the call and its time.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 1000

static int zero;
static char buffer[64];

static void require(int condition, const char *what)
{
	if (!condition) {
		perror(what);
		exit(1);
	}
}

static void install(const char *file)
{
	static struct sock_filter program[BPF_MAXINSNS];
	int descriptor = open(file, O_RDONLY | O_CLOEXEC);
	require(descriptor >= 0, file);
	ssize_t size = read(descriptor, program, sizeof program);
	require(size > 0 && size % sizeof *program == 0, file);
	close(descriptor);
	struct sock_fprog fprog = { .len = size / sizeof *program, .filter = program };
	require(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no_new_privs");
	require(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &fprog) == 0, "seccomp");
}

static void call_getpid(void)
{
	require(syscall(SYS_getpid) >= 0, "getpid");
}

static void call_clock_gettime(void)
{
	struct timespec now;
	require(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) == 0, "clock_gettime");
}

static void call_read(void)
{
	require(syscall(SYS_read, zero, buffer, sizeof buffer) == sizeof buffer, "read");
}

static void call_mmap(void)
{
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	require(memory != MAP_FAILED && munmap(memory, 4096) == 0, "mmap");
}

static void call_ioctl(void)
{
	int readable;
	require(syscall(SYS_ioctl, zero, FIONREAD, &readable) == 0 || errno == ENOTTY || errno == EINVAL, "ioctl");
}

static void *end(void *argument)
{
	return argument;
}

static void create_thread(void)
{
	pthread_t thread;
	require(pthread_create(&thread, NULL, end, NULL) == 0 && pthread_join(thread, NULL) == 0, "thread");
}

static double nanos(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e9 + now.tv_nsec;
}

/* The fastest of many short rounds: other load on the machine only adds, and seldom to each of them. */
static void measure(const char *name, void (*call)(void), int calls)
{
	double fastest = 1e18;
	for (int round = 0; round < ROUNDS; round++) {
		double start = nanos();
		for (int i = 0; i < calls; i++)
			call();
		double each = (nanos() - start) / calls;
		if (each < fastest)
			fastest = each;
	}
	printf("%s %.1f\n", name, fastest);
}

int main(int argc, char **argv)
{
	zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	require(zero >= 0, "/dev/zero");
	if (argc > 1)
		install(argv[1]);
	measure("getpid", call_getpid, 1000);
	measure("clock_gettime", call_clock_gettime, 1000);
	measure("read", call_read, 1000);
	measure("mmap+munmap", call_mmap, 200);
	measure("ioctl", call_ioctl, 1000);
	measure("thread", create_thread, 20);
	return 0;
}
