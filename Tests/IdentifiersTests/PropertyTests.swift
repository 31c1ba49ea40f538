import Foundation
import Identifiers
import Testing

/// A small generator of the same numbers for the same seed.
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

/// Random reports with planted values: no value and no part of more than three letters may remain.
@Suite struct PropertyTests {
    static let firstNames = [
        "Grace", "José", "Zoë", "Anne-Marie", "Нина", "Δημήτρης", "小明", "Łukasz", "Chloé", "D'Angelo", "محمد", "Bo",
        "Mary Ann",
        "Søren", "Þóra", "Nguyễn", "İpek", "דנה", "ジロウ", "민수", "Faith", "Will", "Mark",
    ]
    static let lastNames = [
        "Gray", "Field", "Short", "Beam", "Block", "O'Neill", "García-Márquez", "van der Berg", "Иванова",
        "Παπαδόπουλος",
        "王", "Müller", "Nuñez", "St. John", "Ng", "Ødegård", "Weiß", "Al-Sayed", "DeLaCruz", "Strauß", "Smith Jones",
        "김",
        "שפירא", "Wood", "Rose", "Page", "Wedge", "Stone",
    ]
    static let cities = [
        "Springfield", "Grand Rapids", "St. Paul", "Bend", "Salem", "Cañon City", "New York", "Long Beach",
    ]
    static let states = ["Illinois", "Michigan", "Oregon", "Colorado", "North Dakota"]
    static let fillers = [
        "the therapist noticed", "a 3 mm shift", "fx 3/28", "per", "and", "5040 cGy/28,", "then", "signed by", "(see",
        "note)",
        "told", "at 08:15", "Dr.", "before treatment", "— no time out —", "MRN", "on the second arc.", "was present;",
        "\n", "\"",
    ]

    /// A value in one of many hurried spellings.
    static func spelling(_ value: String, _ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: value.uppercased()
        case 1: value.lowercased()
        case 2: value.decomposedStringWithCanonicalMapping
        case 3: value + "'s"
        case 4: value + "’s"
        case 5: value + String(Int.random(in: 0..<100, using: &random))
        case 6: "plan_" + value.replacingOccurrences(of: " ", with: "_") + "_v2"
        case 7: value.folding(options: .diacriticInsensitive, locale: nil)
        case 8: value.replacingOccurrences(of: " ", with: "\u{00A0}").replacingOccurrences(of: "-", with: "‑")
        case 9: value.map(String.init).joined(separator: "\u{200B}")
        case 10: "(" + value + ")"
        default: value
        }
    }

    static func person(_ first: String, _ last: String, _ random: inout SeededGenerator) -> String {
        let forms = [
            "\(first) \(last)", "\(last), \(first)", last, first, "\(first.prefix(1)). \(last)",
            "\(last) \(first.prefix(1))",
            "\(first.prefix(1))\(last)", "\(last)\(first.prefix(1))", "\(first)\(last)", "\(first)_\(last)",
            "\(first).\(last)",
            "\(first.prefix(1)).\(last)@clinic.org", "\(last)/\(first)",
        ]
        return spelling(forms[Int.random(in: forms.indices, using: &random)], &random)
    }

    static func number(_ digits: String, _ random: inout SeededGenerator) -> String {
        let separator = ["-", " ", ".", "/"][Int.random(in: 0..<4, using: &random)]
        let cut = Int.random(in: 1..<digits.count, using: &random)
        let forms = [
            digits, "00" + digits, String(digits.prefix(cut)) + separator + String(digits.dropFirst(cut)), "#" + digits,
            "MRN" + digits,
            digits + "A", digits.map(String.init).joined(separator: separator),
        ]
        return forms[Int.random(in: forms.indices, using: &random)]
    }

    /// Case- and diacritic-folded letters, written apart from the product's own folding.
    static func plain(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping
            .folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
            .replacingOccurrences(of: "\u{200B}", with: "").lowercased()
    }

    /// No filler has square brackets, so that all of them are marks.
    static func withoutMarks(_ text: String) -> String {
        text.replacing(/\[[A-Z0-9+ -]+\]/, with: "¤")
    }

    /// Folded values and their parts of more than three letters, but for those that the fillers hold too.
    static func parts(of values: [String]) -> Set<String> {
        let innocent = plain(fillers.joined(separator: " "))
        var parts: Set<String> = []
        for value in values.map(plain) {
            parts.insert(value)
            for part in value.split(whereSeparator: { !$0.isLetter }) { parts.insert(String(part)) }
        }
        return parts.filter { $0.count > 3 && !innocent.contains($0) }
    }

    @Test(arguments: 0..<8) func nothingPlantedRemains(block: Int) throws {
        var random = SeededGenerator(seed: UInt64(block) + 41)
        for round in 0..<400 {
            let people = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                (Self.firstNames.randomElement(using: &random)!, Self.lastNames.randomElement(using: &random)!)
            }
            let record = String(Int.random(in: 10_000...99_999_999, using: &random))
            let city = Self.cities.randomElement(using: &random)!
            let state = Self.states.randomElement(using: &random)!
            let roles: [KnownIdentifier.Role] = [.patient, .reporter, .oncologist, .staff]
            let context = IdentifierContext(
                known: zip(roles, people).map { role, person in
                    role == .staff
                        ? KnownIdentifier(role, "\(person.0) \(person.1) (dosimetrist)")
                        : KnownIdentifier(role, person.0, person.1)
                } + [KnownIdentifier(.number, record), KnownIdentifier(.location, "\(city), \(state)")])
            var words: [String] = []
            for _ in 0..<Int.random(in: 3...14, using: &random) {
                words.append(Self.fillers.randomElement(using: &random)!)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: words.append(Self.number(record, &random))
                case 1:
                    words.append(
                        Self.spelling([city, state, "\(city), \(state)"].randomElement(using: &random)!, &random))
                default:
                    let person = people.randomElement(using: &random)!
                    words.append(Self.person(person.0, person.1, &random))
                }
            }
            let source = words.joined(separator: " ")
            let texts = Scrubber().scrub([("1.8", source), ("2.40", String(source.prefix(80)))], context: context)
            let rest = Self.plain(Self.withoutMarks(texts[0].text))
            for part in Self.parts(of: people.flatMap { [$0.0, $0.1] } + [city, state]) {
                #expect(!rest.contains(part), "seed \(block), round \(round): \(source) -> \(texts[0].text)")
            }
            #expect(
                !rest.filter(\.isNumber).contains(record),
                "seed \(block), round \(round): \(source) -> \(texts[0].text)")
            let again = Scrubber().scrub(texts.map { ($0.element, $0.text) }, context: context)
            #expect(again.map(\.text) == texts.map(\.text))
            #expect(Scrubber().scrub([("1.8", texts[0].text)], context: .empty)[0].text == texts[0].text)
            #expect(LeakCheck().findings(in: texts.map { ($0.element, $0.text) }).isEmpty)
        }
    }

    /// Any text at all: no trap, no change the second time, and redactions in order inside the text.
    @Test(arguments: 0..<4) func anyTextIsHandled(block: Int) {
        var random = SeededGenerator(seed: UInt64(block) + 977)
        let alphabet =
            Array("aAbJS yo/-.:@#()[]'012345679 \n,éß\u{200B}\u{0301}½ﬁ王x+%\\_").map(String.init) + [
                " May ", " 3/14", " Smith", " MRN ", " Street", " IL ", "[DATE]", " age ", " www.", ".org", "://",
                " s/n ", " ext ",
            ]
        for _ in 0..<1500 {
            let source = (0..<Int.random(in: 1...60, using: &random)).map { _ in alphabet.randomElement(using: &random)!
            }.joined()
            let first = Scrubber().scrub([("1.8", source)], context: testContext)[0]
            let second = Scrubber().scrub([("1.8", first.text)], context: testContext)[0]
            #expect(first.text == second.text, "\(source)")
            #expect(LeakCheck().findings(in: [("1.8", first.text)]).isEmpty, "\(source)")
            var end = 0
            for redaction in first.redactions {
                #expect(redaction.range.lowerBound >= end && !redaction.range.isEmpty)
                end = redaction.range.upperBound
            }
            #expect(end <= source.unicodeScalars.count)
        }
    }
}
