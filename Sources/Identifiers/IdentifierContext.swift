/// What a report's own structured fields know, made ready for the detectors.
public struct IdentifierContext: Sendable {
    /// Names of persons, in all their forms.
    let people: NameIndex
    /// Names of places and facilities, in all their forms.
    let places: NameIndex
    /// Record numbers and other unique values.
    let numbers: [KnownValue]
    /// The patient's age in years.
    let ages: Set<Int>
    /// Days from the structured fields.
    let days: Set<CalendarDay>
    /// Folded words that no list vouches for, but a person did.
    let keptWords: Set<String>

    /// Nothing known.
    public static let empty = IdentifierContext()

    /// Prepares what is known of one report.
    ///
    /// - Parameter keptWords: words as `Residue.word` gives them, which a person said may stay; what any other rule
    ///   finds goes all the same.
    /// - Parameter forms: where the forms of staff and facility are kept from one report to the next.
    public init(
        known: [KnownIdentifier] = [], patientAges: [Int] = [], eventDates: [CalendarDay] = [],
        keptWords: Set<String> = [], forms: KeptForms = KeptForms()
    ) {
        func index(_ isWanted: (KnownIdentifier.Role) -> Bool) -> NameIndex {
            NameIndex(known.filter { isWanted($0.role) && !$0.parts.isEmpty }, kept: forms)
        }
        people = index { [.patient, .staff, .name].contains($0.label) }
        places = index { [.facility, .location].contains($0.label) }
        numbers = known.filter { [.number, .serial, .postalCode].contains($0.role) }
            .flatMap { known in known.parts.compactMap { KnownValue($0, known.role.label) } }
        ages = Set(patientAges)
        days = Set(eventDates)
        self.keptWords = keptWords
    }
}
