package dev.seccomp.boot.autoconfigure;

import java.util.Set;

import dev.seccomp.boot.actuate.SeccompEndpoint;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties for {@link SeccompEndpoint}.
 *
 * @param showValues When to show what would help an attacker, such as the policy.
 * @param roles Roles used to determine whether a user is authorized to be shown these
 * values. When empty, all authenticated users are authorized.
 * @since 0.1.0
 */
@ConfigurationProperties("management.endpoint.seccomp")
public record SeccompEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
