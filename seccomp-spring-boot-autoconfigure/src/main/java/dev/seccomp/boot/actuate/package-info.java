/**
 * Actuator endpoint, health and info of the filters.
 */
@NullMarked
package dev.seccomp.boot.actuate;

import org.jspecify.annotations.NullMarked;
