import AggregatorStore
import Foundation
import IncidentReports
import IncidentSpec

@testable import Publishing

/// A fixed set of counts, the same on every machine, in which small and large cells occur in every table.
struct Fixture: Sendable {
    static let period = ReportingPeriod("2025H2")!

    /// Counts for many practices, or for one.
    static func counted(practice: Bool = false) -> CountedTables {
        var tables: [String: [ReportCount]] = [:]
        for definition in TableCatalogue.sections + TableCatalogue.trends {
            tables[definition.name] = table(definition, practice: practice)
        }
        return CountedTables(
            tables: tables, dataThrough: CalendarDate("2026-02-20"), specifications: ["2012"])
    }

    static var aggregate: Publication {
        AggregateReport.make(counted(), .v2012, period, .init())
    }

    static func frozen(_ publication: Publication) throws -> FrozenPublication {
        let document = try CanonicalDocument(publication)
        return try FrozenPublication(FrozenDocument(id: 1, document: document.text, contentHash: document.hash))
    }

    static func summary() throws -> Publication {
        PracticeSummary.make(
            counted(practice: true), practice: "RIVER-7", national: try frozen(aggregate), .v2012, period)
    }

    /// A cell's count: a spread of sizes, zero and small ones among them.
    private static func size(_ row: Int, _ column: Int, practice: Bool) -> Int {
        let sizes = practice ? [9, 0, 4, 14, 1, 3] : [87, 0, 34, 7, 160, 12, 3, 51]
        return sizes[(row * 5 + column * 3) % sizes.count]
    }

    private static func table(_ definition: TableDefinition, practice: Bool) -> [ReportCount] {
        let named: Set<Int16> = [10401, 10402, 10501, 20401, 1, 2, 3, 5, 10]
        let rows = definition.rows.entries(.v2012, period, counted: named).map(\.storage)
        let columns = definition.columns?.entries(.v2012, period, counted: named).map(\.storage)
        func count(_ row: Int16?, _ column: Int16?, _ reports: Int) -> ReportCount {
            ReportCount(
                row: row, column: column, reports: reports, practices: practice ? 1 : min(reports, 2 + reports / 5))
        }
        guard let columns else {
            let cells = rows.enumerated().map { count($1, nil, size($0, 0, practice: practice)) }
            return cells + [count(nil, nil, cells.reduce(0) { $0 + $1.reports })]
        }
        var counts: [ReportCount] = []
        for (row, code) in rows.enumerated() {
            let cells = columns.enumerated().map { count(code, $1, size(row, $0, practice: practice)) }
            counts += cells + [count(code, nil, cells.reduce(0) { $0 + $1.reports })]
        }
        for column in columns {
            counts.append(count(nil, column, counts.filter { $0.column == column }.reduce(0) { $0 + $1.reports }))
        }
        let all = counts.filter { $0.row != nil && $0.column != nil }.reduce(0) { $0 + $1.reports }
        return (counts + [count(nil, nil, all)]).filter { $0.reports > 0 }
    }
}

/// Files beside the tests that hold what a rendering must be, byte for byte.
enum Golden {
    /// The file's text; with `GOODCATCH_WRITE_GOLDEN` set, what was rendered is written there first.
    static func text(_ name: String, rendered: String) throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        if ProcessInfo.processInfo.environment["GOODCATCH_WRITE_GOLDEN"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(rendered.utf8).write(to: file)
        }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
