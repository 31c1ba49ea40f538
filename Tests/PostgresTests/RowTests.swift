import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct RowTests {
    private func row(_ sql: SQL) async throws -> Row {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { try #require(try await $0.query(sql).first) }
        }
    }

    @Test func columnsByName() async throws {
        let row = try await row(#"SELECT 1 AS n, 'x' AS "Odd Name", NULL::int AS gap"#)
        let n: Int = try row["n"]
        #expect(n == 1)
        #expect(try row["Odd Name", as: String.self] == "x")
        #expect(try row["gap", as: Int?.self] == nil)
    }

    @Test func errorsNameColumnAndTypeButNeverTheValue() async throws {
        let row = try await row("SELECT 'Rosalind' AS person, NULL::int AS gap, '{1,Rosalind}'::text[] AS list")
        let attempts: [(RowDecodingError.Problem, String, () throws -> Void)] = [
            (.malformed, "person", { _ = try row["person", as: Int64.self] }),
            (.malformed, "person", { _ = try row["person", as: UUID.self] }),
            (.malformed, "person", { _ = try row["person", as: Bool.self] }),
            (.malformed, "person", { _ = try row["person", as: Data.self] }),
            (.malformed, "person", { _ = try row["person", as: [String].self] }),
            (.malformed, "list", { _ = try row["list", as: [Int].self] }),
            (.null, "gap", { _ = try row["gap", as: Int.self] }),
            (.missing, "absent", { _ = try row["absent", as: Int.self] }),
            (.columnCount(3), "*", { _ = try row.decode(as: (String, Int?).self) }),
        ]
        for (problem, column, attempt) in attempts {
            let error = #expect(throws: RowDecodingError.self) { try attempt() }
            #expect(error?.problem == problem && error?.column == column)
            #expect(error.map { !String(reflecting: $0).contains("Rosalind") } == true)
        }
    }

    @Test func rowsOutliveTheirConnection() async throws {
        let rows = try await TestDatabase.with { database in
            try await database.pool.withConnection { try await $0.query("SELECT n FROM generate_series(1, 1000) n") }
        }
        #expect(try rows.decode(as: Int.self) == Array(1...1000))
    }

    @Test func countsOfWhatAStatementTouched() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.execute("CREATE TABLE item (n int PRIMARY KEY)")
                #expect(try await connection.execute("INSERT INTO item SELECT generate_series(1, 5)") == 5)
                #expect(try await connection.execute("INSERT INTO item VALUES (1) ON CONFLICT DO NOTHING") == 0)
                #expect(try await connection.execute("DELETE FROM item WHERE n > \(2)") == 3)
            }
        }
    }
}
