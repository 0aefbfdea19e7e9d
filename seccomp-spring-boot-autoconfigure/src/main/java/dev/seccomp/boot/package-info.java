/**
 * Binding, start-up and failures: how a policy becomes a filter when a Spring Boot
 * application starts.
 */
@NullMarked
package dev.seccomp.boot;

import org.jspecify.annotations.NullMarked;
