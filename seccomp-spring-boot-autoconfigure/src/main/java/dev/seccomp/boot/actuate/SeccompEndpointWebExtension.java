package dev.seccomp.boot.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link SeccompEndpoint}.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = SeccompEndpoint.class)
public class SeccompEndpointWebExtension {

	private final SeccompEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	public SeccompEndpointWebExtension(SeccompEndpoint delegate, Show showValues, Set<String> roles) {
		this.delegate = delegate;
		this.showValues = showValues;
		this.roles = roles;
	}

	@ReadOperation
	public SeccompEndpoint.SeccompDescriptor seccomp(SecurityContext securityContext) {
		return this.delegate.describe(this.showValues.isShown(securityContext, this.roles));
	}

}
