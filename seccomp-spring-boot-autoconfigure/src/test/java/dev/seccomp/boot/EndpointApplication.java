package dev.seccomp.boot;

import java.io.IOException;

import dev.seccomp.boot.actuate.SeccompEndpoint;
import dev.seccomp.boot.actuate.SeccompHealthIndicator;
import dev.seccomp.testing.TestApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that prints what its endpoint shows, and then lives until its standard
 * input ends.
 */
class EndpointApplication {

	public static void main(String[] args) throws IOException {
		SpringApplication application = new SpringApplication(TestApplication.class);
		try (ConfigurableApplicationContext context = application.run(args)) {
			SeccompEndpoint.SeccompDescriptor seccomp = context.getBean(SeccompEndpoint.class).seccomp();
			SeccompEndpoint.FilterDescriptor filter = seccomp.filters().get(0);
			System.out.println("mode: " + seccomp.mode());
			System.out.println("status: " + seccomp.status());
			System.out.println("threads: " + seccomp.threads());
			System.out.println("filters: " + seccomp.filters().size());
			System.out.println("health: " + context.getBean(SeccompHealthIndicator.class).health());
			System.out.println("instructions: " + filter.instructions());
			System.out.println("hash: " + filter.hash());
			System.in.read();
		}
	}

}
