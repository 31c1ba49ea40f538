/// Rows in the text format of COPY.
public struct CopyData: Sendable {
    private(set) var bytes: [UInt8]
    /// The number of rows appended.
    public private(set) var count = 0

    /// No rows yet, or bytes already in COPY's text format.
    public init(bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    /// Adds a row, its columns in the order of the COPY statement.
    public mutating func append<each Value: SQLValue>(_ values: repeat each Value) {
        var isFirst = true
        for value in repeat each values {
            if !isFirst { bytes.append(UInt8(ascii: "\t")) }
            isFirst = false
            append(column: value)
        }
        bytes.append(UInt8(ascii: "\n"))
        count += 1
    }

    private mutating func append(column value: some SQLValue) {
        guard !value.isSQLNull else {
            bytes.append(contentsOf: "\\N".utf8)
            return
        }
        let start = bytes.count
        value.encode(into: &bytes)
        bytes.escape(from: start) { Self.escapes[$0] }
    }

    /// The bytes that would end a column or row, and their letters after a backslash.
    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "\t"): UInt8(ascii: "t"),
        UInt8(ascii: "\n"): UInt8(ascii: "n"), UInt8(ascii: "\r"): UInt8(ascii: "r"),
    ]
}
