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

import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

import org.springframework.stereotype.Component;

/**
 * RocksDB: writes, flushes, compacts and opens again.
 */
@Component("rocksdb")
class RocksDbExercise implements Exercise {

	private static final int ENTRIES = 10_000;

	@Override
	public void run(Path folder) throws Exception {
		try (Options options = options(); RocksDB database = RocksDB.open(options, folder.toString())) {
			fill(database);
			database.compactRange();
		}
		try (Options options = options(); RocksDB database = RocksDB.open(options, folder.toString())) {
			Exercise.check("value9999".equals(new String(database.get("key9999".getBytes()))), "no value");
		}
	}

	static Options options() {
		return new Options().setCreateIfMissing(true).setMaxBackgroundJobs(2);
	}

	static void fill(RocksDB database) throws RocksDBException {
		try (WriteOptions sync = new WriteOptions().setSync(true); FlushOptions flush = new FlushOptions()) {
			for (int i = 0; i < ENTRIES; i++) {
				database.put(("key" + i).getBytes(), ("value" + i).getBytes());
			}
			database.put(sync, "last".getBytes(), new byte[1]);
			database.flush(flush);
		}
	}

}
