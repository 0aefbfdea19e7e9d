package dev.seccomp.policy;

import java.util.Set;

import dev.seccomp.syscall.Architecture;

/**
 * What a process runs on and may do, by which the rules of an OCI profile are included or
 * excluded.
 *
 * @param architecture the architecture
 * @param capabilities the capabilities that the process has or can raise
 * @param kernel the version of the kernel
 * @since 0.1.0
 */
public record Host(Architecture architecture, Set<Capability> capabilities, KernelVersion kernel) {

	public Host {
		capabilities = Set.copyOf(capabilities);
	}

}
