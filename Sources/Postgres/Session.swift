/// What runs statements: a connection, or a transaction on one.
public protocol Session: Sendable {
    /// Runs one statement, prepared on first use of its text, and returns its rows.
    @discardableResult
    func query(_ sql: SQL) async throws -> Rows

    /// Runs many statements in one round trip and, outside a transaction, in one implicit transaction.
    @discardableResult
    func pipeline(_ statements: [SQL]) async throws -> [Rows]

    /// Runs a `COPY .. FROM STDIN` and returns the number of rows stored.
    @discardableResult
    func copyIn(_ statement: SQL, _ data: CopyData) async throws -> Int

    /// Runs a script of several statements, such as a migration; it has no parameters.
    func simple(_ script: String) async throws
}

extension Session {
    /// Runs one statement and decodes its rows, columns in order.
    public func query<each Value: SQLValue>(
        _ sql: SQL, as type: (repeat each Value).Type
    ) async throws -> [(repeat each Value)] {
        try await query(sql).decode(as: type)
    }

    /// Runs one statement and returns how many rows it touched.
    @discardableResult
    public func execute(_ sql: SQL) async throws -> Int {
        try await query(sql).affected
    }
}
