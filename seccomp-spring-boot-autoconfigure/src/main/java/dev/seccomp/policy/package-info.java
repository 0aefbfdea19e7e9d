/**
 * What a policy says: actions, rules, argument conditions, groups and presets.
 */
@NullMarked
package dev.seccomp.policy;

import org.jspecify.annotations.NullMarked;
