/// How a broken rule is treated: an error keeps a report from being sent, a warning only informs.
public enum RuleSeverity: String, Codable, Sendable {
    case error, warning
}

/// One statement about the answer of one element.
public struct Condition: Sendable, Hashable {
    public let element: ElementNumber
    public let predicate: Predicate

    /// What the answer must be. Codes are printed codes.
    public enum Predicate: Sendable, Hashable {
        /// At least one answer is among the codes.
        case anyOf([String])
        /// Every answer is among the codes.
        case only([String])
        case present(Bool)
        case equals(Double)
        case atLeast(Double)
        case atMost(Double)
        /// Every process step belongs to the map.
        case map(ProcessMapName)
        /// Every process step is a safety barrier.
        case safetyBarrier
        /// The date is not before the other element's.
        case notBefore(ElementNumber)
        /// The date is not after the other element's.
        case notAfter(ElementNumber)
        /// The answers are a subset of the other element's.
        case within(ElementNumber)
        /// The number is not larger than the other element's.
        case atMostElement(ElementNumber)
        /// If one of the codes is chosen, it is the only answer.
        case alone([String])
    }

    /// The second element the predicate looks at, if any.
    public var otherElement: ElementNumber? {
        switch predicate {
        case .notBefore(let other), .notAfter(let other), .within(let other), .atMostElement(let other): other
        default: nil
        }
    }
}

/// A rule between elements: when all of `when` hold, all of `require` must.
///
/// A requirement on an unanswered element holds, unless it is that the element be present.
public struct LogicRule: Decodable, Sendable, Identifiable {
    /// Stable id, such as "R-NEAR-MISS-FRACTIONS".
    public let id: String
    public let severity: RuleSeverity
    public let when: [Condition]
    public let require: [Condition]
    /// What to do, naming elements by number and no values.
    public let message: String

    enum CodingKeys: String, CodingKey { case id, severity, when, require, message }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        severity = try container.decode(RuleSeverity.self, forKey: .severity)
        when = try container.decodeIfPresent([Condition].self, forKey: .when) ?? []
        require = try container.decode([Condition].self, forKey: .require)
        message = try container.decode(String.self, forKey: .message)
    }
}

extension Condition: Decodable {
    private enum CodingKeys: String, CodingKey {
        case element, `in`, only, present, equals, atLeast, atMost, map, safetyBarrier, notBefore, notAfter, within
        case atMostElement, alone
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        element = try container.decode(ElementNumber.self, forKey: .element)
        let keys = container.allKeys.filter { $0 != .element }
        guard keys.count == 1, let key = keys.first else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a condition has exactly one predicate"))
        }
        func number() throws -> Double { try container.decode(Double.self, forKey: key) }
        func codes() throws -> [String] { try container.decode([String].self, forKey: key) }
        func other() throws -> ElementNumber { try container.decode(ElementNumber.self, forKey: key) }
        predicate =
            switch key {
            case .in: .anyOf(try codes())
            case .only: .only(try codes())
            case .present: .present(try container.decode(Bool.self, forKey: key))
            case .equals: .equals(try number())
            case .atLeast: .atLeast(try number())
            case .atMost: .atMost(try number())
            case .map: .map(try container.decode(ProcessMapName.self, forKey: key))
            case .safetyBarrier: .safetyBarrier
            case .notBefore: .notBefore(try other())
            case .notAfter: .notAfter(try other())
            case .within: .within(try other())
            case .atMostElement: .atMostElement(try other())
            case .alone, .element: .alone(try codes())
            }
    }
}
