/**
 * Processor architectures and the numbers of their system calls.
 */
@NullMarked
package dev.seccomp.syscall;

import org.jspecify.annotations.NullMarked;
