/**
 * The kernel: installing and verifying filters, and what {@code /proc} says of them. The
 * only package that knows JNA.
 */
@NullMarked
package dev.seccomp.kernel;

import org.jspecify.annotations.NullMarked;
