public import Foundation
import Postgres

/// A publication to be frozen.
public struct PublicationDraft: Sendable {
    /// "aggregate" or "practice-summary".
    public let kind: String
    /// The practice a summary is for; `nil` for an aggregate report.
    public let practice: PracticeKey?
    public let period: String
    public let specification: String
    /// The whole document as canonical JSON.
    public let document: String
    /// SHA-256 of the document.
    public let contentHash: Data

    public init(
        kind: String, practice: PracticeKey?, period: String, specification: String, document: String,
        contentHash: Data
    ) {
        self.kind = kind
        self.practice = practice
        self.period = period
        self.specification = specification
        self.document = document
        self.contentHash = contentHash
    }
}

/// A frozen document and its place in the ledger of releases.
public struct FrozenDocument: Sendable, Hashable {
    /// publication.publication_id.
    public let id: Int
    public let document: String
    /// SHA-256 of the document.
    public let contentHash: Data

    public init(id: Int, document: String, contentHash: Data) {
        self.id = id
        self.document = document
        self.contentHash = contentHash
    }
}

/// Freezes and reads publications; never changes one.
public struct PublicationStore: Sendable {
    private let pool: Pool

    public init(_ store: AggregatorStore) { pool = store.publication }

    /// Stores a document, unless the latest publication for the same audience and period has the same content.
    public func freeze(_ draft: PublicationDraft) async throws -> FrozenDocument {
        try await pool.withTransaction(name: "freeze_publication") { session in
            // Two programs may freeze the same content at once.
            try await session.execute("SELECT pg_advisory_xact_lock(hashtext(\("publication " + draft.period)))")
            let latest = try await Self.latest(draft.kind, draft.practice, draft.period, session)
            if let latest, latest.contentHash == draft.contentHash { return latest }
            try await session.execute(
                """
                INSERT INTO publication (kind, practice_id, period, specification, document, content_hash)
                VALUES (\(draft.kind), \(draft.practice?.id), \(draft.period), \(draft.specification),
                        \(draft.document), \(draft.contentHash))
                """)
            guard let frozen = try await Self.latest(draft.kind, draft.practice, draft.period, session) else {
                throw PublicationError.notStored
            }
            return frozen
        }
    }

    /// The publication of a period that supersedes all others.
    public func latest(
        kind: String, practice: PracticeKey? = nil, period: String
    ) async throws -> FrozenDocument? {
        try await pool.withTransaction(name: "latest_publication", readOnly: true) { session in
            try await Self.latest(kind, practice, period, session)
        }
    }

    private static func latest(
        _ kind: String, _ practice: PracticeKey?, _ period: String, _ session: some Session
    ) async throws -> FrozenDocument? {
        try await read(
            """
            WHERE kind = \(kind) AND coalesce(practice_id, 0) = coalesce(\(practice?.id)::integer, 0)
              AND period = \(period)
            ORDER BY publication_id DESC LIMIT 1
            """, session)
    }

    /// The practice with this code.
    public func practice(code: String) async throws -> PracticeKey? {
        try await pool.query("SELECT practice_id FROM practice WHERE code = \(code)", as: (Int).self).first
            .map { PracticeKey(id: $0, code: code) }
    }

    private static func read(_ condition: SQL, _ session: some Session) async throws -> FrozenDocument? {
        try await session.query(
            "SELECT publication_id, document, content_hash FROM publication \(condition)", as: (Int, String, Data).self
        ).first.map { FrozenDocument(id: $0.0, document: $0.1, contentHash: $0.2) }
    }
}

/// Why a publication could not be frozen.
public enum PublicationError: Error, CustomStringConvertible {
    case notStored

    public var description: String {
        "the publication was not stored, though the database reported no error; look at the policies of table publication"
    }
}
