package dev.seccomp.boot.actuate;

import java.util.Map;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.policy.OciProfileWriter;
import dev.seccomp.policy.SeccompPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that shows the policy in force as an OCI profile, for Docker
 * and Kubernetes.
 * <p>
 * A profile tells an attacker what is left to try, so the endpoint is there only where it
 * is exposed: {@code management.endpoints.web.exposure.include} and
 * {@code management.endpoint.seccompprofile.access} decide who sees it, not
 * {@code management.endpoint.seccomp.show-values}. Where no filter is in force, there is
 * no profile.
 *
 * @since 0.1.0
 * @see OciProfileWriter
 */
@Endpoint(id = "seccompprofile", defaultAccess = Access.READ_ONLY)
public class SeccompProfileEndpoint {

	private final SeccompState state;

	public SeccompProfileEndpoint(SeccompState state) {
		this.state = state;
	}

	@ReadOperation
	public @Nullable Map<String, Object> profile() {
		SeccompPolicy policy = this.state.policy();
		return (policy != null) ? OperationResponseBody.of(OciProfileWriter.write(policy)) : null;
	}

}
