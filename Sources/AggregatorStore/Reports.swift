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
    private let specification: Specification
    private let columns: [ReportColumn]
    private let columnList: String

    public init(_ store: AggregatorStore, _ specification: Specification) {
        pool = store.ingest
        self.specification = specification
        columns = ReportColumn.all(of: specification)
        columnList = columns.map(\.name).joined(separator: ", ")
    }

    private struct Key: Hashable {
        let id: UUID
        let revision: Int

        init(_ id: UUID, _ revision: Int) {
            self.id = id
            self.revision = revision
        }

        init(_ report: DeidentifiedReport) { self.init(report.id.uuid, report.revision) }
    }

    /// Stores a batch in one transaction and answers only after its commit is durable; safe to run twice.
    ///
    /// - Returns: one outcome for each report, in their order.
    public func store(
        _ batch: [ReceivedReport], practice: PracticeKey, clientID: UUID
    ) async throws -> [StoreOutcome] {
        guard !batch.isEmpty else { return [] }
        return try await pool.withTransaction(
            name: "store_reports", settings: [("app.practice", String(practice.id))]
        ) { session in
            let withdrawn = try await withdrawals(of: batch.map(\.report.id.uuid), practice, session)
            func isTooLate(_ report: DeidentifiedReport) -> Bool {
                withdrawn[report.id.uuid].map { report.revision >= $0 } ?? false
            }
            let inserted = try await insertReports(
                batch.filter { !isTooLate($0.report) }, practice, clientID, session)
            // The first of equal keys in the batch is the one inserted.
            var fresh: [Int] = []
            var seen: Set<Key> = []
            for (index, item) in batch.enumerated() {
                let key = Key(item.report)
                if inserted.contains(key), seen.insert(key).inserted { fresh.append(index) }
            }
            try await insertAnswers(fresh.map { batch[$0].report }, practice, session)
            try await insertEnvelopes(fresh.map { batch[$0].report }, practice, session)
            let receipts = try await receipts(batch.map { Key($0.report) }, practice, session)
            let outcomes: [StoreOutcome] = batch.enumerated().map { index, item in
                if isTooLate(item.report) { return .withdrawn }
                guard let receipt = receipts[Key(item.report)], receipt.contentHash == item.contentHash else {
                    return .conflict
                }
                return fresh.contains(index) ? .stored(receipt) : .duplicate(receipt)
            }
            try await AuditLog.append(
                .submission(.submit, outcomes, practice: practice, clientID: clientID), in: session)
            return outcomes
        }
    }

    private func insertReports(
        _ batch: [ReceivedReport], _ practice: PracticeKey, _ clientID: UUID, _ session: any Session
    ) async throws -> Set<Key> {
        let reports = batch.map(\.report)
        let values = columns.reduce(
            """
            \(reports.map(\.id.uuid))::uuid[], \(reports.map { Int16($0.revision) })::smallint[],
            \(reports.map(\.specification))::text[], \(batch.map(\.contentHash))::bytea[],
            \(reports.map { $0.forms.contains(.analysis) })::boolean[],
            \(reports.map { $0.forms.contains(.response) })::boolean[],
            \(reports.map { "{" + $0.notAsked.map { String($0.stored) }.joined(separator: ",") + "}" })::text[]
            """ as SQL
        ) { sql, column in "\(sql), \(column.parameter(reports.map { $0.answers[column.element.number] }))" }
        let rows = try await session.query(
            """
            INSERT INTO report (practice_id, client_id, report_id, revision, specification, content_hash, asks_analysis,
                                asks_response, not_asked, \(unescaped: columnList))
            SELECT \(practice.id)::integer, \(clientID)::uuid, report_id, revision, specification, content_hash,
                   asks_analysis, asks_response, not_asked::smallint[], \(unescaped: columnList)
            FROM unnest(\(values)) AS r (report_id, revision, specification, content_hash, asks_analysis, asks_response,
                                         not_asked, \(unescaped: columnList))
            ON CONFLICT ON CONSTRAINT report_pkey DO NOTHING
            RETURNING report_id, revision
            """, as: (UUID, Int).self)
        return Set(rows.map { Key($0.0, $0.1) })
    }

    private func insertAnswers(
        _ reports: [DeidentifiedReport], _ practice: PracticeKey, _ session: any Session
    ) async throws {
        var ids: [UUID] = []
        var revisions: [Int16] = []
        var elements: [Int16] = []
        var codes: [Int16] = []
        for report in reports {
            for (number, value) in report.answers {
                guard case .options(let chosen) = value else { continue }
                for code in chosen {
                    ids.append(report.id.uuid)
                    revisions.append(Int16(report.revision))
                    elements.append(number.stored)
                    codes.append(code)
                }
            }
        }
        guard !ids.isEmpty else { return }
        try await session.execute(
            """
            INSERT INTO report_answer (practice_id, report_id, revision, element, code)
            SELECT \(practice.id)::integer, a.*
            FROM unnest(\(ids)::uuid[], \(revisions)::smallint[], \(elements)::smallint[], \(codes)::smallint[]) AS a
            """)
    }

    private func insertEnvelopes(
        _ reports: [DeidentifiedReport], _ practice: PracticeKey, _ session: any Session
    ) async throws {
        let sealed = reports.filter { $0.sealed != nil }
        guard !sealed.isEmpty else { return }
        try await session.execute(
            """
            INSERT INTO sealed_envelope (practice_id, report_id, revision, envelope)
            SELECT \(practice.id)::integer, e.*
            FROM unnest(\(sealed.map(\.id.uuid))::uuid[], \(sealed.map { Int16($0.revision) })::smallint[],
                        \(sealed.compactMap(\.sealed))::bytea[]) AS e
            """)
    }

    private func receipts(
        _ keys: [Key], _ practice: PracticeKey, _ session: any Session
    ) async throws -> [Key: Receipt] {
        let rows = try await session.query(
            """
            SELECT r.report_id, r.revision, r.receipt_id, r.content_hash,
                   to_char(r.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            FROM report r
            JOIN unnest(\(keys.map(\.id))::uuid[], \(keys.map { Int16($0.revision) })::smallint[]) AS k (id, revision)
              ON r.practice_id = \(practice.id)::integer AND r.report_id = k.id AND r.revision = k.revision
            """, as: (UUID, Int, UUID, Data, String).self)
        return Dictionary(
            rows.map { (Key($0.0, $0.1), Receipt(id: $0.2, receivedAt: $0.4, contentHash: $0.3)) },
            uniquingKeysWith: { first, _ in first })
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
            let chosen = try await session.query(
                """
                SELECT element, code FROM report_answer
                WHERE practice_id = \(practice.id)::integer AND report_id = \(id.uuid) AND revision = \(row.0)::smallint
                ORDER BY element, code
                """, as: (Int16, Int16).self)
            for (element, codes) in Dictionary(grouping: chosen, by: \.0) {
                if let number = ElementNumber(stored: element) { answers[number] = .options(codes.map(\.1)) }
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
