/// The word that stands between brackets in place of a removed identifier.
public enum MarkLabel: String, Sendable, Hashable, CaseIterable {
    case patient = "PATIENT"
    case staff = "STAFF"
    case name = "NAME"
    case facility = "FACILITY"
    case location = "LOCATION"
    case address = "ADDRESS"
    case postalCode = "POSTAL-CODE"
    case date = "DATE"
    case age = "AGE"
    case ageOver89 = "AGE 90+"
    case phone = "PHONE"
    case email = "EMAIL"
    case url = "URL"
    case id = "ID"
    case socialSecurity = "SSN"
    case serial = "SERIAL"
    case removed = "REMOVED"

    /// The kind under which the trail counts this mark.
    public var kind: IdentifierKind {
        switch self {
        case .patient, .staff, .name: .name
        case .facility: .facility
        case .location, .address, .postalCode: .location
        case .date: .date
        case .age, .ageOver89: .age
        case .phone: .phone
        case .email: .email
        case .url: .url
        case .id, .socialSecurity: .id
        case .serial: .serial
        case .removed: .other
        }
    }

    /// Whether the mark tells persons apart by a number; a report has one patient but many staff.
    var isNumbered: Bool { self == .staff || self == .name }
}

/// A mark as it is written into the text, with a number where it tells persons apart.
public struct Mark: Sendable, Hashable, CustomStringConvertible {
    /// The word of the mark.
    public let label: MarkLabel
    /// The number of the person within the report, in order of first mention.
    public let number: Int?

    /// Makes a mark.
    public init(_ label: MarkLabel, number: Int? = nil) {
        self.label = label
        self.number = number
    }

    /// The text of the mark, brackets included.
    public var description: String {
        number.map { "[\(label.rawValue)-\($0)]" } ?? "[\(label.rawValue)]"
    }

    /// Labels by their folded text, longest first so that `AGE 90+` is tried before `AGE`.
    private static let folded: [(text: [Unicode.Scalar], label: MarkLabel)] =
        MarkLabel.allCases
        .map { (Array($0.rawValue.lowercased().unicodeScalars), $0) }
        .sorted { $0.0.count > $1.0.count }

    /// Reads a mark that starts at `start` of folded scalars; nil if what stands there is not exactly a mark.
    static func read(_ scalars: [Unicode.Scalar], at start: Int) -> (mark: Mark, end: Int)? {
        guard scalars[start] == "[" else { return nil }
        for (text, label) in folded {
            var next = start + 1 + text.count
            guard next < scalars.count, scalars[start + 1..<next].elementsEqual(text) else { continue }
            var number: Int?
            if label.isNumbered, scalars[next] == "-" {
                next += 1
                let digits = scalars[next...].prefix(3).prefix { ("0"..."9").contains($0) }
                number = Int(String(String.UnicodeScalarView(digits)))
                next = digits.endIndex
                if number == nil { continue }
            }
            if next < scalars.count, scalars[next] == "]" { return (Mark(label, number: number), next + 1) }
        }
        return nil
    }
}
