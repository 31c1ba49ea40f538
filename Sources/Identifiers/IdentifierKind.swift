/// What sort of identifier a span is, as counted in the trail of redactions.
public enum IdentifierKind: String, Sendable, Hashable, CaseIterable {
    case name = "NAME"
    case facility = "FACILITY"
    case location = "LOCATION"
    case date = "DATE"
    case age = "AGE"
    case phone = "PHONE"
    case email = "EMAIL"
    case url = "URL"
    case id = "ID"
    case serial = "SERIAL"
    case other = "OTHER"
}

/// How sure a detector is; only high confidence refuses a report that has no context.
public enum Confidence: Int, Sendable, Comparable {
    case medium
    case high

    /// Medium is below high.
    public static func < (left: Confidence, right: Confidence) -> Bool { left.rawValue < right.rawValue }
}
