import CLibPQ

/// The rows a statement returned, and how many it touched.
public struct Rows: Sendable, RandomAccessCollection {
    private let result: Result

    /// Owns the libpq result for as long as a row of it is in use.
    private final class Result: Sendable {
        let handle: ResultHandle
        init(_ handle: consuming ResultHandle) { self.handle = handle }
    }

    init(_ handle: consuming ResultHandle) {
        result = Result(handle)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { Int(PQntuples(result.handle.pointer)) }
    public subscript(index: Int) -> Row {
        precondition(indices.contains(index), "row index out of range")
        return Row(rows: self, index: index)
    }

    /// How many rows the statement inserted, updated, deleted, copied or returned.
    public var affected: Int { Int(String(cString: PQcmdTuples(result.handle.pointer))) ?? 0 }

    /// Every row decoded, its columns in order.
    public func decode<each Value: SQLValue>(
        as type: (repeat each Value).Type = (repeat each Value).self
    ) throws(RowDecodingError) -> [(repeat each Value)] {
        var values: [(repeat each Value)] = []
        values.reserveCapacity(count)
        for row in self { values.append(try row.decode(as: type)) }
        return values
    }

    fileprivate var columnCount: Int { Int(PQnfields(result.handle.pointer)) }

    fileprivate func columnName(_ column: Int) -> String {
        PQfname(result.handle.pointer, Int32(column)).map { String(cString: $0) } ?? "\(column + 1)"
    }

    fileprivate func column(named name: String) -> Int? {
        let column = Int(PQfnumber(result.handle.pointer, quoted(name)))
        return column < 0 ? nil : column
    }

    fileprivate func decode<Value: SQLValue>(_ row: Int, _ column: Int) throws(RowDecodingError) -> Value {
        let (pointer, row, index) = (result.handle.pointer, Int32(row), Int32(column))
        if PQgetisnull(pointer, row, index) != 0 {
            guard let null = Value.sqlNull else { throw decodingError(column, Value.self, .null) }
            return null
        }
        let length = Int(PQgetlength(pointer, row, index))
        let decoded = PQgetvalue(pointer, row, index).withMemoryRebound(to: UInt8.self, capacity: length) {
            Value(sqlText: UnsafeBufferPointer(start: $0, count: length).span)
        }
        guard let decoded else { throw decodingError(column, Value.self, .malformed) }
        return decoded
    }

    private func decodingError(
        _ column: Int, _ wanted: any SQLValue.Type, _ problem: RowDecodingError.Problem
    ) -> RowDecodingError {
        RowDecodingError(column: columnName(column), wanted: "\(wanted)", problem: problem)
    }
}

/// One row of a result.
public struct Row: Sendable {
    fileprivate let rows: Rows
    fileprivate let index: Int

    /// All columns in order: `try row.decode(as: (Int64, String?, UUID).self)`.
    public func decode<each Value: SQLValue>(
        as type: (repeat each Value).Type = (repeat each Value).self
    ) throws(RowDecodingError) -> (repeat each Value) {
        var wanted = 0
        for _ in repeat (each Value).self { wanted += 1 }
        guard wanted == rows.columnCount else {
            throw RowDecodingError(column: "*", wanted: "\(type)", problem: .columnCount(rows.columnCount))
        }
        var column = 0
        func next<Next: SQLValue>(_: Next.Type) throws(RowDecodingError) -> Next {
            defer { column += 1 }
            return try rows.decode(index, column)
        }
        return (repeat try next((each Value).self))
    }

    /// The column of that exact name.
    public subscript<Value: SQLValue>(
        name: String, as type: Value.Type = Value.self
    ) -> Value {
        get throws(RowDecodingError) {
            guard let column = rows.column(named: name) else {
                throw RowDecodingError(column: name, wanted: "\(type)", problem: .missing)
            }
            return try rows.decode(index, column)
        }
    }
}

/// A column that does not hold what the program asked for; names the column and the type, never the value.
public struct RowDecodingError: Error, Hashable, CustomStringConvertible {
    /// What was wrong with the column.
    public enum Problem: Hashable, Sendable {
        case null
        case malformed
        case missing
        case columnCount(Int)
    }

    /// The column's name, or `*` for the row.
    public let column: String
    /// The Swift type asked for.
    public let wanted: String
    public let problem: Problem

    public var description: String {
        let reason =
            switch problem {
            case .null: "is null"
            case .malformed: "has another form"
            case .missing: "is not in the result"
            case .columnCount(let count): "makes \(count) in the result"
            }
        return "column \(column) asked for as \(wanted) \(reason)"
    }
}
