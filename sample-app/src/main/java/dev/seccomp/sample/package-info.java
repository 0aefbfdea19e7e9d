/**
 * A web application with a command injection, to see the filter deny it.
 */
@NullMarked
package dev.seccomp.sample;

import org.jspecify.annotations.NullMarked;
