import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct SQLTests {
    @Test func interpolationsBecomeNumberedParameters() {
        let filter: SQL = "code = \(3) OR code = \(4)"
        let table = "odd\"name"
        let sql: SQL = "SELECT \("x") FROM \(identifier: table) WHERE \(filter) AND n > \(5) \(unescaped: "LIMIT 1")"
        #expect(sql.text == #"SELECT $1 FROM "odd""name" WHERE code = $2 OR code = $3 AND n > $4 LIMIT 1"#)
    }

    @Test func noParameterShowsInAnyDescription() {
        let sql: SQL = "SELECT \("Rosalind"), \(Optional("Rosalind")), \(["Rosalind"])"
        var dumped = ""
        dump(sql, to: &dumped)
        for text in ["\(sql)", String(reflecting: sql), dumped] {
            #expect(text.contains("$3") && !text.contains("Rosalind"))
        }
    }

    @Test(arguments: [
        "'; DROP TABLE note; --", "\\'; DROP TABLE note; --", "$1", "\") --", "/* */", "' OR '1'='1",
    ])
    func injectionStaysData(text: String) async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.execute("CREATE TABLE note (body text)")
                #expect(try await connection.execute("INSERT INTO note VALUES (\(text))") == 1)
                let stored = try await connection.query("SELECT body FROM note WHERE body = \(text)", as: String.self)
                #expect(stored == [text])
            }
        }
    }

    @Test func aZeroByteIsRefusedRatherThanCutOff() async throws {
        try await TestDatabase.with { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.withConnection { try await $0.query("SELECT \(1)::int, \("a\0b")::text") }
            }
            #expect(error?.kind == .zeroByte(parameter: 2))
        }
    }
}
