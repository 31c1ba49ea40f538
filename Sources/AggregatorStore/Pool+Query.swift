import Postgres

extension Pool {
    /// Runs one statement on a connection of the pool, in a transaction of its own.
    func query<each Value: SQLValue>(
        _ sql: SQL, as type: (repeat each Value).Type
    ) async throws -> [(repeat each Value)] {
        try await withConnection { try await $0.query(sql, as: type) }
    }
}
