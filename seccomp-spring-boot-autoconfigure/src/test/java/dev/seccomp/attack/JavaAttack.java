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

package dev.seccomp.attack;

import java.beans.XMLDecoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.ref.Cleaner;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.tools.ToolProvider;
import javax.xml.XMLConstants;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import dev.seccomp.syscall.Errno;

import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ReflectionUtils;

/**
 * Java code that tries to create a file with another program. Each attack ends with an
 * exception if the program cannot be started.
 */
enum JavaAttack {

	PROCESS_BUILDER(JavaAttack::exec),

	INHERITED_OUTPUT((effect) -> await(new ProcessBuilder(command(effect)).inheritIO().start())),

	PIPELINE((effect) -> {
		List<ProcessBuilder> pipeline = List.of(new ProcessBuilder(command(effect)), new ProcessBuilder("/bin/cat"));
		for (Process process : ProcessBuilder.startPipeline(pipeline)) {
			await(process);
		}
	}),

	RUNTIME_EXEC((effect) -> await(Runtime.getRuntime().exec(command(effect)))),

	RUNTIME_EXEC_SHELL((effect) -> await(
			Runtime.getRuntime().exec(new String[] { "/bin/sh", "-c", String.join(" ", command(effect)) }))),

	LAUNCH_MECHANISM_FORK((effect) -> launch(effect, "FORK")),

	LAUNCH_MECHANISM_VFORK((effect) -> launch(effect, "VFORK")),

	LAUNCH_MECHANISM_SPAWN((effect) -> launch(effect, "POSIX_SPAWN")),

	/** Past the checks of {@code ProcessBuilder}. */
	REFLECTION((effect) -> {
		Method start = Class.forName("java.lang.ProcessImpl")
			.getDeclaredMethod("start", String[].class, Map.class, String.class, ProcessBuilder.Redirect[].class,
					boolean.class);
		start.setAccessible(true);
		await((Process) start.invoke(null, command(effect), null, null, null, false));
	}),

	METHOD_HANDLE((effect) -> await((Process) MethodHandles.lookup()
		.findVirtual(Runtime.class, "exec", MethodType.methodType(Process.class, String[].class))
		.invoke(Runtime.getRuntime(), command(effect)))),

	NEW_THREAD((effect) -> in((task) -> new Thread(task).start(), effect)),

	EARLY_THREAD((effect) -> in(AttackedApplication.earlyThread(), effect)),

	VIRTUAL_THREAD((effect) -> {
		Method start = ReflectionUtils.findMethod(Thread.class, "startVirtualThread", Runnable.class);
		if (start == null) {
			throw new UnsupportedOperationException("There are no virtual threads before JDK 21");
		}
		in((task) -> ReflectionUtils.invokeMethod(start, null, task), effect);
	}),

	FORK_JOIN_POOL((effect) -> in((task) -> new ForkJoinPool(1).execute(task), effect)),

	PARALLEL_STREAM((effect) -> in((task) -> IntStream.of(0, 1, 2, 3)
		.parallel()
		.filter((number) -> number == 3)
		.forEach((number) -> task.run()), effect)),

	SCHEDULED_EXECUTOR((effect) -> {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
		in((task) -> executor.schedule(task, 1, TimeUnit.MILLISECONDS), effect);
		executor.shutdown();
	}),

	TIMER((effect) -> in((task) -> new Timer(true).schedule(new TimerTask() {

		@Override
		public void run() {
			task.run();
		}

	}, 1), effect)),

	CLEANER((effect) -> in((task) -> Cleaner.create().register(new Object(), task).clean(), effect)),

	FINALIZER((effect) -> {
		CompletableFuture<Void> end = new CompletableFuture<>();
		new Finalized(() -> complete(end, effect));
		while (!end.isDone()) {
			System.gc();
			Thread.sleep(10);
		}
		end.get();
	}),

	STATIC_INITIALIZER((effect) -> {
		Initialized.effect = effect;
		Class.forName(Initialized.class.getName() + "$Late");
	}),

	EXCEPTION_HANDLER((effect) -> in((task) -> {
		Thread thread = new Thread(() -> {
			throw new IllegalStateException();
		});
		thread.setUncaughtExceptionHandler((failed, ex) -> task.run());
		thread.start();
	}, effect)),

	INTERRUPTED_THREAD((effect) -> in((task) -> new Thread(() -> {
		Thread.currentThread().interrupt();
		task.run();
	}).start(), effect)),

	LOCK_OF_OUTPUT((effect) -> {
		synchronized (System.out) {
			exec(effect);
		}
	}),

	LOCK_OF_CLASS_LOADER((effect) -> {
		synchronized (JavaAttack.class.getClassLoader()) {
			exec(effect);
		}
	}),

	CALLBACK((effect) -> {
		CompletableFuture<Void> end = new CompletableFuture<>();
		Comparison comparison = (first, second) -> {
			complete(end, effect);
			return 0;
		};
		NativeAttacker.function("qsort").invokeVoid(new Object[] { new long[2], 2L, (long) Long.BYTES, comparison });
		end.get();
	}),

	LIBRARY_CONSTRUCTOR((effect) -> {
		NativeAttacker.setEnvironment("ATTACK_ON_LOAD", effect.toString());
		System.load(AttackedApplication.library().toString());
		check(Long.parseLong(NativeAttacker.environment("ATTACK_ON_LOAD_RESULT")));
	}),

	COMPILER((effect) -> {
		Path folder = Files.createTempDirectory(AttackedApplication.folder(), "compiled");
		Path source = Files.writeString(folder.resolve("Payload.java"), """
				public class Payload implements java.util.concurrent.Callable<Process> {
					public Process call() throws Exception {
						return Runtime.getRuntime().exec(new String[] { "%s", "%s" });
					}
				}
				""".formatted((Object[]) command(effect)));
		ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
		try (URLClassLoader loader = new URLClassLoader(new URL[] { folder.toUri().toURL() })) {
			Object payload = loader.loadClass("Payload").getConstructor().newInstance();
			await((Process) ((Callable<?>) payload).call());
		}
	}),

	DESERIALIZATION((effect) -> {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(new Gadget(effect.toString()));
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			input.readObject();
		}
	}),

	XML_DECODER((effect) -> {
		String xml = """
				<java>
					<object class="java.lang.ProcessBuilder">
						<array class="java.lang.String" length="2">
							<void index="0"><string>%s</string></void>
							<void index="1"><string>%s</string></void>
						</array>
						<void method="start"><void method="waitFor"/></void>
					</object>
				</java>
				""".formatted((Object[]) command(effect));
		CompletableFuture<Void> end = new CompletableFuture<>();
		try (XMLDecoder decoder = new XMLDecoder(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), null,
				end::completeExceptionally)) {
			decoder.readObject();
		}
		end.complete(null);
		end.get();
	}),

	XSLT((effect) -> {
		TransformerFactory factory = TransformerFactory.newInstance();
		factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, false);
		factory.setFeature("jdk.xml.enableExtensionFunctions", true);
		String stylesheet = """
				<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
						xmlns:attack="http://xml.apache.org/xalan/java/%s">
					<xsl:template match="/"><xsl:value-of select="attack:exec('%s')"/></xsl:template>
				</xsl:stylesheet>
				""".formatted(Extension.class.getName(), effect);
		factory.newTransformer(new StreamSource(new StringReader(stylesheet)))
			.transform(new StreamSource(new StringReader("<root/>")), new StreamResult(new StringWriter()));
	}),

	SPRING_EXPRESSION((effect) -> {
		String expression = "T(java.lang.Runtime).getRuntime().exec(new String[] { '%s', '%s' }).waitFor()";
		new SpelExpressionParser().parseExpression(expression.formatted((Object[]) command(effect))).getValue();
	}),

	JMX_BEAN((effect) -> {
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = new ObjectName("attack:type=Bean");
		server.registerMBean(new Bean(), name);
		server.invoke(name, "exec", new Object[] { effect.toString() }, new String[] { String.class.getName() });
	}),

	JMX_LOAD_AGENT((effect) -> {
		String library = AttackedApplication.library().toString();
		Object result = ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "jvmtiAgentLoad",
					new Object[] { new String[] { library, effect.toString() } },
					new String[] { String[].class.getName() });
		Matcher code = Pattern.compile("return code: (\\d+)").matcher(String.valueOf(result));
		check((code.find()) ? -Long.parseLong(code.group(1)) : -Errno.ENOSYS);
	});

	private final Code code;

	JavaAttack(Code code) {
		this.code = code;
	}

	void make(Path effect) throws Throwable {
		this.code.run(effect);
	}

	static String[] command(Path effect) {
		return new String[] { "/usr/bin/touch", effect.toString() };
	}

	static void exec(Path effect) throws IOException, InterruptedException {
		await(new ProcessBuilder(command(effect)).start());
	}

	private static void await(Process process) throws InterruptedException {
		boolean interrupted = Thread.interrupted();
		process.waitFor();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static void check(long result) throws IOException {
		if (result < 0) {
			throw new IOException("error=" + -result);
		}
	}

	/** Runs the program in another thread. */
	private static void in(Threads threads, Path effect) throws Exception {
		CompletableFuture<Void> end = new CompletableFuture<>();
		threads.start(() -> complete(end, effect));
		end.get();
	}

	private static void complete(CompletableFuture<Void> end, Path effect) {
		try {
			exec(effect);
			end.complete(null);
		}
		catch (Throwable ex) {
			end.completeExceptionally(ex);
		}
	}

	/** Sets the mechanism that the JDK has already read from its system property. */
	private static void launch(Path effect, String mechanism) throws Exception {
		Field field = Class.forName("java.lang.ProcessImpl").getDeclaredField("launchMechanism");
		Object before = set(field, constant(field, mechanism));
		try {
			exec(effect);
		}
		finally {
			set(field, before);
		}
	}

	private static Object constant(Field field, String name) {
		return Stream.of(field.getType().getEnumConstants())
			.filter((constant) -> constant.toString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	/** Sets a static final field, and returns its value from before. */
	private static Object set(Field field, Object value) throws Exception {
		Class<?> type = Class.forName("sun.misc.Unsafe");
		Field instance = type.getDeclaredField("theUnsafe");
		instance.setAccessible(true);
		Object memory = instance.get(null);
		Object base = type.getMethod("staticFieldBase", Field.class).invoke(memory, field);
		Object offset = type.getMethod("staticFieldOffset", Field.class).invoke(memory, field);
		Object before = type.getMethod("getObject", Object.class, long.class).invoke(memory, base, offset);
		type.getMethod("putObject", Object.class, long.class, Object.class).invoke(memory, base, offset, value);
		return before;
	}

	interface Code {

		void run(Path effect) throws Throwable;

	}

	interface Threads {

		void start(Runnable task);

	}

	interface Comparison extends Callback {

		int invoke(Pointer first, Pointer second);

	}

	public interface BeanMBean {

		void exec(String effect) throws Exception;

	}

	public static final class Bean implements BeanMBean {

		@Override
		public void exec(String effect) throws Exception {
			JavaAttack.exec(Path.of(effect));
		}

	}

	public static final class Extension {

		private Extension() {
		}

		public static String exec(String effect) throws Exception {
			JavaAttack.exec(Path.of(effect));
			return File.separator;
		}

	}

	private static final class Gadget implements Serializable {

		private final String effect;

		private Gadget(String effect) {
			this.effect = effect;
		}

		private void readObject(ObjectInputStream input) throws IOException, ClassNotFoundException {
			input.defaultReadObject();
			try {
				exec(Path.of(this.effect));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	private static final class Finalized {

		private final Runnable task;

		private Finalized(Runnable task) {
			this.task = task;
		}

		@Override
		@SuppressWarnings({ "deprecation", "removal" })
		protected void finalize() {
			this.task.run();
		}

	}

	private static final class Initialized {

		private static volatile Path effect;

		private static final class Late {

			static {
				try {
					exec(effect);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}

		}

	}

}
