/// The bound values of one statement in PostgreSQL's text format, one after another in a single buffer.
struct Parameters: Sendable {
    /// Every value followed by a zero byte.
    private var bytes: [UInt8] = []
    /// Where each value begins; nil is NULL.
    private var offsets: [Int?] = []
    /// The number of the first value that holds a zero byte, which text format would cut short.
    private(set) var truncated: Int?

    /// How many values are bound.
    var count: Int { offsets.count }

    /// Binds a further value.
    mutating func append(_ value: some SQLValue) {
        if value.isSQLNull {
            offsets.append(nil)
            return
        }
        let start = bytes.count
        offsets.append(start)
        value.encode(into: &bytes)
        if truncated == nil, bytes[start...].contains(0) { truncated = count }
        bytes.append(0)
    }

    /// Binds the values of another statement after these.
    mutating func append(_ other: Parameters) {
        if truncated == nil { truncated = other.truncated.map { $0 + count } }
        let shift = bytes.count
        offsets += other.offsets.map { $0.map { $0 + shift } }
        bytes += other.bytes
    }

    /// Lends the values in the shape libpq takes.
    func withPointers<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { bytes in
            let base = bytes.baseAddress
            let pointers = offsets.map { offset in
                offset.flatMap { base?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
