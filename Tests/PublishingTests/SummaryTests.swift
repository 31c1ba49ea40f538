import AggregatorStore
import IncidentReports
import IncidentSpec
import Testing

@testable import Publishing

@Suite struct SummaryTests {
    @Test(arguments: [
        (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (20, 200, 0.0657, 0.1494),
    ])
    func wilsonIntervalsAreThoseOfTheTextbook(count: Int, total: Int, lower: Double, upper: Double) {
        let interval = WilsonInterval(count: count, total: total)
        #expect(abs(interval.lower - lower) < 0.0001)
        #expect(abs(interval.upper - upper) < 0.0001)
    }

    /// A summary of a practice that sent so many actual incidents and near misses, next to 400 and 600 nationally.
    private func summary(incidents: Int, nearMisses: Int) throws -> Publication {
        func counted(_ incidents: Int, _ nearMisses: Int, practices: Int) -> CountedTables {
            func counts(_ rows: [(Int16?, Int)]) -> [ReportCount] {
                rows.filter { $0.1 > 0 }.map {
                    ReportCount(row: $0.0, column: nil, reports: $0.1, practices: practices)
                }
            }
            let total = incidents + nearMisses
            let asked = [nil, Int16(1)].map {
                ReportCount(row: 105, column: $0, reports: total, practices: practices)
            }
            return CountedTables(
                tables: [
                    "forms": counts([(4, total), (nil, total)]), "completeness": asked,
                    "incident_type": counts([(1, incidents), (2, nearMisses), (nil, total)]),
                ], dataThrough: nil, specifications: ["2012"])
        }
        let national = AggregateReport.make(counted(400, 600, practices: 30), .v2012, Fixture.period, .init())
        return PracticeSummary.make(
            counted(incidents, nearMisses, practices: 1), practice: "A-1", national: try Fixture.frozen(national),
            .v2012, Fixture.period)
    }

    @Test func aClearDifferenceIsSaidWithHowSureItIs() throws {
        let text = try summary(incidents: 10, nearMisses: 90).sentences.joined(separator: "\n")
        #expect(text.contains("100 reports of your practice are counted."))
        #expect(
            text.contains(
                """
                Incident type: actual incident in 10.0 % of your 100 reports (95 % interval 5.5 % to 17.4 %), \
                nationally 40.0 %: less often than chance alone would explain.
                """))
        #expect(text.contains("1 share was compared"))
    }

    @Test func aDifferenceThatChanceExplainsIsNot() throws {
        let text = try summary(incidents: 9, nearMisses: 11).sentences.joined(separator: "\n")
        #expect(!text.contains("more often"))
        #expect(!text.contains("less often"))
        #expect(text.contains("0 of the national ones lie outside"))
    }

    @Test func tooFewReportsAreNotCompared() throws {
        let summary = try summary(incidents: 0, nearMisses: 10)
        let text = summary.sentences.joined(separator: "\n")
        #expect(text.contains("With fewer than 11 reports a share says little"))
        #expect(!text.contains("nationally"))
        let types = try #require(summary.sections.first { $0.name == "incident_type" })
        #expect(types.cells[1][0].count == 10)
        #expect(types.cells[1][0].percent == nil)
        #expect(types.national?.cells[1][0].percent == 60)
    }

    @Test func noReportIsSaidPlainly() throws {
        let summary = try summary(incidents: 0, nearMisses: 0)
        #expect(
            summary.sentences == ["No report of an incident in this period has been received from your practice."])
    }

    @Test func whatNobodyWasAskedIsNotAZero() throws {
        let summary = try summary(incidents: 5, nearMisses: 5)
        let classes = try #require(summary.sections.first { $0.name == "incident_class" })
        #expect(classes.cells.joined().allSatisfy { $0.status == .notAsked })
        let html = Renderer.html(of: try Fixture.frozen(summary))
        #expect(html.contains("<td class=\"not-asked\"><span class=\"figure\">not asked</span></td>"))
    }

    @Test func anEmptyPeriodIsSaidPlainly() {
        let empty = AggregateReport.make(
            CountedTables(tables: [:], dataThrough: nil, specifications: []), .v2012, Fixture.period, .init())
        #expect(empty.sentences == ["No report of an incident in this period has been received."])
        #expect(empty.sections.allSatisfy { $0.n.status == .zero })
        #expect(empty.specification == "2012")
    }
}
