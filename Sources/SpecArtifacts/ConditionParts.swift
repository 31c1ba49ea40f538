import IncidentSpec

extension Condition {
    /// The predicate under the name it has in the specification's files, and what it compares with.
    var parts: (predicate: String, operand: JSONNode) {
        func codes(_ codes: [String]) -> JSONNode { .array(codes.map { JSONNode(code: $0) }) }
        return switch predicate {
        case .anyOf(let list): ("in", codes(list))
        case .only(let list): ("only", codes(list))
        case .alone(let list): ("alone", codes(list))
        case .present(let wanted): ("present", .bool(wanted))
        case .equals(let number): ("equals", JSONNode(number))
        case .atLeast(let number): ("atLeast", JSONNode(number))
        case .atMost(let number): ("atMost", JSONNode(number))
        case .map(let map): ("map", .string(map.rawValue))
        case .safetyBarrier: ("safetyBarrier", true)
        case .notBefore(let other): ("notBefore", .string(other.description))
        case .notAfter(let other): ("notAfter", .string(other.description))
        case .within(let other): ("within", .string(other.description))
        case .atMostElement(let other): ("atMostElement", .string(other.description))
        }
    }

    /// The condition as an object, in the shape of the specification's files.
    var node: JSONNode {
        let (predicate, operand) = parts
        return ["element": .string(element.description), predicate: operand]
    }

    /// The condition in words, such as "1.5 is one of 2".
    var words: String {
        let (predicate, operand) = parts
        return [element.description, Self.phrases[predicate] ?? predicate, operand.words].joined(separator: " ")
    }

    private static let phrases = [
        "in": "is one of", "only": "holds nothing but", "alone": "holds alone, if at all,", "present": "is answered:",
        "equals": "equals", "atLeast": "is at least", "atMost": "is at most", "map": "lies on the process map",
        "safetyBarrier": "is a safety barrier:", "notBefore": "is not before", "notAfter": "is not after",
        "within": "is contained in", "atMostElement": "is at most",
    ]
}

extension JSONNode {
    /// The value as it stands in a sentence.
    fileprivate var words: String {
        switch self {
        case .null: "none"
        case .bool(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .string(let value): value
        case .array(let values): values.map(\.words).joined(separator: ", ")
        case .object: ""
        }
    }
}
