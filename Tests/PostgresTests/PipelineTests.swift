import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct PipelineTests {
    @Test func answersComeInOrder() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                let results = try await connection.pipeline((1...300).map { "SELECT \($0)::int, \("x")" })
                #expect(try results.map { try $0[0].decode(as: (Int, String).self).0 } == Array(1...300))
                #expect(try await connection.pipeline([]).isEmpty)
            }
        }
    }

    @Test func oneFailureUndoesAll() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.execute("CREATE TABLE item (n int CONSTRAINT item_key PRIMARY KEY)")
                let error = await #expect(throws: DatabaseError.self) {
                    try await connection.pipeline([
                        "INSERT INTO item VALUES (\(1))", "INSERT INTO item VALUES (\(1))", "SELECT 'never prepared'",
                    ])
                }
                #expect(error?.kind == .uniqueViolation(constraint: "item_key"))
                #expect(try await connection.query("SELECT count(*) FROM item", as: Int.self) == [0])
                #expect(try await connection.query("SELECT 'never prepared'", as: String.self).count == 1)
                await #expect(throws: DatabaseError.self) { try await connection.pipeline(["SELEC 1", "SELECT 2"]) }
                #expect(try await connection.pipeline(["SELECT 2"])[0].decode(as: Int.self) == [2])
            }
        }
    }

    @Test func neitherSideBlocksWhenBothHaveMuchToSay() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                let text = String(repeating: "x", count: 20_000)
                let results = try await connection.pipeline((1...1000).map { _ in "SELECT \(text)" })
                #expect(try results.allSatisfy { try $0.decode(as: String.self) == [text] })
            }
        }
    }

    @Test func aCopyInAPipelineCostsTheConnectionOnly() async throws {
        try await TestDatabase.with { database in
            await #expect(throws: DatabaseError.self) {
                try await database.pool.withConnection { connection in
                    try await connection.pipeline(["COPY pg_class TO STDOUT", "SELECT 1"])
                }
            }
            let next = try await database.pool.withConnection { try await $0.query("SELECT 1", as: Int.self) }
            #expect(next == [1])
        }
    }
}
