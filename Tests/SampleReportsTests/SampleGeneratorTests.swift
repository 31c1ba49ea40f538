import Foundation
import Testing

@testable import SampleReports

/// A few thousand reports, made once for all tests.
private let options = SampleOptions(practices: 30, reports: 4_000, seed: 11)
private let generator = SampleGenerator(options)
private let reports = Array(generator)
private let originals = reports.filter { $0.revision == 1 }

@Suite struct SampleGeneratorTests {
    @Test func writesTheSameBytesTwice() throws {
        let small = SampleOptions(practices: 5, reports: 200, seed: 42)
        let first = try Self.files(of: SampleGenerator(small))
        let second = try Self.files(of: SampleGenerator(small))
        #expect(first.count == 11)
        #expect(first == second)
        let other = try Self.files(of: SampleGenerator(SampleOptions(practices: 5, reports: 200, seed: 43)))
        #expect(first["P001/reports.jsonl"] != other["P001/reports.jsonl"])
    }

    /// Hashing of sets and dictionaries differs from process to process, which two runs in one process cannot show.
    @Test func writesTheSameBytesInEveryProcess() {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for report in SampleGenerator(SampleOptions(practices: 4, reports: 100, seed: 1)) {
            for byte in report.json.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        #expect(
            digest == 14_610_196_231_130_655_679,
            "if the wording was changed on purpose, write the new digest here")
    }

    @Test func filesHoldWhatTheSequenceGives() throws {
        let small = SampleGenerator(SampleOptions(practices: 3, reports: 60, seed: 5))
        let files = try Self.files(of: small)
        for (index, practice) in small.practices.enumerated() {
            let lines = String(decoding: try #require(files["\(practice.code)/reports.jsonl"]), as: UTF8.self)
            #expect(lines == small.filter { $0.practice == index }.map { $0.json + "\n" }.joined())
        }
        let planted = String(decoding: try #require(files["planted.jsonl"]), as: UTF8.self)
        #expect(planted.split(separator: "\n").count == small.reduce(0) { count, _ in count + 1 })
    }

    @Test func givesTheNumbersAskedFor() {
        #expect(generator.practices.count == 30)
        #expect(Set(generator.practices.map(\.code)).count == 30)
        #expect(originals.count == 4_000)
        #expect(Set(originals.map { "\($0.practice)/\($0.localID)" }).count == 4_000)
    }

    @Test func largestPracticeFilesManyTimesTheSmallest() {
        let counts = (0..<30).map { index in originals.filter { $0.practice == index }.count }
        #expect(counts == counts.sorted(by: >))
        #expect(counts[0] > 5 * counts[29])
        #expect(counts[29] > 0)
    }

    @Test func arrivalsAreInOrderWithAmendmentsAndLateOnes() throws {
        for index in 0..<30 {
            let days = reports.filter { $0.practice == index }.map(\.arrivalDate)
            #expect(days == days.sorted())
        }
        let amendments = reports.filter { $0.revision == 2 }
        #expect((80...320).contains(amendments.count))
        for amendment in amendments {
            let original = try #require(
                originals.first { $0.practice == amendment.practice && $0.localID == amendment.localID })
            #expect(original.arrivalDate < amendment.arrivalDate)
            #expect(original.json != amendment.json)
            #expect(original.incidentDate == amendment.incidentDate)
        }
        let late = originals.filter { $0.arrivalDate.number - $0.incidentDate.number > 90 }
        #expect((100...800).contains(late.count))
    }

    @Test func incidentsStayInTheQuarters() {
        let first = options.firstQuarter.firstDay
        let last = SampleQuarter(year: 2026, quarter: 1).firstDay
        #expect(reports.allSatisfy { $0.incidentDate >= first && $0.incidentDate < last })
        let one = SampleOptions(
            practices: 2, reports: 300, seed: 3, firstQuarter: SampleQuarter(year: 2023, quarter: 4),
            lastQuarter: SampleQuarter(year: 2023, quarter: 4))
        #expect(SampleGenerator(one).allSatisfy { $0.incidentDate.description.hasPrefix("2023-1") })
    }

    @Test func proportionsAreRealistic() throws {
        let elements = try originals.map { try Answers($0).elements }
        let nearMisses = elements.filter { $0["incidentType"] as? Int == 2 }.count
        #expect((2_200...2_800).contains(nearMisses))
        let scores = elements.compactMap { $0["medicalSeverity"] as? Int }
        #expect(scores.filter { $0 <= 2 }.count > scores.filter { $0 >= 3 }.count)
        #expect(scores.contains { $0 >= 9 })
        #expect(elements.contains { $0["medicalSeverity"] as? String == "unknown" })
        let responded = elements.filter { $0["incidentClosed"] != nil || $0["intervention"] != nil }.count
        #expect((1_600...3_400).contains(responded))
        #expect(Set(elements.compactMap { ($0["causes"] as? [Any])?.count }) == [1, 2, 3, 4])
    }

    @Test func twoPracticesDifferFromTheNation() throws {
        func share(_ practice: Int?, _ test: ([String: Any]) -> Bool) throws -> Double {
            let chosen = try originals.filter { practice == nil || $0.practice == practice }.map {
                try Answers($0).elements
            }
            return Double(chosen.filter(test).count) / Double(chosen.count)
        }
        let isNear = { (elements: [String: Any]) in elements["incidentType"] as? Int == 2 }
        let isSevere = { (elements: [String: Any]) in (elements["medicalSeverity"] as? Int ?? 0) >= 5 }
        #expect(try share(2, isNear) < share(nil, isNear) - 0.15)
        #expect(try share(6, isSevere) > 1.8 * share(nil, isSevere))
    }

    private static func files(of generator: SampleGenerator) throws -> [String: Data] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "samples-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try generator.write(to: folder)
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.contains(".json") {
            files[path] = try Data(contentsOf: folder.appending(path: path))
        }
        return files
    }
}

@Suite struct PlantedIdentifierTests {
    @Test func everyPlantedValueStandsInItsElement() throws {
        for report in reports {
            let elements = try Answers(report).elements
            for planted in report.planted {
                let answer = elements[planted.element]
                let text = (answer as? [String])?.joined(separator: "\n") ?? answer as? String ?? ""
                #expect(text.contains(planted.value), "\(planted.element) of \(report.localID)")
            }
        }
    }

    @Test func aboutHalfOfTheNarrativesNameSomeone() {
        let narratives = Set(["incidentDescription", "howDiscovered", "reporterAction", "incidentAnalysis"])
        let naming = originals.filter { $0.planted.contains { narratives.contains($0.element) } }.count
        #expect((1_600...2_400).contains(naming))
    }

    @Test func everyKindAndFormOccurs() {
        let planted = reports.flatMap(\.planted)
        #expect(Set(planted.map(\.kind)) == Set(PlantedIdentifier.Kind.allCases))
        #expect(Set(planted.map(\.form)) == Set(PlantedIdentifier.Form.allCases))
    }

    /// "Known" must be true, or the recall measured against it would be wrong.
    @Test func knownNamesStandInFieldOrRoster() throws {
        for report in reports {
            let practice = generator.practices[report.practice]
            let elements = try Answers(report).elements
            let fields = ["patientFirstName", "patientLastName", "patientMedicalRecordNumber"]
            var known = fields.compactMap { elements[$0] as? String }
            known += practice.staff.flatMap { [$0.first, $0.last] }
            let words = Set(known.map { $0.lowercased() })
            for planted in report.planted where planted.form == .known {
                guard [.patientName, .staffName, .recordNumber].contains(planted.kind) else { continue }
                let parts = planted.value.lowercased().split { $0 == " " || $0 == "," }.map(String.init)
                #expect(parts.allSatisfy(words.contains), "\(planted.element) of \(report.localID)")
            }
        }
    }
}

@Suite struct CivilDayTests {
    @Test func agreesWithTheCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for number in stride(from: 0, to: 40_000, by: 17) {
            let day = CivilDay(number: number)
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(number) * 86_400))
            #expect(day.parts.year == parts.year && day.parts.month == parts.month && day.parts.day == parts.day)
            #expect(CivilDay(year: day.parts.year, month: day.parts.month, day: day.parts.day) == day)
        }
    }
}

/// The parsed JSON of a report.
struct Answers {
    let elements: [String: Any]

    init(_ report: SampleReport) throws {
        let object = try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any]
        elements = try #require(object?["elements"] as? [String: Any])
        #expect(object?["localId"] as? String == report.localID)
    }
}
