import Foundation

/// A JSON value that is only ever written.
public enum JSONNode: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case real(Double)
    case string(String)
    case array([JSONNode])
    case object([String: JSONNode])

    /// A text, or null for none.
    public init(_ text: String?) { self = text.map { .string($0) } ?? .null }

    /// A number, whole where it can be, or null for none.
    public init(_ number: Double?) {
        self = number.map { Int(exactly: $0).map { .integer($0) } ?? .real($0) } ?? .null
    }

    /// A printed code: an integer where it is printed as a number, else a string.
    init(code: String) { self = Int(code).map { .integer($0) } ?? .string(code) }

    /// The value without the members that are null.
    var compact: JSONNode {
        if case .object(let members) = self { .object(members.filter { $1 != .null }) } else { self }
    }

    /// Indented, with sorted keys and a newline at the end.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        } catch {
            preconditionFailure("only a number that is not finite cannot be encoded, and no limit is one")
        }
    }
}

extension JSONNode: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .real(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }
}

extension JSONNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONNode...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONNode)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}
