import CLibSimdjson
public import Foundation

extension JSONValue {
    /// Reads one JSON text; members given twice, names with escapes and deep nesting are refused.
    ///
    /// - Throws: ``MalformedJSON``, which says nothing of the contents.
    public init(parsing data: Data) throws(MalformedJSON) {
        guard let value = JSONReader.read(data, { $0.value() }) else { throw MalformedJSON() }
        self = value
    }
}

/// Takes the values of a JSON text one after another.
struct JSONReader {
    private let values: UnsafeBufferPointer<CLibSimdjsonValue>
    private var next = 0

    /// A packet needs three levels.
    private static let depthLimit = 16

    /// Reads a whole text; `nil` when it is not well-formed, or `body` gives up.
    static func read<Value>(_ data: Data, _ body: (inout JSONReader) -> Value?) -> Value? {
        data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Value? in
            guard let base = bytes.bindMemory(to: CChar.self).baseAddress else { return nil }
            var count = 0
            guard let values = CLibSimdjsonParse(base, bytes.count, depthLimit, &count) else { return nil }
            var reader = JSONReader(values: UnsafeBufferPointer(start: values, count: count))
            return body(&reader)
        }
    }

    private init(values: UnsafeBufferPointer<CLibSimdjsonValue>) { self.values = values }

    /// Whether the next value is an object.
    var isAtObject: Bool { values[next].kind == CLibSimdjsonObject }

    /// The next value with all it holds; `nil` when a member is given twice.
    mutating func value() -> JSONValue? {
        let value = values[next]
        switch value.kind {
        case CLibSimdjsonArray:
            next += 1
            var items: [JSONValue] = []
            items.reserveCapacity(Int(value.count))
            for _ in 0..<value.count {
                guard let item = self.value() else { return nil }
                items.append(item)
            }
            return .array(items)
        case CLibSimdjsonObject:
            var members: [String: JSONValue] = [:]
            members.reserveCapacity(Int(value.count))
            let areUnique = forEachMember { name, reader in
                guard let member = reader.value() else { return false }
                return members.updateValue(member, forKey: String(decoding: name, as: UTF8.self)) == nil
            }
            return areUnique ? .object(members) : nil
        default:
            next += 1
            return Self.plain(value)
        }
    }

    private static func plain(_ value: CLibSimdjsonValue) -> JSONValue {
        switch value.kind {
        case CLibSimdjsonFalse: .bool(false)
        case CLibSimdjsonTrue: .bool(true)
        case CLibSimdjsonInteger: .integer(Int(value.integer))
        // 1.0 and 1 are the same number.
        case CLibSimdjsonReal: Int(exactly: value.real).map { .integer($0) } ?? .real(value.real)
        case CLibSimdjsonString: .string(String(decoding: text(value), as: UTF8.self))
        default: .null
        }
    }

    /// Goes through the members of the object that is next; `body` takes the value of each and says whether to go on.
    ///
    /// - Returns: whether it went through all of them.
    mutating func forEachMember(_ body: (UnsafeBufferPointer<UInt8>, inout JSONReader) -> Bool) -> Bool {
        let count = values[next].count
        next += 1
        for _ in 0..<count {
            let name = Self.text(values[next])
            next += 1
            guard body(name, &self) else { return false }
        }
        return true
    }

    private static func text(_ value: CLibSimdjsonValue) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: UnsafeRawPointer(value.bytes)?.assumingMemoryBound(to: UInt8.self), count: Int(value.count))
    }
}
