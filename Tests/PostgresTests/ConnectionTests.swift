import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func aStatementIsPreparedOncePerText() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                for n in 1...5 { #expect(try await connection.query("SELECT \(n)::int * 2", as: Int.self) == [n * 2]) }
                let prepared = try await connection.query(
                    "SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements WHERE NOT from_sql",
                    as: (String, Int).self)
                #expect(prepared.filter { $0.0 == "SELECT $1::int * 2" }.map(\.1) == [5])
            }
        }
    }

    @Test func preparedStatementsDoNotPileUp() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                for n in 1...1100 { try await connection.query("SELECT \(unescaped: "\(n)")") }
                let count = try await connection.query("SELECT count(*) FROM pg_prepared_statements", as: Int.self)[0]
                #expect(count <= 502)
            }
        }
    }

    @Test func aChangedSchemaIsPreparedAnew() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.execute("CREATE TABLE item (n int)")
                try await connection.execute("INSERT INTO item VALUES (1)")
                _ = try await connection.query("SELECT * FROM item")
                try await connection.simple("ALTER TABLE item ADD COLUMN body text DEFAULT 'x'")
                #expect(try await connection.query("SELECT * FROM item", as: (Int, String).self).count == 1)
                #expect(try await connection.pipeline(["SELECT * FROM item"])[0].count == 1)
                try await connection.simple("ALTER TABLE item DROP COLUMN body")
                #expect(try await connection.pipeline(["SELECT * FROM item"])[0].count == 1)
            }
        }
    }

    @Test func aScriptStandsOrFallsAsAWhole() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                await #expect(throws: DatabaseError.self) {
                    try await connection.simple("CREATE TABLE a (n int); CREATE TABLE b (n int); SELECT 1 / 0;")
                }
                try await connection.simple("CREATE TABLE a (n int); CREATE TABLE b (n int);")
            }
        }
    }

    @Test func aCancelledTaskStopsItsStatementOnly() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                let task = Task { try await connection.query("SELECT pg_sleep(60)") }
                // The server knows the statement before it is cancelled.
                try await database.pool.withConnection { other in
                    while try await other.query(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND datname = current_database()
                        """,
                        as: Int.self) == [0]
                    {
                        await Task.yield()
                    }
                }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                for n in 1...50 { #expect(try await connection.query("SELECT \(n)::int", as: Int.self) == [n]) }
            }
        }
    }

    @Test func aTaskCancelledAtAnyMomentLeavesTheConnectionSound() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                for n in 1...30 {
                    let task = Task { try await connection.query("SELECT pg_sleep(60)") }
                    for _ in 0..<(n * 20) { await Task.yield() }
                    task.cancel()
                    await #expect(throws: CancellationError.self) { try await task.value }
                    let next = try await connection.query("SELECT \(n)::int", as: Int.self)
                    #expect(next == [n])
                }
            }
        }
    }

    @Test func copyReportsWhatTheServerRefuses() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.execute("CREATE TABLE item (n int CONSTRAINT small CHECK (n < 3))")
                var data = CopyData()
                for n in 1...3 { data.append(n) }
                let refused = await #expect(throws: DatabaseError.self) {
                    try await connection.copyIn("COPY item FROM STDIN", data)
                }
                #expect(refused?.kind == .checkViolation(constraint: "small"))
                let misuses: [() async throws -> Void] = [
                    { _ = try await connection.copyIn("SELECT 1", data) },
                    { try await connection.execute("COPY item FROM STDIN") },
                    { try await connection.execute("COPY item TO STDOUT") },
                    { try await connection.simple("COPY item FROM STDIN") },
                ]
                for misuse in misuses {
                    let error = await #expect(throws: DatabaseError.self) { try await misuse() }
                    #expect(error?.kind == .misuse)
                }
                #expect(try await connection.query("SELECT count(*) FROM item", as: Int.self) == [0])
            }
        }
    }

    @Test func aLargeCopyArrivesWhole() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.execute("CREATE TABLE item (n int, body text)")
                var data = CopyData()
                for n in 1...20_000 { data.append(n, "line \(n)\n\\end") }
                #expect(try await connection.copyIn("COPY item (n, body) FROM STDIN", data) == 20_000)
                let row = try await connection.query(
                    "SELECT sum(n), count(DISTINCT body) FROM item", as: (Int, Int).self)[0]
                #expect(row == (200_010_000, 20_000))
            }
        }
    }
}
