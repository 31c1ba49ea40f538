import Foundation
import Postgres
import TestSupport
import Testing

/// Texts that quoting gets wrong first.
private let texts = [
    "", " ", "plain", "NULL", "null", "a,b", "{a}", "\"", "\\", "\\\\\"", "'", "''", "line\nbreak\r\ttab", "\\N", "\\.",
    "µGy ≤ 5 % – Ångström 漢字 👩🏽‍⚕️", "e\u{301}", "[0:1]={1}", "$1", "\\x41",
]

private enum Grade: Int16, SQLValue {
    case low = 1
    case high = 2
}
private struct Label: RawRepresentable, Hashable, SQLValue { let rawValue: String }

@Suite struct RoundtripTests {
    /// Sends values out as parameters and expects them back unchanged.
    private func roundtrip<Value: SQLValue & Equatable>(
        _ values: [Value], type: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                for value in values {
                    let back = try await connection.query(
                        "SELECT \(value)::\(unescaped: type), \(Value?.none)::\(unescaped: type)",
                        as: (Value, Value?).self)
                    #expect(back[0].0 == value && back[0].1 == nil, sourceLocation: sourceLocation)
                }
                let array: [Value] = try await connection.query(
                    "SELECT \(values)::\(unescaped: type)[]", as: [Value].self)[0]
                #expect(array == values, sourceLocation: sourceLocation)
                let gaps: [Value?] = [nil] + values + [nil]
                let back = try await connection.query("SELECT \(gaps)::\(unescaped: type)[]", as: [Value?].self)[0]
                #expect(back == gaps, sourceLocation: sourceLocation)
            }
        }
    }

    @Test func integers() async throws {
        try await roundtrip([0, -1, .min, .max], type: "bigint")
        try await roundtrip([0, -1, Int16.min, .max], type: "smallint")
        try await roundtrip([0, -1, Int32.min, .max], type: "integer")
        try await roundtrip([0, -1, Int64.min, .max], type: "bigint")
    }

    @Test func doubles() async throws {
        try await roundtrip(
            [0, -0.1, 1e300, .leastNonzeroMagnitude, .pi, .infinity, -.infinity, Double.greatestFiniteMagnitude],
            type: "double precision")
    }

    @Test func textBoolUUID() async throws {
        try await roundtrip(texts, type: "text")
        try await roundtrip([true, false], type: "boolean")
        try await roundtrip([UUID(), UUID()], type: "uuid")
    }

    @Test func bytes() async throws {
        try await roundtrip([Data(), Data(0...255), Data("\\x00".utf8)], type: "bytea")
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                let back = try await connection.query("SELECT \([0, 92, 255] as [UInt8])::bytea", as: Data.self)
                #expect(back == [Data([0, 92, 255])])
            }
        }
    }

    @Test func rawRepresentables() async throws {
        try await roundtrip([Grade.low, .high], type: "smallint")
        try await roundtrip(texts.map(Label.init), type: "text")
    }

    @Test func emptyNestedAndOddlyBoundedArrays() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                let nested = [["a,}", "\"b\""], ["\\", "{"]]
                let row = try await connection.query(
                    "SELECT \([Int16]())::smallint[], \(nested)::text[], '[-1:1]={7,8,9}'::int[], NULL::text[]",
                    as: ([Int16], [[String]], [Int32], [String]?).self)[0]
                #expect(row.0 == [] && row.1 == nested && row.2 == [7, 8, 9] && row.3 == nil)
            }
        }
    }

    @Test func copyKeepsEveryValue() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.execute(
                    "CREATE TABLE item (n int, body text, code smallint, tags text[], seal bytea)")
                var data = CopyData()
                for (index, text) in texts.enumerated() {
                    data.append(
                        index, text, index.isMultiple(of: 2) ? Int16(index) : nil, [text, "x"], Data(text.utf8))
                }
                let stored = try await connection.copyIn("COPY item FROM STDIN", data)
                #expect(stored == texts.count && data.count == texts.count)
                let rows = try await connection.query(
                    "SELECT body, code, tags, seal FROM item ORDER BY n",
                    as: (String, Int16?, [String], Data).self)
                for (index, row) in rows.enumerated() {
                    let text = texts[index]
                    #expect(row.0 == text && row.2 == [text, "x"] && row.3 == Data(text.utf8))
                    #expect(row.1 == (index.isMultiple(of: 2) ? Int16(index) : nil))
                }
            }
        }
    }
}
