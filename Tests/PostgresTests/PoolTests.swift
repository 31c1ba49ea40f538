import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct PoolTests {
    private func processID(_ pool: Pool) async throws -> Int {
        try await pool.withConnection { try await $0.query("SELECT pg_backend_pid()", as: Int.self)[0] }
    }

    @Test func connectionsAreReusedAndNeverMoreThanTheSize() async throws {
        try await TestDatabase.with { database in
            let pool = Pool(try database.settings(), size: 3)
            let first = try await processID(pool)
            #expect(try await processID(pool) == first)
            let ids = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...60 { group.addTask { try await processID(pool) } }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(ids.count <= 3 && ids.contains(first))
            await pool.close()
        }
    }

    @Test func terminatedConnectionsAreReplaced() async throws {
        try await TestDatabase.with { database in
            let pool = Pool(try database.settings(), size: 2)
            let victim = try await processID(pool)
            try await database.pool.withConnection { admin in
                try await admin.execute("SELECT pg_terminate_backend(\(victim)::int, 5000)")
            }
            #expect(try await processID(pool) != victim)
            await pool.close()
        }
    }

    @Test func aConnectionLostInUseIsAnErrorThenReplaced() async throws {
        try await TestDatabase.with { database in
            let pool = Pool(try database.settings(), size: 1)
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.withConnection { try await $0.query("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(error?.kind == .connection)
            _ = try await processID(pool)
            await pool.close()
        }
    }

    @Test func aConnectionLeftInATransactionIsNotLentAgain() async throws {
        try await TestDatabase.with { database in
            let pool = Pool(try database.settings(), size: 1)
            let left = try await pool.withConnection { connection in
                try await connection.execute("BEGIN")
                return try await connection.query("SELECT pg_backend_pid()", as: Int.self)[0]
            }
            #expect(try await processID(pool) != left)
            await pool.close()
        }
    }

    @Test func waitingEndsWithCancellationOrClosing() async throws {
        try await TestDatabase.with { database in
            let pool = Pool(try database.settings(), size: 1)
            try await pool.withConnection { _ in
                let cancelled = Task { try await processID(pool) }
                cancelled.cancel()
                await #expect(throws: CancellationError.self) { try await cancelled.value }
                let waiting = Task { try await processID(pool) }
                await Task.yield()
                await pool.close()
                await #expect(throws: DatabaseError.self) { try await waiting.value }
            }
            await #expect(throws: DatabaseError.self) { _ = try await processID(pool) }
        }
    }

    @Test func aFailedOpeningPassesItsPlaceOn() async throws {
        let pool = Pool(try ConnectionSettings("host=/nonexistent dbname=d user=u"), size: 1)
        await withTaskGroup(of: Void.self) { group in
            for _ in 1...10 {
                group.addTask {
                    let error = await #expect(throws: DatabaseError.self) { try await processID(pool) }
                    #expect(error?.kind == .connection)
                }
            }
        }
    }
}
