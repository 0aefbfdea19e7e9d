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

package dev.seccomp.benchmarks.compatibility;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;

import org.springframework.stereotype.Component;

/**
 * Zstandard with threads of its own.
 */
@Component("zstd")
class ZstdExercise implements Exercise {

	private static final int SIZE = 2 << 20;

	@Override
	public void run(Path folder) throws Exception {
		byte[] data = new byte[SIZE];
		new Random(1).nextBytes(data);
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (ZstdOutputStream stream = new ZstdOutputStream(packed)) {
			stream.setWorkers(2);
			stream.write(data);
		}
		try (ZstdInputStream stream = new ZstdInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
			Exercise.check(Arrays.equals(stream.readAllBytes(), data), "other data");
		}
	}

}
