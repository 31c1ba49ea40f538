import AggregatorStore
import Foundation
import IncidentReports
import Testing

@Suite struct OneWayTableTests {
    @Test func onlyTheLatestRevisionCounts() async throws {
        try await Seed.with { seed in
            let amended = UUID()
            try await seed.add(seed.alpha, id: amended, ["incident_type": 1])
            try await seed.add(seed.alpha, id: amended, revision: 2, ["incident_type": 2])
            try await seed.add(seed.beta, ["incident_type": 2])
            #expect(try await seed.counts("incident_type") == ["2 - 2 2", "- - 2 2"])
        }
    }

    @Test func aReportAmendedOutOfThePeriodIsGone() async throws {
        try await Seed.with { seed in
            let amended = UUID()
            try await seed.add(seed.alpha, id: amended, ["incident_type": 1])
            try await seed.add(seed.alpha, id: amended, revision: 2, on: "2025-09-30", ["incident_type": 1])
            #expect(try await seed.counts("incident_type") == [])
        }
    }

    @Test func thePeriodTakesItsFirstDayAndNotTheDayAfterIt() async throws {
        try await Seed.with { seed in
            for day in ["2025-09-30", "2025-10-01", "2025-12-31", "2026-01-01"] {
                try await seed.add(seed.alpha, on: day, ["incident_type": 1])
            }
            #expect(try await seed.counts("incident_type") == ["1 - 2 1", "- - 2 1"])
        }
    }

    @Test(arguments: [
        ("incident_type", "incident_type"), ("incident_class", "incident_class"),
        ("person_affected", "person_affected"), ("modality", "treatment_modality"),
        ("patient_notified", "patient_notified"),
    ])
    func eachOptionIsCountedWithItsPractices(table: String, column: String) async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, [column: 1])
            try await seed.add(seed.alpha, [column: 1])
            try await seed.add(seed.beta, [column: 1])
            try await seed.add(seed.beta, [column: 2])
            // Left blank.
            try await seed.add(seed.beta)
            #expect(try await seed.counts(table) == ["1 - 3 2", "2 - 1 1", "- - 4 2"])
            #expect(try await seed.counts(table, of: seed.beta) == ["1 - 1 1", "2 - 1 1", "- - 2 1"])
        }
    }

    @Test(arguments: [("technique", 217), ("error_type", 234), ("intervention", 302)])
    func aReportCountsInEachOptionItNamesAndOnceInAll(table: String, element: Int16) async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, answers: [(element, 3), (element, 5)])
            try await seed.add(seed.beta, answers: [(element, 3), (element + 1, 4)])
            let amended = UUID()
            try await seed.add(seed.beta, id: amended, answers: [(element, 1)])
            try await seed.add(seed.beta, id: amended, revision: 2)
            #expect(try await seed.counts(table) == ["3 - 2 2", "5 - 1 1", "- - 2 2"])
        }
    }

    @Test func severalCausesOfOneBranchCountOnce() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, answers: [(244, 1000), (244, 1111), (244, 1480), (244, 3100)])
            try await seed.add(seed.beta, answers: [(244, 3000)])
            #expect(try await seed.counts("causes") == ["1 - 1 1", "3 - 2 2", "- - 2 2"])
            #expect(try await seed.counts("causes", of: seed.beta) == ["3 - 1 1", "- - 1 1"])
        }
    }

    @Test func formsAreToldApart() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, analysis: false, response: false)
            try await seed.add(seed.alpha, analysis: true, response: false)
            try await seed.add(seed.beta, analysis: true, response: true)
            try await seed.add(seed.beta, analysis: false, response: true)
            #expect(try await seed.counts("forms") == ["1 - 1 1", "2 - 1 1", "3 - 1 1", "4 - 1 1", "- - 4 2"])
        }
    }

    @Test func anAmendmentDoesNotMakeAReportLate() async throws {
        try await Seed.with { seed in
            try await seed.add(seed.alpha, received: "2026-02-14")
            try await seed.add(seed.alpha, received: "2026-02-15")
            let amended = UUID()
            try await seed.add(seed.beta, id: amended, received: "2025-12-01")
            try await seed.add(seed.beta, id: amended, revision: 2, received: "2026-05-01")
            #expect(try await seed.counts("late_arrivals") == ["1 - 2 2", "2 - 1 1", "- - 3 2"])
        }
    }

    @Test func whatWasCountedIsDatedAndVersioned() async throws {
        try await Seed.with { seed in
            #expect(try await seed.count([]).dataThrough == nil)
            try await seed.add(seed.alpha, received: "2025-12-01")
            try await seed.add(seed.beta, received: "2026-01-05")
            try await seed.add(seed.beta, on: "2025-01-01", received: "2026-03-01")
            let counted = try await seed.count([])
            #expect(counted.dataThrough?.description == "2026-01-05")
            #expect(counted.specifications == ["2012"])
            #expect(try await seed.count([], of: seed.alpha).dataThrough?.description == "2025-12-01")
        }
    }

    @Test func everyFileCanBeCounted() async throws {
        try await Seed.with { seed in
            #expect(ReportCounts.tableNames.count == 22)
            let counted = try await seed.count(ReportCounts.tableNames)
            #expect(counted.tables.values.allSatisfy { $0.allSatisfy { $0.reports == 0 } })
        }
    }
}
