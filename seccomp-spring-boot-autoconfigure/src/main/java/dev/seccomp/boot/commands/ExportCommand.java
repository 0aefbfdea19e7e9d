/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.seccomp.boot.commands;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.seccomp.learn.Json;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.oci.OciProfileWriter;

/**
 * Writes a policy in a format of container platforms.
 */
final class ExportCommand implements Command {

	private static final String FORMAT = "format";

	private static final String STAGE = "stage";

	private static final String NAME = "name";

	private static final String OCI = "oci";

	private static final String KUBERNETES = "kubernetes";

	private static final String EXECVE = "execve";

	/** The name of a resource: RFC 1123. */
	private static final Pattern RESOURCE_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

	@Override
	public String name() {
		return "export";
	}

	@Override
	public String summary() {
		return "Writes a policy as an OCI profile, or for the security profiles operator of Kubernetes.";
	}

	@Override
	public String usage() {
		return """
				[POLICY] [--format=oci|kubernetes] [--stage=startup|sealed|ready] [--name=NAME] [--arch=ARCHITECTURE]

				  --format    oci: JSON for Docker, Podman, containerd and the localhost profiles of Kubernetes
				              kubernetes: a SeccompProfile of security-profiles-operator.x-k8s.io/v1beta1
				  --stage     the filter to write
				  --name      the name of the SeccompProfile
				""";
	}

	@Override
	public Set<String> options() {
		return Set.of(FORMAT, STAGE, NAME);
	}

	@Override
	public int maxValues() {
		return 1;
	}

	@Override
	public int run(CommandLine arguments, PrintStream out, PrintStream err) {
		String format = arguments.choice(FORMAT, List.of(OCI, KUBERNETES));
		String stage = arguments.choice(STAGE, List.of("startup", "sealed", "ready"));
		String name = arguments.options().getOrDefault(NAME, "application");
		if (!RESOURCE_NAME.matcher(name).matches()) {
			throw new UsageException(this,
					"--name is '" + name + "'. It must have lower case letters, digits, '-' and '.' only.");
		}
		PolicyReader policies = arguments.policies(arguments.values().isEmpty());
		Policy policy = (arguments.values().isEmpty()) ? policies.application()
				: policies.read(arguments.values().get(0));
		SeccompPolicy exported = policy.filters()
			.stream()
			.filter((filter) -> filter.stage() == Stage.of(stage).orElseThrow())
			.findFirst()
			.map(CompiledFilter::policy)
			.orElseThrow(() -> new CommandException(policy.name() + " has no " + stage + " filter."));
		Map<String, Object> profile = OciProfileWriter.write(exported);
		String text = (format.equals(OCI)) ? Json.write(profile) : SeccompProfileManifest.write(name, profile);
		if (exported.deniesAlways(EXECVE)) {
			err.println("No container can start with this profile: the runtime starts the program under it. "
					+ "Allow execve in the profile.");
		}
		out.print(text);
		return SeccompCommands.SUCCESS;
	}

}
