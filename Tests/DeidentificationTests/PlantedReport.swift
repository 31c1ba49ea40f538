import Deidentification
import Foundation
import IncidentReports
import IncidentSpec

/// A generator that always gives the same numbers for a seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// A random report whose identifiers are words of no language, so that any part of one that turns up is a leak.
struct PlantedReport {
    let report: IdentifiedReport
    /// Every identifier in the report's stripped and sealed elements.
    let secrets: [String]

    init(seed: UInt64, specification: Specification = .v2012) {
        var random = SeededRandom(seed: seed)
        var answers: Answers = [:]
        var secrets: [String] = []
        func number(_ text: String) -> ElementNumber { ElementNumber(text)! }
        func put(_ element: String, _ text: String) {
            answers[number(element)] = .text(text)
            secrets.append(text)
        }
        let patient = (first: Self.name(&random), last: Self.surname(&random))
        let record = Self.record(&random)
        let oncologist = (first: Self.name(&random), last: Self.surname(&random))
        let staff = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            "\(Self.name(&random)) \(Self.surname(&random))"
        }
        let city = Self.name(&random)
        put("1.11", patient.first)
        put("1.12", patient.last)
        put("1.13", record)
        put("1.15", Self.name(&random))
        put("1.16", Self.surname(&random))
        put("2.1", "\(city), Washington")
        put("2.2", "linacs=3; name=\(Self.name(&random))")
        put("2.7", "Dr. \(oncologist.first) \(oncologist.last)")
        put("2.19", Self.name(&random))
        put("2.20", Self.surname(&random))
        answers[number("2.33")] = .texts(
            staff.map { "\($0) (\(Bool.random(using: &random) ? "physicist" : "therapist"))" })
        secrets += staff
        answers[number("2.3")] = .integer(Int.random(in: 0...104, using: &random))
        answers[number("1.17")] = .option(4)
        answers[number("2.43")] = .texts(["\(patient.last)-portal.png"])

        let day = CalendarDate(daysSince1970: 20_000 + Int.random(in: 0...300, using: &random))
        answers[number("1.1")] = .date(day)
        answers[number("1.5")] = .option(1)
        answers[number("1.6")] = .option(1)
        answers[number("1.7")] = .integer(2)
        answers[number("2.37")] = .option(3)
        answers[number("2.38")] = .option(2)
        answers[number("2.44")] = .options([1111, 1480])
        answers[number("2.17")] = .options([2, 3])
        answers[number("2.14")] = .real(50.4)

        var mentions =
            Self.mentions(patient) + Self.mentions(oncologist) + staff + [
                record, "MRN \(record)", "#\(record)", city, "\(city), WA", "\(day.month)/\(day.day)/\(day.year)",
                "\(patient.first.lowercased()).\(patient.last.lowercased())@mail.example", "509-555-0142",
                "078-05-1120",
            ]
        mentions += (answers[number("1.16")]?.textValues ?? []) + (answers[number("2.20")]?.textValues ?? [])
        for element in specification.allElements where element.edge == .scrub {
            guard Int.random(in: 0..<3, using: &random) > 0 || element.number == number("1.8") else { continue }
            let count = element.maxLength ?? 0 > 1000 ? Int.random(in: 1...4, using: &random) : 1
            let text = (0..<count).map { _ in Self.sentence(mentions, &random) }.joined(separator: " ")
            answers[element.number] = .text(String(text.prefix(element.maxLength ?? 200)))
        }
        report = IdentifiedReport(
            localID: "L\(seed)", id: ReportID(), revision: 1, specification: specification.version,
            forms: [.report, .analysis, .response], notAsked: [], answers: answers)
        self.secrets = secrets
    }

    /// Runs of four letters or digits of the secrets, lower case and without diacritics.
    var parts: Set<String> {
        var parts: Set<String> = []
        for secret in secrets {
            let folded = secret.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            for run in folded.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) where run.count >= 4 {
                guard !Self.innocent.contains(String(run)) else { continue }
                let letters = Array(run)
                for start in 0...letters.count - 4 { parts.insert(String(letters[start..<start + 4])) }
            }
        }
        return parts
    }

    /// Words beside the identifiers: keys of the facility profile and a state.
    private static let innocent: Set<String> = ["linacs", "name", "washington"]

    private static let syllables = ["zorq", "vexu", "jyxo", "qwim", "xulp", "zwej", "kjor", "pfux", "vrax", "djiq"]

    private static func name(_ random: inout SeededRandom) -> String {
        (syllables.randomElement(using: &random)! + syllables.randomElement(using: &random)!
            + syllables.randomElement(using: &random)!).capitalized
    }

    private static func surname(_ random: inout SeededRandom) -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: "\(name(&random))-\(name(&random))"
        case 1: "O'\(name(&random))"
        case 2: name(&random).replacing("o", with: "ö").replacing("u", with: "ú")
        case 3: name(&random).uppercased()
        default: name(&random)
        }
    }

    private static func record(_ random: inout SeededRandom) -> String {
        // Digits that no dose, day or telephone number of the texts has in a row.
        let digits = (0..<8).map { _ in ["7", "8", "9"].randomElement(using: &random)! }.joined()
        return Bool.random(using: &random) ? digits : "QX\(digits)"
    }

    private static func mentions(_ person: (first: String, last: String)) -> [String] {
        [
            "\(person.first) \(person.last)", "\(person.last), \(person.first)", person.last, person.first,
            person.last.uppercased(), person.last.lowercased(), "\(person.first.prefix(1)). \(person.last)",
            "\(person.last)'s", "Mr. \(person.last)", "\(person.first.prefix(1))\(person.last)".lowercased(),
        ]
    }

    private static func sentence(_ mentions: [String], _ random: inout SeededRandom) -> String {
        let mention = mentions.randomElement(using: &random)!
        return [
            "The field was shifted for \(mention) by 2 cm.", "\(mention) noticed it at fx 3/28.",
            "Plan of 5040 cGy sent, see \(mention)", "per \(mention), couch at 90", "wrong isocenter (\(mention))",
        ].randomElement(using: &random)!
    }
}

/// What the tests need to seal and open.
struct TestPractice {
    let code = PracticeCode("P001")!
    let key: SealingKey
    let certificate: SealingCertificate
    let deidentifier: Deidentifier

    init() throws {
        (key, certificate) = try SealingKey.generate(commonName: "practice-1", validFrom: Date(), validForDays: 10)
        let recovery = try SealingKey.generate(commonName: "recovery-1", validFrom: Date(), validForDays: 10)
        deidentifier = Deidentifier(
            .v2012, practice: code, sealer: try Sealer(recipients: [certificate, recovery.certificate]))
    }
}
