import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

private struct Refusal: Error {}

private func next(_ counter: borrowing Mutex<Int>) -> Int {
    counter.withLock { value in
        value += 1
        return value
    }
}

@Suite struct TransactionTests {
    private func withItems(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.execute("CREATE TABLE item (n int PRIMARY KEY)")
            }
            try await body(database)
        }
    }

    private func expect(
        _ items: [Int], in database: TestDatabase, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let stored = try await database.pool.withConnection { connection in
            try await connection.query("SELECT n FROM item ORDER BY n", as: Int.self)
        }
        #expect(stored == items, sourceLocation: sourceLocation)
    }

    @Test func commitsOnReturnAndRollsBackOnThrow() async throws {
        try await withItems { database in
            let value = try await database.pool.withTransaction { transaction in
                try await transaction.execute("INSERT INTO item VALUES (1)")
            }
            #expect(value == 1)
            await #expect(throws: Refusal.self) {
                try await database.pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO item VALUES (2)")
                    throw Refusal()
                }
            }
            try await expect([1], in: database)
        }
    }

    @Test func aSwallowedErrorDoesNotPassForACommit() async throws {
        try await withItems { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO item VALUES (1)")
                    _ = try? await transaction.execute("SELECT 1 / 0")
                }
            }
            #expect(error?.kind == .transactionAborted)
            try await expect([], in: database)
        }
    }

    @Test func runsAgainAfterASerializationFailure() async throws {
        try await TestDatabase.with { database in
            let setup = "CREATE TABLE account (id int, n int); INSERT INTO account VALUES (1, 0), (2, 0)"
            try await database.pool.withConnection { try await $0.simple(setup) }
            let runs = Mutex(0)
            try await database.pool.withTransaction(isolation: .serializable) { transaction in
                let isFirst = next(runs) == 1
                let sum = try await transaction.query("SELECT sum(n) FROM account", as: Int.self)[0]
                if isFirst {
                    // Another transaction reads and writes what this one has read and will write.
                    try await database.pool.withTransaction(isolation: .serializable) { other in
                        try await other.execute("UPDATE account SET n = (SELECT sum(n) FROM account) + 1 WHERE id = 1")
                    }
                }
                try await transaction.execute("UPDATE account SET n = \(sum) + 10 WHERE id = 2")
            }
            #expect(runs.withLock(\.self) == 2)
            let n = try await database.pool.withConnection {
                try await $0.query("SELECT n FROM account ORDER BY id", as: Int.self)
            }
            #expect(n == [1, 11])
        }
    }

    @Test func conflictsLoseNoUpdate() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.simple("CREATE TABLE counter (n int); INSERT INTO counter VALUES (0)")
            }
            try await withThrowingTaskGroup { group in
                for _ in 1...40 {
                    group.addTask {
                        try await database.pool.withTransaction(isolation: .repeatableRead, retries: 100) {
                            let n = try await $0.query("SELECT n FROM counter", as: Int.self)[0]
                            try await $0.execute("UPDATE counter SET n = \(n + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let n = try await database.pool.withConnection { try await $0.query("SELECT n FROM counter", as: Int.self) }
            #expect(n == [40])
        }
    }

    @Test func givesUpAfterTheLimit() async throws {
        try await withItems { database in
            let runs = Mutex(0)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.withTransaction(retries: 2) { transaction in
                    _ = next(runs)
                    try await transaction.simple("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
                }
            }
            #expect(error?.kind == .serialization && runs.withLock(\.self) == 3)
        }
    }

    @Test func runsAgainAfterAConnectionLostBeforeCommit() async throws {
        try await withItems { database in
            let runs = Mutex(0)
            try await database.pool.withTransaction { transaction in
                let run = next(runs)
                try await transaction.execute("INSERT INTO item VALUES (\(run))")
                if run == 1 { try await transaction.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            try await expect([2], in: database)
        }
    }

    @Test func aConnectionLostDuringCommitIsReportedAsUnknown() async throws {
        try await withItems { database in
            // A deferred trigger runs within COMMIT, and there ends its own server process.
            try await database.pool.withConnection { connection in
                try await connection.simple(
                    """
                    CREATE FUNCTION quit() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER quit AFTER INSERT ON item
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION quit();
                    """)
            }
            let runs = Mutex(0)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.withTransaction(name: "storeItem") { transaction in
                    _ = next(runs)
                    try await transaction.execute("INSERT INTO item VALUES (1)")
                }
            }
            #expect(error?.kind == .commitOutcomeUnknown && error?.operation == "storeItem")
            #expect(runs.withLock(\.self) == 1)
        }
    }

    @Test func aConstraintCheckedAtCommitIsAnErrorLikeAnyOther() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { connection in
                try await connection.execute(
                    "CREATE TABLE item (n int CONSTRAINT item_key UNIQUE DEFERRABLE INITIALLY DEFERRED)")
            }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.withTransaction { try await $0.execute("INSERT INTO item VALUES (1), (1)") }
            }
            #expect(error?.kind == .uniqueViolation(constraint: "item_key"))
            try await expect([], in: database)
        }
    }

    @Test func runsAgainAfterASchemaChange() async throws {
        try await withItems { database in
            let pool = Pool(try database.settings(), size: 1)
            let read = { (transaction: Transaction) in try await transaction.query("SELECT * FROM item").count }
            try await pool.withTransaction(name: "read", read)
            try await database.pool.withConnection { try await $0.simple("ALTER TABLE item ADD COLUMN body text") }
            #expect(try await pool.withTransaction(name: "read", read) == 0)
            await pool.close()
        }
    }

    @Test func settingsLastForTheTransactionOnly() async throws {
        try await TestDatabase.with { database in
            let pool = Pool(try database.settings(), size: 1)
            let read: SQL = "SELECT current_setting('app.practice', true), current_setting('work_mem')"
            let odd = #"7'; SELECT '\"#
            let within = try await pool.withTransaction(settings: [("app.practice", odd), ("work_mem", "1MB")]) {
                try await $0.query(read, as: (String?, String).self)[0]
            }
            #expect(within == (odd, "1MB"))
            let after = try await pool.withConnection { try await $0.query(read, as: (String?, String).self)[0] }
            // PostgreSQL leaves a custom setting empty once it has been set.
            #expect(after.0 == "" && after.1 != "1MB")
            await pool.close()
        }
    }

    @Test func aSettingRefusedEndsTheTransaction() async throws {
        try await TestDatabase.with { database in
            let pool = Pool(try database.settings(), size: 1)
            for setting in [("no_such_setting", "1"), ("work_mem", "much"), ("app.x", "a\0b")] {
                await #expect(throws: DatabaseError.self) {
                    try await pool.withTransaction(settings: [setting]) { _ in Issue.record("body ran") }
                }
            }
            let one = try await pool.withTransaction { try await $0.query("SELECT 1", as: Int.self) }
            #expect(one == [1])
            await pool.close()
        }
    }

    @Test func isolationIsWhatWasAskedFor() async throws {
        try await TestDatabase.with { database in
            for isolation in [Isolation.readCommitted, .repeatableRead, .serializable] {
                for readOnly in [true, false] {
                    let found = try await database.pool.withTransaction(isolation: isolation, readOnly: readOnly) {
                        try await $0.query(
                            """
                            SELECT upper(current_setting('transaction_isolation')),
                                current_setting('transaction_read_only')
                            """,
                            as: (String, String).self)[0]
                    }
                    #expect(found == (isolation.rawValue, readOnly ? "on" : "off"))
                }
            }
        }
    }

    @Test func statementsCarryTheTransactionsName() async throws {
        try await TestDatabase.with { database in
            let query = try await database.pool.withTransaction { transaction in
                try await transaction.query(
                    "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()", as: String.self)[0]
            }
            #expect(query.hasPrefix("/* statementsCarryTheTransactionsName() */ SELECT"))
        }
    }

    @Test func anEndedTransactionRunsNothing() async throws {
        try await withItems { database in
            let pool = Pool(try database.settings(), size: 1)
            let escaped = try await pool.withTransaction { $0 }
            let attempt = {
                let error = await #expect(throws: DatabaseError.self) {
                    try await escaped.execute("INSERT INTO item VALUES (1)")
                }
                #expect(error?.kind == .transactionEnded)
            }
            await attempt()
            try await pool.withTransaction { _ in await attempt() }
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.withTransaction { transaction in
                    try await transaction.simple("COMMIT")
                    try await transaction.execute("INSERT INTO item VALUES (1)")
                }
            }
            #expect(error?.kind == .transactionEnded)
            try await expect([], in: database)
            await pool.close()
        }
    }

    @Test func aCancelledTransactionIsRolledBack() async throws {
        try await withItems { database in
            let (started, signal) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await database.pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO item VALUES (1)")
                    signal.finish()
                    try await transaction.execute("SELECT pg_sleep(60)")
                }
            }
            for await _ in started {}
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await expect([], in: database)
        }
    }

    @Test func copyAndPipelineStandWithTheTransaction() async throws {
        try await withItems { database in
            await #expect(throws: Refusal.self) {
                try await database.pool.withTransaction { transaction in
                    var data = CopyData()
                    data.append(1)
                    #expect(try await transaction.copyIn("COPY item FROM STDIN", data) == 1)
                    let inserted = try await transaction.pipeline([2, 3].map { "INSERT INTO item VALUES (\($0))" })
                    #expect(inserted.map(\.affected) == [1, 1])
                    throw Refusal()
                }
            }
            try await expect([], in: database)
        }
    }
}
