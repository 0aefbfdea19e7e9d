/**
 * A web application that does what web applications do, to see it live under
 * {@code hardened}.
 */
@NullMarked
package dev.seccomp.sample.hardened;

import org.jspecify.annotations.NullMarked;
