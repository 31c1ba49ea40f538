/// One invented, identified report as a practice would hold it.
public struct SampleReport: Sendable {
    /// The place of the practice in `SampleGenerator.practices`.
    public let practice: Int
    /// The practice's own number of the report, shared by its amendments.
    public let localID: String
    /// Element 1.1.
    public let incidentDate: CivilDay
    /// The day on which this revision is sent.
    public let arrivalDate: CivilDay
    /// 1, or 2 for an amendment.
    public let revision: Int
    /// The report as one line of JSON: local id, elements and extensions.
    public let json: String
    /// Every identifier in the report, in the order of the elements.
    public let planted: [PlantedIdentifier]
}

/// An identifier that the generator put into a report, for measuring de-identification.
public struct PlantedIdentifier: Sendable, Hashable {
    /// How the identifier relates to what the practice knows.
    public enum Form: String, Sendable, CaseIterable {
        /// As it stands in a field of the report, in the practice's roster or in its description; letter case aside.
        case known
        /// Derived from a known one: initials, nickname, misspelling, login, another date format.
        case variant
        /// In no field and no roster.
        case stranger
    }

    /// What the identifier names.
    public enum Kind: String, Sendable, CaseIterable {
        case patientName, staffName, otherName, recordNumber, date, phone, email, login, facility, place, serialNumber
    }

    /// The camel-case name of the element that holds it.
    public let element: String
    /// What it names.
    public let kind: Kind
    /// Exactly as it stands in the element.
    public let value: String
    /// How it relates to what the practice knows.
    public let form: Form
}
