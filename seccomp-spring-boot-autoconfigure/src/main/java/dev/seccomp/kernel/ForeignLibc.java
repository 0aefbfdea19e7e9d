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

package dev.seccomp.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;

import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * The C library through the foreign function API of Java 22. It unpacks no native
 * library, so it needs no folder, but loading it takes longer than {@link JnaLibc}. This
 * class is compiled for Java 17, so it finds the API by reflection.
 */
final class ForeignLibc implements Libc {

	private static final int FIRST_VERSION = 22;

	private static final int ARGUMENTS = 6;

	private static final int DIRECT_ARGUMENTS = 3;

	/**
	 * The JDK compiles a method handle anew at the 128th call, which allocates
	 * ({@code CUSTOMIZE_THRESHOLD} of {@code MethodHandleStatics}).
	 */
	private static final int REHEARSALS = 200;

	private final Class<?> segment = type("MemorySegment");

	/** Takes the segment for the error number, the number and the arguments. */
	private final MethodHandle syscall;

	/**
	 * Takes the number and three arguments. The other handle allocates a slice of its
	 * segment ({@code SharedUtils.checkCaptureSegment}).
	 */
	private final MethodHandle direct;

	/** Returns the address of the calling thread's {@code errno}. */
	private final MethodHandle errnoLocation;

	/** One for each thread, since threads make calls at the same time. */
	private final ThreadLocal<ErrorNumber> captured = ThreadLocal.withInitial(this::capture);

	private final ThreadLocal<ByteBuffer> errno = ThreadLocal.withInitial(this::errno);

	private ForeignLibc() {
		Class<?> option = type("Linker$Option");
		Object variadic = invoke(option, "firstVariadicArg", null, int.class, 1);
		Object capturing = invoke(option, "captureCallState", null, String[].class, new String[] { "errno" });
		this.syscall = link("syscall", 1 + ARGUMENTS, variadic, capturing).asType(MethodType.genericMethodType(1)
			.appendParameterTypes(longs(1 + ARGUMENTS))
			.changeReturnType(long.class));
		this.direct = link("syscall", 1 + DIRECT_ARGUMENTS, variadic);
		this.errnoLocation = link("__errno_location", 0);
	}

	private static Class<?>[] longs(int count) {
		return Collections.nCopies(count, long.class).toArray(Class<?>[]::new);
	}

	static boolean isSupported() {
		return Runtime.version().feature() >= FIRST_VERSION;
	}

	/**
	 * Link the functions.
	 * @return the library
	 * @throws IllegalCallerException if this JVM denies native access
	 * @throws IllegalStateException if the API is not as expected
	 */
	static ForeignLibc load() {
		return new ForeignLibc();
	}

	/** Links a function whose arguments and result are of the type {@code long}. */
	private MethodHandle link(String function, int arguments, Object... options) {
		Class<?> linkerType = type("Linker");
		Class<?> descriptorType = type("FunctionDescriptor");
		Class<?> layoutType = type("MemoryLayout");
		Object linker = invoke(linkerType, "nativeLinker", null);
		Object lookup = invoke(linkerType, "defaultLookup", linker);
		Optional<?> address = (Optional<?>) invoke(type("SymbolLookup"), "find", lookup, String.class, function);
		Object layout = longLayout();
		Object[] layouts = array(layoutType, Collections.nCopies(arguments, layout).toArray());
		Object descriptor = invoke(descriptorType, "of", null, layoutType, layout, layouts.getClass(), layouts);
		Object[] linkerOptions = array(type("Linker$Option"), options);
		return (MethodHandle) invoke(linkerType, "downcallHandle", linker, this.segment,
				address.orElseThrow(IllegalStateException::new), descriptorType, descriptor, linkerOptions.getClass(),
				linkerOptions);
	}

	private static Class<?> type(String name) {
		try {
			return Class.forName("java.lang.foreign." + name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object longLayout() {
		try {
			return type("ValueLayout").getField("JAVA_LONG").get(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object[] array(Class<?> type, Object... elements) {
		Object[] array = (Object[]) Array.newInstance(type, elements.length);
		System.arraycopy(elements, 0, array, 0, elements.length);
		return array;
	}

	/** Each parameter has its type and its argument. */
	private static Object invoke(Class<?> type, String name, @Nullable Object target, Object... parameters) {
		Class<?>[] types = new Class<?>[parameters.length / 2];
		Object[] arguments = new Object[types.length];
		for (int i = 0; i < types.length; i++) {
			types[i] = (Class<?>) parameters[2 * i];
			arguments[i] = parameters[2 * i + 1];
		}
		try {
			return type.getMethod(name, types).invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof IllegalCallerException denied) {
				throw denied;
			}
			throw new IllegalStateException(ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public Result syscall(int number, long... arguments) {
		long[] all = Arrays.copyOf(arguments, ARGUMENTS);
		ErrorNumber errno = this.captured.get();
		try {
			long value = (long) this.syscall.invokeExact(errno.segment(), (long) number, all[0], all[1], all[2], all[3],
					all[4], all[5]);
			return new Result(value, (value == -1) ? errno.memory().getInt(0) : 0);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	/** The JVM can change {@code errno} at a safepoint before this method reads it. */
	@Override
	public long direct(int number, long first, long second, long third) {
		ByteBuffer errno = this.errno.get();
		try {
			long value = (long) this.direct.invokeExact((long) number, first, second, third);
			// 0 would be a success
			return (value == -1) ? Math.min(-errno.getInt(0), -1) : value;
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	private static IllegalStateException failure(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		return new IllegalStateException(ex);
	}

	@Override
	public void prepareDirect(Architecture architecture) {
		for (int i = 0; i < REHEARSALS; i++) {
			Libc.super.prepareDirect(architecture);
		}
	}

	@Override
	public long address(ByteBuffer buffer) {
		return (long) invoke(this.segment, "address", segment(buffer));
	}

	private Object segment(ByteBuffer buffer) {
		return invoke(this.segment, "ofBuffer", null, Buffer.class, buffer);
	}

	@Override
	public ByteBuffer at(long address, int bytes) {
		Object start = invoke(this.segment, "ofAddress", null, long.class, address);
		Object memory = invoke(this.segment, "reinterpret", start, long.class, (long) bytes);
		return ((ByteBuffer) invoke(this.segment, "asByteBuffer", memory)).order(ByteOrder.nativeOrder());
	}

	private ErrorNumber capture() {
		ByteBuffer memory = Libc.allocate(Integer.BYTES);
		return new ErrorNumber(segment(memory), memory);
	}

	private ByteBuffer errno() {
		try {
			return at((long) this.errnoLocation.invokeExact(), Integer.BYTES);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	/**
	 * The error number of the last call of a thread.
	 *
	 * @param segment the segment to which the JDK writes it
	 * @param memory the memory of the segment
	 */
	private record ErrorNumber(Object segment, ByteBuffer memory) {

	}

}
