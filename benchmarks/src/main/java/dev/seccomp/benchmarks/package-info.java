/**
 * Measurements of the compiler and of the start.
 */
@NullMarked
package dev.seccomp.benchmarks;

import org.jspecify.annotations.NullMarked;
