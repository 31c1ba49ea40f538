import AggregatorStore
import Foundation
import IncidentReports
import IncidentSpec
import Postgres
import TestSupport
import Testing

@Suite struct CompletenessTests {
    /// The lines of one element.
    private func lines(_ element: Int16, _ seed: Seed) async throws -> [String] {
        try await seed.counts("completeness").filter { $0.hasPrefix("\(element) ") }
    }

    @Test func everyReadableElementIsCounted() async throws {
        try await Seed.with { seed in
            let specification = Specification.v2012
            // Every companion's option is chosen, so that every element is asked.
            let companions = specification.allElements.filter(\.leavesReadable).compactMap { element in
                element.companionOf.flatMap { companion -> (owner: DataElement, code: Int16)? in
                    guard let owner = specification[companion.element],
                        let option = specification.list(of: owner)?[code: companion.option]
                    else { return nil }
                    return (owner, option.storage)
                }
            }
            for companion in companions {
                let number = companion.owner.number
                if companion.owner.multiple {
                    let element = Int16(number.form) * 100 + Int16(number.index)
                    try await seed.add(seed.alpha, answers: [(element, companion.code)])
                } else {
                    try await seed.add(seed.alpha, [companion.owner.columnName: companion.code])
                }
            }
            let counted = try await seed.count(["completeness"]).tables["completeness"]!
            let asked = specification.allElements.filter(\.isAnswerThatLeaves)
            let expected = asked.map {
                Int16($0.number.form) * 100 + Int16($0.number.index)
            }
            #expect(Set(counted.compactMap(\.row)) == Set(expected))
            #expect(counted.last { $0.row == nil }?.reports == companions.count)
            for element in asked {
                let row = Int16(element.number.form) * 100 + Int16(element.number.index)
                let asked = counted.first { $0.row == row && $0.column == nil }?.reports
                #expect(asked == (element.companionOf == nil ? companions.count : 1), "element \(element.number)")
            }
        }
    }

    @Test func everyColumnIsReadUnderItsOwnElement() async throws {
        try await Seed.with { seed in
            let single = Specification.v2012.allElements.filter { $0.isAnswerThatLeaves && !$0.multiple }
            let values: [ElementType: String] = [
                .date: "'2025-11-15'", .time: "'10:00'", .text: "'x'", .integer: "1", .real: "1", .option: "1",
            ]
            for element in single where element.companionOf == nil && element.columnName != "incident_date" {
                let id = UUID()
                try await seed.add(seed.alpha, id: id, on: "2025-11-15")
                try await seed.aggregator.database.pool.withConnection { connection in
                    _ = try await connection.query(
                        """
                        UPDATE report SET \(identifier: element.columnName) = \(unescaped: values[element.type]!)
                        WHERE report_id = \(id)
                        """)
                }
                let row = Int16(element.number.form) * 100 + Int16(element.number.index)
                let answered = try await seed.counts("completeness").filter {
                    $0.split(separator: " ")[1] == "1" && !$0.hasPrefix("101 ")
                }
                #expect(answered == ["\(row) 1 1 1"], "element \(element.number)")
                try await seed.aggregator.database.pool.withConnection { connection in
                    _ = try await connection.query("DELETE FROM report")
                }
            }
        }
    }

    @Test func knownUnknownNotApplicableAndBlankAreToldApart() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, ["patient_race": 2])
            try await seed.add(seed.alpha, ["patient_race": 9])
            try await seed.add(seed.beta, ["patient_race": 9])
            try await seed.add(seed.beta, ["patient_race": 10])
            try await seed.add(seed.beta)
            #expect(
                try await lines(204, seed) == ["204 1 1 1", "204 2 2 2", "204 3 1 1", "204 4 1 1", "204 - 5 2"])
        }
    }

    @Test func unknownAndNotApplicableAreToldApartInEveryElement() async throws {
        let specification = Specification.v2012
        let states: [OptionMeaning: Int] = [.unknown: 2, .notApplicable: 3]
        try await Seed.with { seed in
            var expected: [String] = []
            for element in specification.allElements where element.leavesReadable && element.type == .option {
                let row = Int16(element.number.form) * 100 + Int16(element.number.index)
                var seen: [Int: Int] = [:]
                for option in specification.list(of: element)?.options ?? [] {
                    guard let state = option.meaning.flatMap({ states[$0] }) else { continue }
                    if element.multiple {
                        try await seed.add(seed.alpha, answers: [(row, option.storage)])
                    } else {
                        try await seed.add(seed.alpha, [element.columnName: option.storage])
                    }
                    seen[state, default: 0] += 1
                }
                expected += seen.map { "\(row) \($0.key) \($0.value) 1" }
            }
            let found = try await seed.counts("completeness").filter {
                ["2", "3"].contains($0.split(separator: " ")[1])
            }
            #expect(Set(found) == Set(expected))
            #expect(expected.count > 20)
        }
    }

    @Test func answersToFormsThatWereNotAskedAreLeftOut() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, analysis: false, response: false, ["gender": 9, "incident_closed": 1])
            try await seed.add(seed.alpha, ["person_affected": 1, "person_affected_count": 3])
            #expect(try await lines(205, seed) == ["205 4 1 1", "205 - 1 1"])
            #expect(try await lines(307, seed) == ["307 4 1 1", "307 - 1 1"])
            #expect(try await lines(904, seed).isEmpty)
        }
    }

    @Test func whatWasNotAskedIsNotCounted() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, analysis: false, response: false)
            try await seed.add(seed.alpha, notAsked: [205, 217])
            try await seed.add(seed.beta, ["gender": 1])
            #expect(try await lines(205, seed) == ["205 1 1 1", "205 - 1 1"])
            #expect(try await lines(217, seed) == ["217 4 1 1", "217 - 1 1"])
            #expect(try await lines(105, seed) == ["105 4 3 2", "105 - 3 2"])
            #expect(try await lines(302, seed) == ["302 4 2 2", "302 - 2 2"])
        }
    }

    @Test func answersOfSeveralCountOnceAReport() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, answers: [(302, 1), (302, 2)])
            try await seed.add(seed.beta, answers: [(302, 7)])
            try await seed.add(seed.beta, answers: [(302, 9)])
            let amended = UUID()
            try await seed.add(seed.beta, id: amended, answers: [(302, 1)])
            try await seed.add(seed.beta, id: amended, revision: 2)
            #expect(
                try await lines(302, seed) == ["302 1 1 1", "302 2 1 1", "302 3 1 1", "302 4 1 1", "302 - 4 2"])
        }
    }

    @Test func companionsAreAskedWhereTheirOptionWasChosen() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, ["person_affected": 2, "person_affected_count": 4])
            try await seed.add(seed.beta, ["person_affected": 1])
            try await seed.add(seed.beta, answers: [(217, 14)])
            try await seed.add(seed.beta, notAsked: [909], answers: [(217, 14)])
            #expect(try await lines(904, seed) == ["904 1 1 1", "904 - 1 1"])
            #expect(try await lines(909, seed) == ["909 4 1 1", "909 - 1 1"])
        }
    }
}
