public import Foundation
public import IncidentReports
import Postgres

/// An attachment ready to be stored.
public struct ReceivedAttachment: Sendable {
    /// The random id that the clinic gave it.
    public let id: UUID
    public let report: ReportID
    public let form: AttachmentForm
    public let content: Data
    /// SHA-256 of the content.
    public let contentHash: Data

    public init(id: UUID, report: ReportID, form: AttachmentForm, content: Data) {
        self.id = id
        self.report = report
        self.form = form
        self.content = content
        contentHash = ReportCodec.contentHash(of: content)
    }
}

/// A stored attachment without its content.
public struct ListedAttachment: Sendable, Hashable {
    public let id: UUID
    public let reportID: UUID
    public let mediaType: String
    /// Bytes as received.
    public let size: Int
    public let receipt: Receipt
}

/// What became of an attachment.
public enum AttachmentOutcome: Sendable, Hashable {
    case stored(Receipt)
    /// The same had been stored before; the receipt is the first one.
    case duplicate(Receipt)
    /// Something else had been stored under this id.
    case conflict
    /// The practice took the report back.
    case withdrawn
    /// The practice has no such report here.
    case unknownReport
}

/// Attachments of one practice's reports, stored and returned under row-level security.
public struct AttachmentStore: Sendable {
    private let pool: Pool

    public init(_ store: AggregatorStore) { pool = store.attachments }

    /// Stores an attachment and answers only after its commit is durable; safe to run twice.
    public func store(
        _ attachment: ReceivedAttachment, practice: PracticeKey, clientID: UUID
    ) async throws -> AttachmentOutcome {
        try await pool.withTransaction(name: "store_attachment", settings: Self.settings(practice)) { session in
            try await session.execute(practice.admission)
            // A withdrawal waits until this has ended, or this sees it.
            try await session.execute("SELECT pg_advisory_xact_lock_shared(attachment_lock(\(attachment.report.uuid)))")
            switch try await standing(of: attachment.report, practice, session) {
            case .unknown: return .unknownReport
            case .withdrawn: return .withdrawn
            case .current: break
            }
            let isNew =
                try await session.execute(
                    """
                    INSERT INTO report_attachment (practice_id, attachment_id, report_id, media_type, size, content_hash,
                                                   client_id)
                    VALUES (\(practice.id)::integer, \(attachment.id), \(attachment.report.uuid),
                            \(attachment.form.mediaType), \(attachment.content.count)::integer,
                            \(attachment.contentHash), \(clientID))
                    ON CONFLICT ON CONSTRAINT report_attachment_pkey DO NOTHING
                    """) == 1
            if isNew {
                try await session.execute(
                    """
                    INSERT INTO attachment_content (practice_id, attachment_id, content)
                    VALUES (\(practice.id)::integer, \(attachment.id), \(attachment.content))
                    """)
            }
            let stored = try await rows("a.attachment_id = \(attachment.id)", practice, session).first
            guard let stored, stored.receipt.contentHash == attachment.contentHash,
                stored.reportID == attachment.report.uuid, stored.mediaType == attachment.form.mediaType
            else { return .conflict }
            try await AuditLog.append(
                AuditEvent(
                    .attach, by: .submitter(clientID), practice: practice.code,
                    subject: attachment.id.uuidString.lowercased(),
                    counts: [isNew ? "stored" : "duplicate": 1, "bytes": attachment.content.count]), in: session)
            return isNew ? .stored(stored.receipt) : .duplicate(stored.receipt)
        }
    }

    /// A page of a practice's attachments, in the order of their ids; those of withdrawn reports are left out.
    public func listing(after: UUID?, limit: Int, practice: PracticeKey) async throws -> [ListedAttachment] {
        try await pool.withTransaction(
            name: "list_attachments", readOnly: true, settings: Self.settings(practice)
        ) { session in
            try await rows(
                """
                coalesce(a.attachment_id > \(after)::uuid, true) AND EXISTS (
                    SELECT FROM attachment_content c
                    WHERE c.practice_id = a.practice_id AND c.attachment_id = a.attachment_id)
                """, limit: limit, practice, session)
        }
    }

    /// An attachment as it was sent.
    public func attachment(
        _ id: UUID, of report: ReportID, practice: PracticeKey
    ) async throws -> (mediaType: String, content: Data)? {
        try await pool.withTransaction(
            name: "read_attachment", isolation: .repeatableRead, readOnly: true, settings: Self.settings(practice)
        ) { session in
            try await session.query(
                """
                SELECT a.media_type, c.content
                FROM report_attachment a JOIN attachment_content c USING (practice_id, attachment_id)
                WHERE a.practice_id = \(practice.id)::integer AND a.attachment_id = \(id) AND a.report_id = \(report.uuid)
                """, as: (String, Data).self
            ).first.map { (mediaType: $0.0, content: $0.1) }
        }
    }

    private static func settings(_ practice: PracticeKey) -> [(name: String, value: String)] {
        [("app.practice", String(practice.id))]
    }

    private enum Standing { case unknown, current, withdrawn }

    private func standing(
        of report: ReportID, _ practice: PracticeKey, _ session: any Session
    ) async throws -> Standing {
        let found = try await session.query(
            """
            SELECT EXISTS (SELECT FROM report_withdrawal
                           WHERE practice_id = \(practice.id)::integer AND report_id = \(report.uuid)),
                   EXISTS (SELECT FROM report WHERE practice_id = \(practice.id)::integer AND report_id = \(report.uuid))
            """, as: (Bool, Bool).self)[0]
        return found.0 ? .withdrawn : found.1 ? .current : .unknown
    }

    private func rows(
        _ condition: SQL, limit: Int = 1, _ practice: PracticeKey, _ session: any Session
    ) async throws -> [ListedAttachment] {
        try await session.query(
            """
            SELECT a.attachment_id, a.report_id, a.media_type, a.size, a.receipt_id, a.content_hash,
                   to_char(a.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            FROM report_attachment a
            WHERE a.practice_id = \(practice.id)::integer AND (\(condition))
            ORDER BY a.attachment_id LIMIT \(limit)::integer
            """, as: (UUID, UUID, String, Int, UUID, Data, String).self
        ).map {
            ListedAttachment(
                id: $0.0, reportID: $0.1, mediaType: $0.2, size: $0.3,
                receipt: Receipt(id: $0.4, receivedAt: $0.6, contentHash: $0.5))
        }
    }
}
