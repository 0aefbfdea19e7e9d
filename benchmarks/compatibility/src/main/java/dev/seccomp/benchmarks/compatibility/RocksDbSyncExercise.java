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

import java.nio.file.Path;

import org.rocksdb.Options;
import org.rocksdb.RocksDB;

import org.springframework.stereotype.Component;

/**
 * RocksDB with an option by which it writes to the disk little by little.
 */
@Component("rocksdb-sync")
class RocksDbSyncExercise implements Exercise {

	private static final int BYTES = 4096;

	@Override
	public void run(Path folder) throws Exception {
		try (Options options = RocksDbExercise.options().setBytesPerSync(BYTES).setWalBytesPerSync(BYTES);
				RocksDB database = RocksDB.open(options, folder.toString())) {
			RocksDbExercise.fill(database);
			Exercise.check("value9999".equals(new String(database.get("key9999".getBytes()))), "no value");
		}
	}

}
