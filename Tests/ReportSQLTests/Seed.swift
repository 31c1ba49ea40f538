import Foundation
import IncidentReports
import IncidentSpec
import Postgres
import TestSupport

@testable import AggregatorStore

/// A database with two practices, to which a test adds the reports it counts.
struct Seed: Sendable {
    let aggregator: TestAggregator
    let alpha: PracticeKey
    let beta: PracticeKey

    /// The period that tests count.
    static let period = ReportingPeriod("2025Q4")!

    /// Lends a fresh database to a test.
    static func with(_ body: (Seed) async throws -> Void) async throws {
        try await TestAggregator.with { aggregator in
            try await body(
                Seed(
                    aggregator: aggregator, alpha: aggregator.practice("ALPHA"), beta: aggregator.practice("BETA")))
        }
    }

    /// Adds a report; elements not named are left blank.
    func add(
        _ practice: PracticeKey, id: UUID = UUID(), revision: Int = 1, on date: String = "2025-11-15",
        received: String = "2025-12-01", analysis: Bool = true, response: Bool = true, notAsked: [Int16] = [],
        _ codes: [String: Int16] = [:], dates: [String: String] = [:], answers: [(element: Int16, code: Int16)] = []
    ) async throws {
        try await aggregator.database.pool.withTransaction { session in
            try await session.execute(
                """
                INSERT INTO report (practice_id, report_id, revision, specification, content_hash, received_at,
                                    client_id, asks_analysis, asks_response, not_asked, incident_date)
                VALUES (\(practice.id), \(id), \(revision), '2012', sha256('x'), \(received + " 12:00+00")::timestamptz,
                        \(id), \(analysis), \(response), \(notAsked), \(date)::date)
                """)
            for (column, code) in codes {
                try await session.execute(
                    """
                    UPDATE report SET \(identifier: column) = \(code)
                    WHERE practice_id = \(practice.id) AND report_id = \(id) AND revision = \(revision)
                    """)
            }
            for (column, day) in dates {
                try await session.execute(
                    """
                    UPDATE report SET \(identifier: column) = \(day)::date
                    WHERE practice_id = \(practice.id) AND report_id = \(id) AND revision = \(revision)
                    """)
            }
            for (number, chosen) in Dictionary(grouping: answers, by: \.element) {
                guard let element = Specification.v2012.allElements.first(where: { $0.number.stored == number }) else {
                    continue
                }
                let codes = chosen.map(\.code).sorted()
                let value: SQL = element.multiple ? "\(codes)::smallint[]" : "\(codes[0])::smallint"
                try await session.execute(
                    """
                    UPDATE report SET \(identifier: element.columnName) = \(value)
                    WHERE practice_id = \(practice.id) AND report_id = \(id) AND revision = \(revision)
                    """)
            }
        }
    }

    /// Counts one table as "row column reports practices" lines, `-` standing for all.
    func counts(_ table: String, of practice: PracticeKey? = nil) async throws -> [String] {
        try await count([table], of: practice).tables[table]!.map(Self.line)
    }

    /// Counts tables as the program does, in one snapshot and as the role that may.
    func count(_ tables: [String], of practice: PracticeKey? = nil) async throws -> CountedTables {
        try await ReportCounts(aggregator.store).count(
            tables.map { CountRequest(table: $0, start: Self.period.start, end: Self.period.end) },
            period: Self.period, practice: practice)
    }

    private static func line(_ count: ReportCount) -> String {
        func code(_ code: Int16?) -> String { code.map { String($0) } ?? "-" }
        return "\(code(count.row)) \(code(count.column)) \(count.reports) \(count.practices)"
    }
}
