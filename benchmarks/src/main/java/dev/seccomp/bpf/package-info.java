/**
 * Measurements of programs, which look at how many instructions run.
 */
@NullMarked
package dev.seccomp.bpf;

import org.jspecify.annotations.NullMarked;
