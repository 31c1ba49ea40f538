public import IncidentSpec

/// What became of each answer of one report on its way out: rules, places and marks, never a value.
public struct RedactionTrail: Sendable, Hashable, Codable {
    /// One thing done to one answer.
    public struct Entry: Sendable, Hashable {
        /// The element answered.
        public let element: ElementNumber
        /// What the specification asks to be done with it at the edge.
        public let action: EdgeAction
        /// The rule that did it: of the element's own policy, or of the detector that found an identifier.
        public let rule: String
        /// The kind of identifier found in a text.
        public let kind: String?
        /// In which of the element's texts it stood, from 0.
        public let text: Int
        /// Where it stood: code points of the clinic's own text.
        public let range: Range<Int>?
        /// What stands there now.
        public let mark: String?
        /// Whether a person should look, because the rule is only likely to be right.
        public let isDoubtful: Bool

        init(
            _ element: ElementNumber, _ action: EdgeAction, rule: PolicyRule, mark: String? = nil
        ) {
            self.init(
                element, action, rule: rule.rawValue, kind: nil, text: 0, range: nil, mark: mark, isDoubtful: false)
        }

        init(
            _ element: ElementNumber, _ action: EdgeAction, rule: String, kind: String?, text: Int,
            range: Range<Int>?, mark: String?, isDoubtful: Bool
        ) {
            self.element = element
            self.action = action
            self.rule = rule
            self.kind = kind
            self.text = text
            self.range = range
            self.mark = mark
            self.isDoubtful = isDoubtful
        }
    }

    /// In the order of the elements, and within a text of the places.
    public let entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    public init(from decoder: any Decoder) throws {
        entries = try decoder.singleValueContainer().decode([Entry].self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(entries)
    }

    /// What was done to one element.
    public func entries(for element: ElementNumber) -> [Entry] { entries.filter { $0.element == element } }
}

/// An entry is stored as a short list, not as named members: a practice keeps one trail for each report.
extension RedactionTrail.Entry: Codable {
    public init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        element = try list.decode(ElementNumber.self)
        action = try list.decode(EdgeAction.self)
        rule = try list.decode(String.self)
        mark = try list.decodeIfPresent(String.self)
        guard !list.isAtEnd else {
            (kind, text, range, isDoubtful) = (nil, 0, nil, false)
            return
        }
        kind = try list.decode(String.self)
        let (start, end) = (try list.decode(Int.self), try list.decode(Int.self))
        guard start <= end else {
            throw DecodingError.dataCorruptedError(in: list, debugDescription: "a range ends before it begins")
        }
        range = start..<end
        isDoubtful = try list.decode(Bool.self)
        // Trails of earlier programs end here.
        text = list.isAtEnd ? 0 : try list.decode(Int.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(element)
        try list.encode(action)
        try list.encode(rule)
        if let mark { try list.encode(mark) } else { try list.encodeNil() }
        guard let kind, let range else { return }
        try list.encode(kind)
        try list.encode(range.lowerBound)
        try list.encode(range.upperBound)
        try list.encode(isDoubtful)
        if text > 0 { try list.encode(text) }
    }
}

/// The rules by which the specification alone decides, without a look at the words of an answer.
public enum PolicyRule: String, Sendable, CaseIterable {
    case kept = "policy-keep"
    case stripped = "policy-strip"
    case sealed = "policy-seal"
    case held = "policy-hold"
    /// A text in which nothing was found.
    case clean = "policy-scrub"
    /// A generalised copy, made before its origin was sealed.
    case banded = "policy-band"
    /// X.2 set to reported, because sending is reporting.
    case reported = "policy-reported"
    /// Fetched back from the aggregator; what was done to it before is not known any more.
    case restored = "policy-restored"
}
