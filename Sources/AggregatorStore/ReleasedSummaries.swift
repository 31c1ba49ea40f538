import Postgres

extension AggregatorStore {
    /// The latest frozen summary of a period that was released to a practice; read under row-level security.
    public func releasedSummary(of period: String, practice: PracticeKey) async throws -> String? {
        try await ingest.withTransaction(
            name: "released_summary", readOnly: true, settings: [("app.practice", String(practice.id))]
        ) { session in
            try await session.query(
                """
                SELECT document FROM publication
                WHERE kind = 'practice-summary' AND practice_id = \(practice.id)::integer AND period = \(period)
                ORDER BY publication_id DESC LIMIT 1
                """, as: (String).self
            ).first
        }
    }
}
