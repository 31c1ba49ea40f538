import Foundation
public import Postgres

/// A database of its own for one test, on a real server, dropped afterwards.
public struct TestDatabase: Sendable {
    /// The database's name.
    public let name: String
    /// Connections as the superuser.
    public let pool: Pool
    private let server: String

    /// Creates an empty database, lends it to `body` and drops it, whatever `body` does.
    ///
    /// At most eight exist at a time; do not nest.
    public static func with<Value>(_ body: (TestDatabase) async throws -> Value) async throws -> Value {
        let cluster = try await TestCluster.shared.value
        return try await cluster.pool.withConnection { admin in
            let name = "test_\(UUID().uuidString.lowercased())"
            try await admin.execute("CREATE DATABASE \(identifier: name)")
            let pool = Pool(try ConnectionSettings(cluster.url, database: name), size: 8)
            let database = TestDatabase(name: name, pool: pool, server: cluster.url)
            let result: Result<Value, any Error>
            do { result = .success(try await body(database)) } catch { result = .failure(error) }
            await pool.close()
            // Without a parent task's cancellation, which would leave the database behind.
            _ = await Task { try? await admin.execute("DROP DATABASE \(identifier: name) WITH (FORCE)") }.value
            return try result.get()
        }
    }

    /// How to connect to this database, as the superuser unless another role is named.
    public func settings(user: String? = nil) throws -> ConnectionSettings {
        try ConnectionSettings(server, user: user, database: name)
    }

    /// The same as a libpq keyword string, for a program's configuration.
    public func url(user: String? = nil) throws -> String {
        try settings(user: user).connectionString
    }
}
