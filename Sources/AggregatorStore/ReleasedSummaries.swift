import Foundation
import Postgres

/// A practice's own released summaries, read under row-level security.
public struct ReleasedSummaries: Sendable {
    private let pool: Pool

    public init(_ store: AggregatorStore) { pool = store.ingest }

    /// The latest frozen summary of a period that was released to a practice.
    public func latest(of period: String, practice: PracticeKey) async throws -> FrozenDocument? {
        try await pool.withTransaction(
            name: "released_summary", readOnly: true, settings: [("app.practice", String(practice.id))]
        ) { session in
            try await session.query(
                """
                SELECT publication_id, document, content_hash FROM publication
                WHERE kind = 'practice-summary' AND practice_id = \(practice.id)::integer AND period = \(period)
                ORDER BY publication_id DESC LIMIT 1
                """, as: (Int, String, Data).self
            ).first.map { FrozenDocument(id: $0.0, document: $0.1, contentHash: $0.2) }
        }
    }
}
