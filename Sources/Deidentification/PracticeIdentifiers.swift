import Identifiers

/// What a practice knows of itself beside its reports: its people, its devices, its facilities and places.
public struct PracticeIdentifiers: Sendable, Hashable {
    /// One of the staff; how reports call them is worked out from the parts.
    public struct Person: Sendable, Hashable {
        let first, last: String?

        /// - Parameter last: the whole name, if the practice does not part it.
        public init(first: String? = nil, last: String?) {
            self.first = first
            self.last = last
        }
    }

    let known: [KnownIdentifier]

    /// Nothing known.
    public static let none = PracticeIdentifiers()

    /// - Parameters:
    ///   - staff: taken by a softer rule than the persons of a report, so that a colleague called Frame does not cost
    ///     every frame.
    ///   - serials: of devices; a model identifies nobody.
    ///   - facilities: names and short names.
    ///   - locations: towns and addresses.
    public init(
        staff: [Person] = [], serials: [String] = [], facilities: [String] = [], locations: [String] = []
    ) {
        known =
            facilities.map { KnownIdentifier(.facility, $0) } + locations.map { KnownIdentifier(.location, $0) }
            + staff.map { KnownIdentifier(.roster, $0.first, $0.last) } + serials.map { KnownIdentifier(.serial, $0) }
    }
}

/// A value that stands beside a report's elements in the clinic's file: it is looked for in the texts and never sent.
public struct AlsoKnown: Sendable, Hashable {
    /// Whose or what value it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case patient, staff, facility, location, number, serial

        fileprivate var role: KnownIdentifier.Role {
            switch self {
            case .patient: .patient
            case .staff: .staff
            case .facility: .facility
            case .location: .location
            case .number: .number
            case .serial: .serial
            }
        }
    }

    public let kind: Kind
    public let text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    var identifier: KnownIdentifier { KnownIdentifier(kind.role, text) }
}
