import Identifiers
import IncidentReports
import IncidentSpec

/// What a report's own stripped and sealed answers give away, ready to be looked for in its texts.
struct KnownValues: Sendable {
    /// One value with the element it stands in; `nil` for one that the clinic knows beside the elements.
    struct Item: Sendable {
        let element: ElementNumber?
        let identifier: KnownIdentifier
    }

    let items: [Item]
    let context: IdentifierContext

    /// Walks all elements; one that no table below knows is searched for as a name, so a new element is never missed.
    ///
    /// - Parameters:
    ///   - keptWords: what a person said may stay although no list vouches for it.
    ///   - forms: where the forms of the practice's staff are kept from one report to the next.
    init(
        _ report: IdentifiedReport, _ specification: Specification, practice: PracticeIdentifiers,
        keptWords: Set<String> = [], forms: KeptForms = KeptForms()
    ) {
        var items: [Item] = []
        var namesSeen: Set<ElementNumber> = []
        for element in specification.allElements where element.edge == .strip || element.edge == .seal {
            let number = element.number
            guard number != Self.eventNumber, let texts = report.answers[number]?.textValues else { continue }
            if let pair = Self.pairs.first(where: { $0.parts.contains(number) }) {
                guard namesSeen.isDisjoint(with: pair.parts) else { continue }
                namesSeen.formUnion(pair.parts)
                let parts = pair.parts.map { report.answers[$0]?.textValues.first }
                items.append(Item(element: number, identifier: KnownIdentifier(pair.role, parts[0], parts[1])))
                continue
            }
            for text in texts.flatMap({ Self.searched($0, in: number) }) {
                items.append(Item(element: number, identifier: KnownIdentifier(Self.roles[number] ?? .other, text)))
            }
        }
        // The practice's own numbers of report and event are looked for as a whole; their parts are often a year.
        items += ([report.localID] + (report.answers[Self.eventNumber]?.textValues ?? [])).compactMap(Self.localNumber)
            .map { Item(element: nil, identifier: $0) }
        items += (report.alsoKnown.map(\.identifier) + practice.known).map { Item(element: nil, identifier: $0) }
        self.items = items.filter { !$0.identifier.parts.isEmpty }
        context = IdentifierContext(
            known: self.items.map(\.identifier),
            patientAges: report.answers[Self.age]?.number.map { [Int($0)] } ?? [],
            eventDates: Self.dates.compactMap { report.answers[$0]?.calendarDate }.map {
                CalendarDay(year: $0.year, month: $0.month, day: $0.day)
            }, keptWords: keptWords, forms: forms)
    }

    private static func number(_ text: String) -> ElementNumber { ElementNumber(text)! }

    /// First and last names that belong to one person.
    private static let pairs: [(role: KnownIdentifier.Role, parts: [ElementNumber])] = [
        (.patient, [number("1.11"), number("1.12")]),
        (.reporter, [number("1.15"), number("1.16")]),
        (.discoverer, [number("2.19"), number("2.20")]),
    ]

    private static let roles: [ElementNumber: KnownIdentifier.Role] = [
        number("1.13"): .number, number("2.1"): .location, number("2.7"): .oncologist, number("2.33"): .staff,
    ]

    private static let recordNumber = number("1.13")
    private static let eventNumber = number("X.18")
    private static let facilityProfile = number("2.2")
    private static let age = number("2.3")
    private static let dates = [number("1.1"), number("1.3"), number("1.4")]

    /// The parts of a text that may identify: of the facility profile the values without their keys, of several record
    /// numbers in one field each.
    private static func searched(_ text: String, in element: ElementNumber) -> [String] {
        switch element {
        case facilityProfile:
            text.split(separator: ";").map { String($0.split(separator: "=", maxSplits: 1).last ?? $0) }
        case recordNumber:
            Set([text] + text.split(whereSeparator: "/,;|\n".contains).map(String.init)).sorted()
        default: [text]
        }
    }

    /// The clinic's own number of the report, unless it is so short that it would be found in doses and angles.
    private static func localNumber(_ localID: String) -> KnownIdentifier? {
        let signs = localID.filter { $0.isLetter || $0.isNumber }
        guard signs.contains(where: \.isNumber), signs.count >= (signs.contains(where: \.isLetter) ? 4 : 5) else {
            return nil
        }
        return KnownIdentifier(.number, localID)
    }
}
