public import AggregatorStore
public import IncidentReports
import Postgres

/// A migrated aggregator database with practices, lent to one test.
public struct TestAggregator: Sendable {
    public let database: TestDatabase
    public let store: AggregatorStore

    /// Creates and migrates a database, lends it to `body` and drops it.
    public static func with<Value>(_ body: (TestAggregator) async throws -> Value) async throws -> Value {
        try await TestDatabase.with { database in
            _ = try await Migrator(database.pool).migrate()
            let store = try AggregatorStore(url: database.url(), connections: 8)
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(TestAggregator(database: database, store: store)))
            } catch {
                result = .failure(error)
            }
            await store.close()
            return try result.get()
        }
    }

    /// Adds a practice and returns its key.
    public func practice(_ code: String) async throws -> PracticeKey {
        guard let practiceCode = PracticeCode(code) else { throw InvalidPracticeCode() }
        _ = try await enrolmentCode(practiceCode)
        let ids = try await database.pool.withConnection {
            try await $0.query("SELECT practice_id FROM practice WHERE code = \(code)", as: (Int).self)
        }
        return PracticeKey(id: ids[0], code: code)
    }

    /// Adds a practice with agreements in force, if it is not there, and issues a code for a submitter of it.
    public func enrolmentCode(_ code: PracticeCode) async throws -> String {
        let administration = PracticeAdministration(database.pool)
        try await administration.add(code: code, name: "Practice \(code)")
        try await administration.recordAgreements(
            of: code, signedOn: CalendarDate(daysSince1970: 18_262), signer: "N. N.")
        return try await administration.issueCode(to: code, validFor: 3600, clock: .system)
    }

    /// How many rows a table holds, seen by the superuser.
    public func count(_ table: String) async throws -> Int {
        try await database.pool.withConnection {
            try await $0.query("SELECT count(*) FROM \(identifier: table)", as: (Int).self)[0]
        }
    }
}

/// A practice code of a test that is none.
struct InvalidPracticeCode: Error {}
