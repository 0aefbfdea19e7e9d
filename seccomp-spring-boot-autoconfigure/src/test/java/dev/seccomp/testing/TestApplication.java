package dev.seccomp.testing;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * The smallest application under the starter: it tries to run a program, and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TestApplication {

	public TestApplication() {
		System.out.println("bean: made");
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(TestApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.run(args);
	}

	@EventListener
	void tryToRunAProgram(ApplicationReadyEvent event) {
		System.out.println("exec: " + Attempt.exec());
	}

}
