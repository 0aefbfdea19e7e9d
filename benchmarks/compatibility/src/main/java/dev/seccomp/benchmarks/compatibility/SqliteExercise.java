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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

import org.springframework.stereotype.Component;

/**
 * SQLite with a database file and a write-ahead log.
 */
@Component("sqlite")
class SqliteExercise implements Exercise {

	@Override
	public void run(Path folder) throws Exception {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("database"));
				Statement statement = connection.createStatement()) {
			statement.execute("pragma journal_mode = wal");
			statement.execute("create table note (id integer primary key, text varchar)");
			connection.setAutoCommit(false);
			for (int i = 0; i < 1000; i++) {
				statement.execute("insert into note values (" + i + ", 'text')");
			}
			connection.commit();
			connection.setAutoCommit(true);
			statement.execute("delete from note where id < 100");
			statement.execute("vacuum");
			statement.execute("backup to " + folder.resolve("backup"));
		}
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("backup"));
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select count(*) from note")) {
			result.next();
			Exercise.check(result.getInt(1) == 900, result.getString(1) + " rows");
		}
	}

}
