import Foundation
import IncidentSpec
import Testing

@testable import Publishing

/// Looks for small figures in everything that is given out.
@Suite struct SuppressionTests {
    private let publication = Fixture.aggregate

    private func cells(_ table: PublishedTable) -> [PublishedCell] {
        let coverage = table.coverage.flatMap { [$0.asked, $0.answered, $0.unknown] }
        return Array(table.cells.joined()) + (table.rowTotals ?? []) + (table.columnTotals ?? []) + [table.n] + coverage
    }

    @Test func theFixtureHasSomethingToHide() {
        let cells = publication.sections.flatMap(cells)
        #expect(cells.contains { $0.status == .suppressed && $0.reason == "tooFewReports" })
        #expect(cells.contains { $0.status == .suppressed && $0.reason == "complementary" })
        #expect(cells.contains { $0.status == .zero })
        #expect(cells.contains { $0.status == .value })
    }

    @Test func noCellOfTheDocumentIsBelowTheThreshold() {
        for table in publication.sections + publication.trends {
            for cell in cells(table) {
                switch cell.status {
                case .value:
                    #expect(cell.count ?? 0 >= 11 && cell.practices ?? 0 >= 3, "\(table.name)")
                case .zero:
                    #expect(cell.count == 0 && cell.practices == nil)
                case .suppressed, .notAsked:
                    #expect(cell.count == nil && cell.practices == nil && cell.percent == nil, "\(table.name)")
                }
            }
        }
    }

    @Test func noFieldOfTheCSVIsBelowTheThreshold() throws {
        let lines = Renderer.csv(of: try Fixture.frozen(publication)).components(separatedBy: "\r\n").dropFirst()
        for line in lines where !line.isEmpty {
            // Status and the figures behind it hold no commas, quoted labels stand before.
            let fields = line.components(separatedBy: ",")
            let status = fields.dropLast(5).last
            let figures = fields.suffix(5).prefix(3)
            switch status {
            case "value": #expect(Int(figures[figures.startIndex]) ?? 0 >= 11, "\(line)")
            case "zero": #expect(figures.first == "0")
            default: #expect(figures.joined().isEmpty, "\(line)")
            }
        }
    }

    @Test func noCellOfThePageIsBelowTheThreshold() throws {
        let html = Renderer.html(of: try Fixture.frozen(publication))
        let figures = html.matches(of: /<td class="value[^"]*"><span class="figure">([0-9,]+)/)
        #expect(figures.count > 100)
        for figure in figures {
            #expect(Int(figure.1.replacing(",", with: "")) ?? 0 >= 11)
        }
        // In charts a figure stands in brackets behind its share, or alone.
        for amount in html.matches(of: /<text class="amount"[^>]*>([^<]*)<\/text>/) {
            for number in amount.1.matches(of: /\(([0-9,]+)\)/) {
                #expect(Int(number.1.replacing(",", with: "")) ?? 0 >= 11, "\(amount.1)")
            }
        }
        #expect(html.contains("hidden<sup>R</sup>"))
        #expect(html.contains("hidden: fewer than 11 reports"))
    }

    @Test func noLineOfATableWithATotalHidesExactlyOneFigure() {
        for table in publication.sections where table.name != "completeness" && table.columns.isEmpty {
            let overlaps = TableCatalogue.sections.first { $0.name == table.name }?.rowsOverlap ?? false
            let hidden = table.cells.joined().count { $0.status == .suppressed }
            #expect(overlaps || table.n.status == .suppressed || hidden != 1, "\(table.name)")
        }
        for table in publication.sections + publication.trends {
            for (row, total) in (table.rowTotals ?? []).enumerated() where total.status != .suppressed {
                // Blank counts open questions and no events; the answers beside it add up to n.
                let cells = table.name == "completeness" ? table.cells[row].dropLast() : table.cells[row][...]
                #expect(cells.count { $0.status == .suppressed } != 1, "\(table.name) row \(row)")
            }
        }
    }

    @Test func otherThresholdsAreKeptToAndStated() throws {
        let strict = AggregateReport.make(Fixture.counted(), .v2012, Fixture.period, .init(reports: 40, practices: 15))
        for table in strict.sections + strict.trends {
            for cell in cells(table) where cell.status == .value {
                #expect(cell.count ?? 0 >= 40 && cell.practices ?? 0 >= 15)
            }
        }
        let html = Renderer.html(of: try Fixture.frozen(strict))
        #expect(html.contains("at least 40 reports by at least 15 practices"))
    }

    @Test func aSummaryHoldsNoCountsOfOthers() throws {
        let summary = try Fixture.summary()
        for table in summary.sections {
            let national = try #require(table.national)
            #expect(national.cells.joined().allSatisfy { $0.count == nil && $0.practices == nil })
            #expect(table.cells.joined().allSatisfy { ($0.practices ?? 1) == 1 })
        }
        let shown = Dictionary(uniqueKeysWithValues: publication.sections.map { ($0.name, $0) })
        for table in summary.sections {
            for (row, cells) in (table.national?.cells ?? []).enumerated() {
                for (column, cell) in cells.enumerated() where cell.status == .value {
                    #expect(cell.percent == shown[table.name]?.cells[row][column].percent)
                }
            }
        }
    }
}
