import Identifiers

/// A piece of a narrative: innocent text, or an identifier with who could know it and its type.
struct Piece {
    var text: String
    /// "known", "near" or "never"; `nil` for innocent text.
    var kind: String?
    var type = ""
}

/// One narrative with what is known beside it.
struct Narrative {
    var id = ""
    let style: String
    let pieces: [Piece]
    let context: IdentifierContext
    var text: String { pieces.map(\.text).joined() }
}

/// How reporters write.
enum Style: String, CaseIterable {
    case plain, dictated, terse, upper, misspelt, chart, translated
}

/// Makes narratives from one set of names and sentences.
struct Narrator {
    let vocabulary: Vocabulary
    let templates: [String]
    var random: SeededGenerator

    private struct Person {
        let first, last: String
    }

    private mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: list.indices, using: &random)] }
    private mutating func digits(_ count: Int) -> String {
        (0..<count).map { String(Int.random(in: $0 == 0 ? 1...9 : 0...9, using: &random)) }.joined()
    }

    mutating func narrative(_ index: Int) -> Narrative {
        let style = Style.allCases[index % Style.allCases.count]
        let patient = person()
        let staff = (0..<6).map { _ in person() }
        let (city, facility) = (pick(vocabulary.cities), pick(vocabulary.facilities))
        let (mrn, account, serial) = (digits(8), digits(9), "H" + digits(6))
        let street = pick(vocabulary.streets)
        let event = CalendarDay(
            year: 2025, month: Int.random(in: 1...12, using: &random), day: Int.random(in: 1...28, using: &random))
        let birth = CalendarDay(
            year: Int.random(in: 1936...1990, using: &random), month: Int.random(in: 1...12, using: &random),
            day: Int.random(in: 1...28, using: &random))
        var known: [KnownIdentifier] = [
            KnownIdentifier(.patient, patient.first, patient.last), KnownIdentifier(.number, mrn),
            KnownIdentifier(.number, account), KnownIdentifier(.location, street),
            KnownIdentifier(.location, city.city),
            KnownIdentifier(.postalCode, city.zip), KnownIdentifier(.facility, facility),
            KnownIdentifier(.serial, serial),
        ]
        known += staff.map { KnownIdentifier(.roster, $0.first, $0.last) }
        let context = IdentifierContext(known: known, eventDates: [event, birth])

        var pieces: [Piece] = []
        if style == .chart {
            pieces += [
                Piece(text: "Name: "),
                Piece(text: "\(patient.last.uppercased()), \(patient.first.uppercased())", kind: "known", type: "NAME"),
                Piece(text: "\nMRN: "), Piece(text: mrn, kind: "known", type: "ID"),
                Piece(text: "\nDiagnosis: C61, intact prostate\n"),
            ]
        }
        let count = Int.random(in: 4...9, using: &random)
        for number in 0..<count {
            if number > 0 { pieces.append(Piece(text: style == .terse || style == .chart ? "\n" : " ")) }
            for part in Self.parts(pick(templates)) {
                guard case .slot(let kind, let slot) = part else {
                    if case .text(let text) = part { pieces.append(Piece(text: text)) }
                    continue
                }
                let (text, type) = value(
                    slot, patient, staff, city, facility, mrn, account, serial, street, event, birth)
                pieces.append(Piece(text: text, kind: kind, type: type))
            }
        }
        return Narrative(style: style.rawValue, pieces: pieces.map { styled($0, style) }, context: context)
    }

    private mutating func person() -> Person { Person(first: pick(vocabulary.given), last: pick(vocabulary.family)) }

    private enum Part {
        case text(String)
        case slot(String, String)
    }

    private static func parts(_ template: String) -> [Part] {
        template.split(separator: "{", omittingEmptySubsequences: false).enumerated().flatMap { index, part -> [Part] in
            guard index > 0, let end = part.firstIndex(of: "}") else {
                return part.isEmpty ? [] : [.text(String(part))]
            }
            let names = part[..<end].split(separator: ".").map(String.init)
            return [.slot(names[0], names[1]), .text(String(part[part.index(after: end)...]))]
        }
    }

    private mutating func value(
        _ slot: String, _ patient: Person, _ staff: [Person],
        _ city: (city: String, state: String, code: String, zip: String),
        _ facility: String, _ mrn: String, _ account: String, _ serial: String, _ street: String, _ event: CalendarDay,
        _ birth: CalendarDay
    ) -> (String, String) {
        let member = pick(staff)
        let stranger = person()
        switch slot {
        case "patient": return ("\(patient.first) \(patient.last)", "NAME")
        case "patientFirst": return (patient.first, "NAME")
        case "patientLast": return (patient.last, "NAME")
        case "staff":
            return (pick(["\(member.first) \(member.last)", "\(member.first.prefix(1)). \(member.last)"]), "NAME")
        case "staffFirst": return (member.first, "NAME")
        case "staffLast": return (member.last, "NAME")
        case "mrn": return (mrn, "ID")
        case "account": return (account, "ID")
        case "device": return (serial, "SERIAL")
        case "city": return (pick([city.city, "\(city.city), \(city.code)"]), "LOCATION")
        case "address": return (street, "LOCATION")
        case "facility": return (facility, "FACILITY")
        case "date": return (day(event), "DATE")
        case "dob": return (day(birth), "DATE")
        case "user": return ("\(member.first.prefix(1))\(member.last)".lowercased().filter { $0 != "'" }, "NAME")
        case "initials": return ("\(member.first.prefix(1))\(member.last.prefix(1))", "NAME")
        case "typo": return (typo(member), "NAME")
        case "nick": return (nickname(staff + [patient]), "NAME")
        case "acronym": return (acronym(facility), "FACILITY")
        case "spaced": return ("\(mrn.prefix(2)) \(mrn.dropFirst(2).prefix(3)) \(mrn.suffix(3))", "ID")
        case "reversed": return ("\(patient.last), \(patient.first.prefix(1)).", "NAME")
        case "given": return (stranger.first, "NAME")
        case "family": return (stranger.last, "NAME")
        case "person": return ("\(stranger.first) \(stranger.last)", "NAME")
        case "other": return (pick(vocabulary.others), "FACILITY")
        case "phone":
            return (pick(["(509) 555-\(digits(4))", "509-555-\(digits(4))", "509.555.\(digits(4))"]), "PHONE")
        case "email":
            return (
                "\(stranger.first.prefix(1))\(stranger.last)@cancer-care.org".lowercased().filter { $0 != "'" }, "EMAIL"
            )
        case "id": return (pick(["INC\(digits(6))", digits(8), "RT-\(digits(7))"]), "ID")
        default:
            return (
                day(
                    CalendarDay(
                        year: 2024, month: Int.random(in: 1...12, using: &random),
                        day: Int.random(in: 13...28, using: &random))), "DATE"
            )
        }
    }

    private mutating func day(_ day: CalendarDay) -> String {
        let months = [
            "Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "October", "Nov", "December",
        ]
        return pick([
            "\(day.month)/\(day.day)/\(day.year)",
            "\(day.year)-\(day.month < 10 ? "0" : "")\(day.month)-\(day.day < 10 ? "0" : "")\(day.day)",
            "\(months[day.month - 1]) \(day.day), \(day.year)", "\(day.day) \(months[day.month - 1]) \(day.year)",
            "\(day.month)/\(day.day)/\(day.year % 100)",
        ])
    }

    private mutating func typo(_ person: Person) -> String {
        var letters = Array(
            person.last.count >= 5
                ? person.last : person.first.count >= 5 ? person.first : "\(person.first) \(person.last)")
        guard letters.count >= 5, letters.allSatisfy(\.isLetter) else { return String(letters) }
        let place = Int.random(in: 1..<letters.count - 1, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: letters.swapAt(place, place + 1)
        case 1: letters.remove(at: place)
        default: letters[place] = pick(Array("aeinrst"))
        }
        return String(letters)
    }

    private static let nicknames = [
        "Robert": "Bob", "James": "Jim", "Susan": "Sue", "Thomas": "Tom", "Michael": "Mike", "Deborah": "Deb",
        "William": "Bill",
        "Jonathan": "Jon", "Patricia": "Pat", "Catherine": "Cathy", "Gregory": "Greg", "Elizabeth": "Liz",
    ]

    private mutating func nickname(_ people: [Person]) -> String {
        people.compactMap { Self.nicknames[$0.first] }.first ?? "\(people[0].first) \(people[0].last.prefix(1))."
    }

    private func acronym(_ facility: String) -> String {
        String(facility.split(separator: " ").compactMap(\.first))
    }

    private mutating func styled(_ piece: Piece, _ style: Style) -> Piece {
        var piece = piece
        switch style {
        case .plain, .chart: break
        case .upper: piece.text = piece.text.uppercased()
        case .dictated:
            piece.text = piece.text.lowercased()
            if piece.kind == nil { piece.text = piece.text.replacing(", ", with: " ").replacing("; ", with: " ") }
        case .terse:
            guard piece.kind == nil else { break }
            for (long, short) in [
                (" the ", " "), (" was ", " "), (" patient", " pt"), ("treatment", "tx"), (" with ", " w/ "),
                (" and ", " & "), ("fraction", "fx"),
            ] {
                piece.text = piece.text.replacing(long, with: short)
            }
        case .misspelt:
            guard piece.kind == nil else { break }
            piece.text = piece.text.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
                var letters = Array(word)
                guard letters.count > 4, letters.allSatisfy({ $0.isLetter }),
                    Int.random(in: 0..<12, using: &random) == 0
                else { return String(word) }
                let place = Int.random(in: 1..<letters.count - 2, using: &random)
                letters.swapAt(place, place + 1)
                return String(letters)
            }.joined(separator: " ")
        case .translated:
            guard piece.kind == nil else { break }
            for (own, foreign) in [
                (" was ", " has been "), ("noticed", "has remarked"), (" patient", " ill person"),
                ("wrong", "not right"), (" from ", " of "),
            ] {
                piece.text = piece.text.replacing(own, with: foreign)
            }
        }
        return piece
    }
}

/// Always the same numbers for a seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
