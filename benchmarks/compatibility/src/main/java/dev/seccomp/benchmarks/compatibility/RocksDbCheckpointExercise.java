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

import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

import org.springframework.stereotype.Component;

/**
 * Checkpoints of RocksDB, which link its files. Kafka Streams and Flink make them.
 */
@Component("rocksdb-checkpoint")
class RocksDbCheckpointExercise implements Exercise {

	@Override
	public void run(Path folder) throws Exception {
		String copy = folder.resolve("checkpoint").toString();
		try (Options options = RocksDbExercise.options();
				RocksDB database = RocksDB.open(options, folder.resolve("database").toString())) {
			RocksDbExercise.fill(database);
			try (Checkpoint checkpoint = Checkpoint.create(database)) {
				checkpoint.createCheckpoint(copy);
			}
		}
		try (Options options = RocksDbExercise.options(); RocksDB database = RocksDB.open(options, copy)) {
			Exercise.check("value9999".equals(new String(database.get("key9999".getBytes()))), "no value");
		}
	}

}
