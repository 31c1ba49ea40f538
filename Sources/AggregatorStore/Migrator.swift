import Crypto
import Foundation
public import Postgres

/// Brings a database to the schema this program was built with; forward only.
public struct Migrator: Sendable {
    /// One numbered, immutable file of SQL/migrations.
    struct Migration: Sendable {
        let version: Int
        let name: String
        let script: String

        var hash: Data { Data(SHA256.hash(data: Data(script.utf8))) }
    }

    /// What ``migrate(dryRun:)`` did or would do.
    public struct Outcome: Sendable {
        /// Names of the migrations applied, in order.
        public let applied: [String]
        /// The schema version the database has now, or would have.
        public let version: Int
    }

    private let pool: Pool

    /// - Parameter pool: connections as the owner of the database, able to create roles.
    public init(_ pool: Pool) { self.pool = pool }

    static let migrations: [Migration] = SQLFiles.paths(in: "SQL/migrations").map { path in
        let name = String(path.split(separator: "/").last!.dropLast(4))
        guard let version = Int(name.prefix(4)) else { preconditionFailure("\(path) does not begin with its number") }
        return Migration(version: version, name: name, script: SQLFiles.text(path))
    }

    /// The schema version this program reads and writes.
    public static var version: Int { migrations.last?.version ?? 0 }

    /// Creates roles, applies what is missing and refreshes the specification's lookup tables.
    ///
    /// - Throws: ``MigrationError`` when the database holds a migration that this program does not know, or one that
    ///   has been changed since; nothing is applied then.
    public func migrate(dryRun: Bool = false) async throws -> Outcome {
        try await pool.withTransaction(name: "migrate") { session in
            // Two programs may be started at once.
            try await session.execute("SELECT pg_advisory_xact_lock(7272)")
            try await session.simple(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    version    integer     NOT NULL CONSTRAINT schema_migration_pkey PRIMARY KEY,
                    name       text        NOT NULL,
                    sha256     bytea       NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now()
                );
                COMMENT ON TABLE schema_migration IS 'Migrations applied to this database.';
                COMMENT ON COLUMN schema_migration.version IS 'Number of the migration.';
                COMMENT ON COLUMN schema_migration.name IS 'File name without its ending.';
                COMMENT ON COLUMN schema_migration.sha256 IS 'SHA-256 of the file: applied migrations never change.';
                COMMENT ON COLUMN schema_migration.applied_at IS 'When it was applied.';
                """)
            let missing = try Self.missing(
                applied: await session.query("SELECT version, sha256 FROM schema_migration", as: (Int, Data).self))
            guard !dryRun else { return Outcome(applied: missing.map(\.name), version: Self.version) }
            try await session.simple(SQLFiles.text("SQL/roles.sql"))
            for migration in missing {
                try await session.simple(migration.script)
                try await session.execute(
                    """
                    INSERT INTO schema_migration (version, name, sha256)
                    VALUES (\(migration.version), \(migration.name), \(migration.hash))
                    """)
            }
            try await session.simple(
                "GRANT SELECT ON schema_migration TO goodcatch_access;" + SQLFiles.text("SQL/generated/lookup.sql"))
            if !missing.isEmpty {
                try await AuditLog.append(
                    AuditEvent(
                        .migrate, by: .currentOperator, subject: String(Self.version),
                        counts: ["migrations": missing.count]), in: session)
            }
            return Outcome(applied: missing.map(\.name), version: Self.version)
        }
    }

    private static func missing(applied: [(Int, Data)]) throws -> [Migration] {
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.version, $0) })
        for (version, hash) in applied {
            guard let migration = known[version] else { throw MigrationError.newerSchema(version: version) }
            guard migration.hash == hash else { throw MigrationError.changed(name: migration.name) }
        }
        let versions = Set(applied.map(\.0))
        return migrations.filter { !versions.contains($0.version) }
    }

    /// Refuses to go on with a schema this program was not built for.
    public static func check(_ pool: Pool) async throws {
        let found: Int
        do {
            found =
                try await pool.query("SELECT coalesce(max(version), 0) FROM schema_migration", as: (Int).self)
                .first ?? 0
        } catch let error as DatabaseError where error.kind == .undefinedObject {
            throw MigrationError.notMigrated
        }
        if found > version { throw MigrationError.newerSchema(version: found) }
        if found < version { throw MigrationError.olderSchema(found: found, needed: version) }
    }
}

/// Why a database's schema does not fit this program.
public enum MigrationError: Error, CustomStringConvertible {
    case notMigrated
    case newerSchema(version: Int)
    case olderSchema(found: Int, needed: Int)
    case changed(name: String)

    public var description: String {
        switch self {
        case .notMigrated:
            "the database has no schema yet; run goodcatch-pso migrate"
        case .newerSchema(let version):
            "the database has schema version \(version), which this program does not know; upgrade the program"
        case .olderSchema(let found, let needed):
            "the database has schema version \(found) and this program needs \(needed); run goodcatch-pso migrate"
        case .changed(let name):
            "migration \(name) was applied with other contents than this program holds; restore the original file"
        }
    }
}
