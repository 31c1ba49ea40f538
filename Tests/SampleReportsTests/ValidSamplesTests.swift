import Foundation
import IncidentReports
import IncidentSpec
import Testing

@testable import SampleReports

@Suite struct ValidSamplesTests {
    private let today = CalendarDate(year: 2027, month: 1, day: 1)

    /// What the specification says against a report, warnings included.
    private func findings(_ json: Data) throws -> [String] {
        let specification = Specification.v2012
        let report = try JSONValue(parsing: json)
        let reader = ValueReader(specification, leniency: .exact)
        var answers: IncidentReports.Answers = [:]
        for group in ["elements", "extensions"] {
            let fields = try #require(report[group]?.object)
            for (name, value) in fields {
                let element = try #require(specification[name: name], "no element \(name)")
                #expect(element.number.description.hasPrefix("X.") == (group == "extensions"))
                answers[element.number] = try reader.read(value, for: element)
            }
        }
        return Validation(specification).findings(in: answers, today: try #require(today)).map(\.description)
    }

    @Test func generatedReportsBreakNoRule() throws {
        for report in SampleGenerator(SampleOptions(practices: 40, reports: 3_000, seed: 17)) {
            #expect(try findings(Data(report.json.utf8)) == [], "\(report.practice) \(report.localID)")
        }
    }

    @Test func everyKindOccursAndAnswersMostElements() throws {
        var names: Set<String> = []
        for report in SampleGenerator(SampleOptions(practices: 40, reports: 4_000, seed: 2)) {
            names.formUnion(
                try JSONValue(parsing: Data(report.json.utf8))["elements"]?.object.map { Set($0.keys) } ?? [])
        }
        #expect(Specification.v2012.elements.filter { !names.contains($0.name) }.map(\.name) == [])
    }

    @Test(arguments: ["feet-first-mr-reversal", "wrong-plan-transferred", "open-mlc-imrt"])
    func scenarioIsCompleteAndBreaksNoRule(name: String) throws {
        let file = URL(filePath: #filePath).appending(path: "../../../Samples/scenarios/\(name).json").standardized
        let json = try Data(contentsOf: file)
        #expect(try findings(json) == [])
        let elements = try #require(try JSONValue(parsing: json)["elements"]?.object)
        for element in Specification.v2012.elements where element.level == .required {
            #expect(elements[element.name] != nil, "\(element.number)")
        }
        #expect(elements.count >= 60)
        let narrative = try #require(elements["incidentDescription"]?.string)
        #expect(narrative.contains(try #require(elements["patientLastName"]?.string)))
    }
}

@Suite struct IncidentKindTests {
    @Test func stepsAndCausesExist() {
        let specification = Specification.v2012
        let causes = specification.lists.values.flatMap { $0.options.map(\.code) }
        for kind in IncidentKind.all {
            #expect(kind.causes.allSatisfy(causes.contains), "\(kind.name)")
            guard let map = kind.map else { continue }
            for origin in kind.origins {
                #expect(kind.found.contains { $0 > origin }, "\(kind.name)")
            }
            let steps = (kind.origins + kind.found).map(map.value)
            #expect(steps.allSatisfy(causes.contains), "\(kind.name)")
            #expect(kind.found.allSatisfy { Phrases.finding($0, map).templates.count > 2 }, "\(kind.name)")
        }
    }

    @Test func safetyBarriersAreThoseOfTheSpecification() {
        let marked = Specification.v2012.processSteps.filter(\.safetyBarrier).map(\.storage)
        let ours = ProcessMap.external.safetyBarriers.map { Int16(10_000 + $0) }
        #expect(marked.filter { $0 < 20_000 }.sorted() == ours)
        #expect(
            marked.filter { $0 > 20_000 }.sorted() == ProcessMap.brachytherapy.safetyBarriers.map { Int16(20_000 + $0) }
        )
    }
}
