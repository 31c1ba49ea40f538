/// A value from the structured fields of the same report that must not come up in its texts.
public struct KnownIdentifier: Sendable, Hashable {
    /// Whose or what value it is.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        case patient, staff, reporter, discoverer, oncologist, facility, location, number, other
        /// Staff of the practice's roster, whom the report itself does not state.
        case roster
        /// A serial number of a device, and a postal code.
        case serial, postalCode

        /// The word of the mark for this role.
        var label: MarkLabel {
            switch self {
            case .patient: .patient
            case .staff, .reporter, .discoverer, .oncologist, .roster: .staff
            case .facility: .facility
            case .location: .location
            case .number: .id
            case .serial: .serial
            case .postalCode: .postalCode
            case .other: .name
            }
        }
    }

    /// Whose or what value it is.
    public let role: Role
    /// The values that belong together, such as first and last name.
    public let parts: [String]

    /// Makes an identifier of parts that belong together; empty parts and "Multiple" say nothing and are dropped.
    public init(_ role: Role, _ parts: String?...) {
        self.role = role
        self.parts = parts.compactMap(\.self).flatMap(Self.pieces).filter(Self.says)
    }

    /// What stands outside brackets and in them: "William (Billy)" has two names, "Dana Lee (therapist)" one and a role.
    private static func pieces(_ value: String) -> [String] {
        let pieces = value.split(whereSeparator: "()[]{}".contains).map(String.init)
        return pieces.enumerated().filter { $0 == 0 || !StaffRoles.names($1) }.map(\.element)
    }

    private static let placeholders: Set<String> = [
        "", "multiple", "unknown", "none", "na", "n/a", "anonymous", "various", "not applicable", "not known", "n.a.",
        "unspecified", "not recorded",
    ]

    private static func says(_ value: String) -> Bool {
        let folded = Folding.fold(value).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return !placeholders.contains(folded)
    }
}

/// A day of the calendar, without a time zone.
public struct CalendarDay: Sendable, Hashable {
    /// Year, four digits.
    public let year: Int
    /// Month, from 1.
    public let month: Int
    /// Day of the month, from 1.
    public let day: Int

    /// Makes a day.
    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads "YYYY-MM-DD".
    public init?(iso text: String) {
        let parts = text.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
