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
 * DuckDB with a database file, which exports to Parquet and CSV.
 */
@Component("duckdb")
class DuckDbExercise implements Exercise {

	private static final int ROWS = 200_000;

	@Override
	public void run(Path folder) throws Exception {
		try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("database"));
				Statement statement = connection.createStatement()) {
			statement.execute("create table number as select range as id, range % 7 as rest from range(" + ROWS + ")");
			statement.execute("checkpoint");
			for (String format : new String[] { "parquet", "csv" }) {
				String file = "'" + folder.resolve("number." + format) + "'";
				statement.execute("copy number to " + file);
				String query = "select count(*), count(distinct rest) from " + file;
				try (ResultSet result = statement.executeQuery(query)) {
					result.next();
					Exercise.check(result.getInt(1) == ROWS && result.getInt(2) == 7, result.getString(1) + " rows");
				}
			}
		}
	}

}
