public import IncidentSpec

/// One thing found wrong with a report: the rule, the element and what to do, never the value.
public struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// Stable rule id: one of ``BuiltInRule`` or of the specification's own rules.
    public let rule: String
    public let severity: RuleSeverity
    /// The element at fault; `nil` when it is the report as a whole.
    public let element: ElementNumber?
    public let message: String

    public init(_ rule: BuiltInRule, _ element: ElementNumber? = nil) {
        self.rule = rule.rawValue
        severity = .error
        self.element = element
        message = rule.message
    }

    init(_ rule: LogicRule) {
        self.rule = rule.id
        severity = rule.severity
        element = (rule.require.first ?? rule.when.first)?.element
        message = rule.message
    }

    public init(rule: String, severity: RuleSeverity, element: ElementNumber?, message: String) {
        self.rule = rule
        self.severity = severity
        self.element = element
        self.message = message
    }

    public var description: String {
        "\(severity.rawValue) \(rule)" + (element.map { " element \($0)" } ?? "") + ": \(message)"
    }
}

extension Sequence<Finding> {
    /// Whether any finding keeps the report from being sent.
    public var hasErrors: Bool { contains { $0.severity == .error } }

    /// By element, those about the whole report last; the same findings always come in the same order.
    public var inElementOrder: [Finding] {
        func key(_ finding: Finding) -> (UInt8, UInt8, String) {
            (finding.element?.form ?? .max, finding.element?.index ?? .max, finding.rule)
        }
        return sorted { key($0) < key($1) }
    }
}

/// The rules that hold for every element, beside the specification's own rules between elements.
public enum BuiltInRule: String, Sendable, CaseIterable {
    case json = "F-JSON"
    case format = "F-FORMAT"
    case specification = "F-SPECIFICATION"
    case identity = "F-IDENTITY"
    case forms = "F-FORMS"
    case sealed = "F-SEALED"
    case withdrawn = "F-WITHDRAWN"
    case unknownElement = "V-UNKNOWN-ELEMENT"
    case required = "V-REQUIRED"
    case type = "V-TYPE"
    case option = "V-OPTION"
    case range = "V-RANGE"
    case length = "V-LENGTH"
    case characters = "V-CHARACTERS"
    case future = "V-FUTURE"
    case stripped = "D-STRIPPED"
    case unsealed = "D-UNSEALED"
    case held = "D-HELD"
    case leak = "D-LEAK"

    /// What is wrong and what to do about it.
    public var message: String {
        switch self {
        case .json: "this is not a JSON object; send one object for each report"
        case .format: "the packet has a member this version does not know or lacks one it needs; update the client"
        case .specification: "this version of the specification is not known; update the client or the server"
        case .identity: "report id must be a UUID and revision a whole number from 1 to 999"
        case .forms: "each form and each element not asked is named once, and an answered element was asked"
        case .sealed: "the sealed envelope is not base64 of CMS AuthEnvelopedData"
        case .withdrawn: "this report was withdrawn, which is final; report the incident anew under another id"
        case .unknownElement: "no element has this name or number; check the column or member name"
        case .required: "is required and not answered; complete it before the report can be sent"
        case .type: "the value is not of the element's type; see the data dictionary"
        case .option: "the answer is not among the element's options; map it to one of the printed codes"
        case .range: "the number lies outside the element's limits; check it and its unit"
        case .length: "the text is longer than the element takes; shorten it"
        case .characters: "the text holds control or direction characters; remove them"
        case .future: "the date lies in the future; check it and the clock"
        case .stripped: "must be stripped at the clinic and may not be sent"
        case .unsealed: "must be sealed at the clinic and may not be sent readable"
        case .held: "is held at the clinic and may not be sent with the report"
        case .leak: "the text still holds an identifier; scrub it at the clinic"
        }
    }
}
