public import IncidentSpec

/// Why a report stays at the clinic; it names rules and elements, never a value.
public enum DeidentificationError: Error, Sendable, Hashable {
    /// Element X.2 says that the report was taken out of the patient safety evaluation system.
    case removedBeforeReporting
    /// An identifier would still stand readable in what leaves.
    case notCleanable(rule: String, element: ElementNumber)
    /// What would leave is not a packet that the aggregator takes.
    case notAPacket(rule: String, element: ElementNumber?)
    case notSealed(SealingError)

    /// The rule that kept the report, as it is counted and stored.
    public var rule: String {
        switch self {
        case .removedBeforeReporting: "R-PSES-REMOVED"
        case .notCleanable(let rule, _), .notAPacket(let rule, _): rule
        case .notSealed: "policy-seal"
        }
    }

    /// The element at fault, if it is one.
    public var element: ElementNumber? {
        switch self {
        case .removedBeforeReporting: PSES.status
        case .notCleanable(_, let element): element
        case .notAPacket(_, let element): element
        case .notSealed: nil
        }
    }
}

extension DeidentificationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .removedBeforeReporting:
            "element X.2 says that the report was removed before reporting: it is not sent"
        case .notCleanable(let rule, let element):
            "element \(element) still holds an identifier by rule \(rule): reword it and import the report again"
        case .notAPacket(let rule, let element):
            "the outgoing report breaks rule \(rule)\(element.map { " in element \($0)" } ?? ""): "
                + "correct it and import the report again"
        case .notSealed(let error):
            "the flagged elements could not be sealed: \(error)"
        }
    }
}
