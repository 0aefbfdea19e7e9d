/**
 * From a policy to a program of classic BPF, as the kernel runs it on each system call.
 */
@NullMarked
package dev.seccomp.bpf;

import org.jspecify.annotations.NullMarked;
