import CLibSimdjson
public import Foundation

extension JSONValue {
    /// A packet needs three levels.
    private static let depthLimit = 16

    /// Reads one JSON text; members given twice, names with escapes and deep nesting are refused.
    ///
    /// - Throws: ``MalformedJSON``, which says nothing of the contents.
    public init(parsing data: Data) throws(MalformedJSON) {
        let value = data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> JSONValue? in
            guard let base = bytes.bindMemory(to: CChar.self).baseAddress else { return nil }
            var count = 0
            guard let values = CLibSimdjsonParse(base, bytes.count, Self.depthLimit, &count) else { return nil }
            var reader = Reader(values: UnsafeBufferPointer(start: values, count: count))
            return reader.value()
        }
        guard let value else { throw MalformedJSON() }
        self = value
    }

    /// Takes the values of a text one after another.
    private struct Reader {
        let values: UnsafeBufferPointer<CLibSimdjsonValue>
        var next = 0

        /// The next value with all it holds; `nil` when a member is given twice.
        mutating func value() -> JSONValue? {
            let value = values[next]
            next += 1
            switch value.kind {
            case CLibSimdjsonNull: return .null
            case CLibSimdjsonFalse: return .bool(false)
            case CLibSimdjsonTrue: return .bool(true)
            case CLibSimdjsonInteger: return .integer(Int(value.integer))
            // 1.0 and 1 are the same number.
            case CLibSimdjsonReal: return Int(exactly: value.real).map { .integer($0) } ?? .real(value.real)
            case CLibSimdjsonString: return .string(Self.text(value))
            case CLibSimdjsonArray:
                var items: [JSONValue] = []
                items.reserveCapacity(Int(value.count))
                for _ in 0..<value.count {
                    guard let item = self.value() else { return nil }
                    items.append(item)
                }
                return .array(items)
            default:
                var members: [String: JSONValue] = [:]
                members.reserveCapacity(Int(value.count))
                for _ in 0..<value.count {
                    let name = Self.text(values[next])
                    next += 1
                    guard let member = self.value(), members.updateValue(member, forKey: name) == nil else {
                        return nil
                    }
                }
                return .object(members)
            }
        }

        private static func text(_ value: CLibSimdjsonValue) -> String {
            UnsafeRawBufferPointer(start: value.bytes, count: Int(value.count)).withMemoryRebound(to: UInt8.self) {
                String(decoding: $0, as: UTF8.self)
            }
        }
    }
}
