package dev.seccomp.boot;

import dev.seccomp.testing.TestApplication;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Starts an application as JUnit would, such that it is on the stack.
 */
class JUnitApplication {

	public static void main(String[] args) throws NoSuchMethodException {
		ReflectionSupport.invokeMethod(TestApplication.class.getMethod("main", String[].class), null, (Object) args);
	}

}
