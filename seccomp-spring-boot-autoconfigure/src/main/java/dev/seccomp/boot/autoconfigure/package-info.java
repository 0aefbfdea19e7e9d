/**
 * Auto-configuration of what shows the filters.
 */
@NullMarked
package dev.seccomp.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
