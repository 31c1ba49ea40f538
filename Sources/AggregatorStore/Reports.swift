public import Foundation
@_spi(Store) public import IncidentReports
public import IncidentSpec
import Postgres

/// A report ready to be stored, with the hash of the bytes it came in.
public struct ReceivedReport: Sendable {
    public let report: DeidentifiedReport
    /// SHA-256 of the packet as received.
    public let contentHash: Data

    public init(report: DeidentifiedReport, contentHash: Data) {
        self.report = report
        self.contentHash = contentHash
    }
}

/// Proof that a report is durably stored.
public struct Receipt: Sendable, Hashable {
    public let id: UUID
    /// ISO 8601 in UTC with microseconds.
    public let receivedAt: String
    public let contentHash: Data
}

/// What became of one report of a batch.
public enum StoreOutcome: Sendable, Hashable {
    case stored(Receipt)
    /// The same report and revision with the same content had been stored before; the receipt is the first one.
    case duplicate(Receipt)
    /// The same report and revision had been stored with other content.
    case conflict
    /// The report had been withdrawn; nothing more is taken of it.
    case withdrawn
}

/// Reports of one practice, stored and returned under row-level security.
public struct ReportStore: Sendable {
    let pool: Pool
    let columns: [ReportColumn]
    /// The text of the statement that stores reports.
    let insertion: String

    public init(_ store: AggregatorStore, _ specification: Specification) {
        pool = store.ingest
        columns = ReportColumn.all(of: specification)
        insertion = Self.insertion(columns)
    }

    /// One report of a practice as it was sent, with its envelope; the latest revision unless one is named.
    public func report(
        _ id: ReportID, revision: Int?, practice: PracticeKey
    ) async throws -> DeidentifiedReport? {
        try await pool.withTransaction(
            name: "read_report", isolation: .repeatableRead, readOnly: true,
            settings: [("app.practice", String(practice.id))]
        ) { session in
            let wanted = revision ?? 0
            let selected = columns.map(\.selected).joined(separator: ", ")
            let rows = try await session.query(
                """
                SELECT revision, specification, asks_analysis, asks_response, not_asked,
                       ARRAY[\(unescaped: selected)]
                FROM report
                WHERE practice_id = \(practice.id)::integer AND report_id = \(id.uuid)
                  AND (\(wanted)::integer = 0 OR revision = \(wanted)::integer)
                ORDER BY revision DESC LIMIT 1
                """, as: (Int, String, Bool, Bool, [Int16], [String?]).self)
            guard let row = rows.first else { return nil }
            var answers: Answers = [:]
            for (column, text) in zip(columns, row.5) {
                answers[column.element.number] = text.flatMap { column.value($0) }
            }
            let envelopes = try await session.query(
                """
                SELECT envelope FROM sealed_envelope
                WHERE practice_id = \(practice.id)::integer AND report_id = \(id.uuid) AND revision = \(row.0)::smallint
                """, as: (Data).self)
            return DeidentifiedReport(
                specification: row.1, id: id, revision: row.0,
                forms: [.report] + (row.2 ? [.analysis] : []) + (row.3 ? [.response] : []),
                notAsked: row.4.compactMap { ElementNumber(stored: $0) }, answers: answers, sealed: envelopes.first)
        }
    }
}
