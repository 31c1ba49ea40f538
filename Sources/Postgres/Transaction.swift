import Logging

/// How much of other transactions' work a transaction sees.
public enum Isolation: String, Sendable {
    case readCommitted = "READ COMMITTED"
    /// One snapshot for all its statements.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after another.
    case serializable = "SERIALIZABLE"
}

/// A transaction under way; its statements are refused once it has ended.
public struct Transaction: Session {
    /// What names a transaction in errors and in the server's log, and tells it from those before it.
    struct Mark: Sendable {
        let number: Int
        let name: String
    }

    private let connection: Connection
    private let mark: Mark

    init(_ connection: Connection, _ mark: Mark) {
        self.connection = connection
        self.mark = mark
    }

    @discardableResult
    public func query(_ sql: SQL) async throws -> Rows {
        try await connection.query(sql.named(mark.name), in: mark)
    }

    @discardableResult
    public func pipeline(_ statements: [SQL]) async throws -> [Rows] {
        try await connection.pipeline(statements.map { $0.named(mark.name) }, in: mark)
    }

    @discardableResult
    public func copyIn(_ statement: SQL, _ data: CopyData) async throws -> Int {
        try await connection.copyIn(statement.named(mark.name), data, in: mark)
    }

    public func simple(_ script: String) async throws {
        try await connection.simple(script, in: mark)
    }
}

extension Pool {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// On a conflict with another transaction, or a connection lost before COMMIT, the whole body runs again, so it
    /// must have no effect but through the transaction. Each setting is in force for the transaction only, as by
    /// `SET LOCAL`, in the order given. A connection lost during COMMIT throws `commitOutcomeUnknown` and is not
    /// tried again.
    @discardableResult
    public nonisolated func withTransaction<Value>(
        name: StaticString = #function,
        isolation: Isolation = .readCommitted,
        readOnly: Bool = false,
        retries: Int = 5,
        settings: [(name: String, value: String)] = [],
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        let name = "\(name)".replacing("*/", with: "")
        let options = "ISOLATION LEVEL \(isolation.rawValue) READ \(readOnly ? "ONLY" : "WRITE")"
        var attempt = 0
        while true {
            do {
                return try await withConnection { connection in
                    let mark = try await connection.begin(name, options, settings)
                    do {
                        let value = try await body(Transaction(connection, mark))
                        try await connection.commit(mark)
                        return value
                    } catch {
                        if !connection.isIdle { await connection.rollback() }
                        throw error
                    }
                }
            } catch let error as DatabaseError where error.isRetryable && attempt < retries {
                attempt += 1
                logger.debug("running transaction again", metadata: ["attempt": "\(attempt)", "error": "\(error)"])
                // Those in conflict come back at different moments.
                try await Task.sleep(for: .milliseconds(Double.random(in: 0...Double(1 << min(attempt, 8)))))
            }
        }
    }
}
