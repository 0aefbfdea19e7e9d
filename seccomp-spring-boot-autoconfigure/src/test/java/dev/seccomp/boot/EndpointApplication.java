package dev.seccomp.boot;

import java.io.IOException;

import dev.seccomp.boot.actuate.SeccompEndpoint;
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
			SeccompEndpoint.FilterDescriptor filter = context.getBean(SeccompEndpoint.class).seccomp().filters().get(0);
			System.out.println("instructions: " + filter.instructions());
			System.out.println("hash: " + filter.hash());
			System.in.read();
		}
	}

}
