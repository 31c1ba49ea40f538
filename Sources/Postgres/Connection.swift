import CLibPQ
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One connection, confined to a serial queue of its own on which libpq may block.
///
/// Statements of several tasks on one connection interleave; borrow it from a `Pool` to have it alone.
public actor Connection: Session {
    private nonisolated let executor = QueueExecutor()
    private nonisolated let canceller = Canceller()
    private nonisolated let idle = Atomic(false)
    private nonisolated let socket = Atomic<Int32>(-1)
    var handle = ConnectionHandle()
    /// The names of prepared statements by their text.
    private var statements: [String: String] = [:]
    private var statementsPrepared = 0
    private var transactionsBegun = 0

    /// Above this number of prepared statements all are forgotten, since the server keeps a plan of each in memory.
    private static let statementLimit = 500

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init() {}

    /// Opens a connection.
    public static func connect(_ settings: ConnectionSettings) async throws -> Connection {
        let connection = Connection()
        try await connection.open(settings)
        return connection
    }

    private func open(_ settings: ConnectionSettings) throws {
        handle.open(settings.connectionString)
        guard handle.isConnected else { throw error(ResultHandle(nil), "connect to \(settings)") }
        canceller.attach(CancelHandle(handle.pointer))
        socket.store(PQsocket(handle.pointer), ordering: .releasing)
        noteState()
    }

    // MARK: Session

    @discardableResult
    public func query(_ sql: SQL) async throws -> Rows {
        try await query(sql, in: nil)
    }

    @discardableResult
    public func pipeline(_ statements: [SQL]) async throws -> [Rows] {
        try await pipeline(statements, in: nil)
    }

    @discardableResult
    public func copyIn(_ statement: SQL, _ data: CopyData) async throws -> Int {
        try await copyIn(statement, data, in: nil)
    }

    public func simple(_ script: String) async throws {
        try await simple(script, in: nil)
    }

    /// Runs one statement, inside that transaction or not at all.
    func query(_ sql: SQL, in transaction: Transaction.Mark?) async throws -> Rows {
        try await cancellable(in: transaction) { try run(sql) }
    }

    /// Runs a script, inside that transaction or not at all.
    func simple(_ script: String, in transaction: Transaction.Mark?) async throws {
        try await cancellable(in: transaction) { try runSimple(script) }
    }

    // MARK: State, read by the pool without waiting for the queue

    /// Whether the connection is open and outside any transaction.
    nonisolated var isIdle: Bool { idle.load(ordering: .acquiring) }

    /// Whether the server said something unasked, which for an idle connection is as a rule a farewell.
    nonisolated var hasUnaskedInput: Bool {
        var descriptor = pollfd(fd: socket.load(ordering: .acquiring), events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) != 0
    }

    private func noteState() {
        idle.store(handle.isConnected && handle.transactionStatus == PQTRANS_IDLE, ordering: .releasing)
    }

    // MARK: Transactions

    /// Begins a transaction with its settings.
    ///
    /// Each is a query of its own: a Citus coordinator hands on to its workers the whole text in which it finds a setting.
    func begin(_ name: String, _ options: String, _ settings: [(String, String)]) throws -> Transaction.Mark {
        transactionsBegun += 1
        let mark = Transaction.Mark(number: transactionsBegun, name: name)
        defer { noteState() }
        do {
            try runSimple("/* \(name) */ BEGIN \(options)")
            for (setting, value) in settings {
                // SET LOCAL rather than set_config(): a Citus coordinator hands on only the former.
                let path = setting.split(separator: ".").map { quoted(String($0)) }.joined(separator: ".")
                try runSimple("SET LOCAL \(path) = \(try literal(value))")
            }
        } catch {
            // Without its settings a transaction must not go on.
            rollback()
            throw naming(error, mark)
        }
        return mark
    }

    /// Commits; not open to cancellation, since its outcome would then be in doubt.
    func commit(_ mark: Transaction.Mark) throws {
        defer { noteState() }
        do {
            try check(mark)
            let result = ResultHandle(PQexec(handle.pointer, "/* \(mark.name) */ COMMIT"))
            guard result.status == PGRES_COMMAND_OK else {
                let failure = error(result, "COMMIT")
                guard failure.kind == .connection else { throw failure }
                throw DatabaseError(.commitOutcomeUnknown, sqlState: failure.sqlState, detail: failure.debugDescription)
            }
            // The server answers the COMMIT of a failed transaction with ROLLBACK and no error.
            guard result.tag == "COMMIT" else { throw DatabaseError(.transactionAborted) }
        } catch {
            throw naming(error, mark)
        }
    }

    /// Ends the transaction without a trace.
    func rollback() {
        // A failure leaves the connection outside the idle state, and the pool then closes it.
        PQclear(PQexec(handle.pointer, "ROLLBACK"))
        noteState()
    }

    private func check(_ mark: Transaction.Mark) throws {
        guard handle.isConnected else { throw error(ResultHandle(nil), "") }
        guard mark.number == transactionsBegun, handle.transactionStatus != PQTRANS_IDLE else {
            throw DatabaseError(.transactionEnded)
        }
    }

    // MARK: Running

    /// Runs blocking work that the cancellation of the task interrupts.
    func cancellable<Value>(in transaction: Transaction.Mark?, _ work: () throws -> Value) async throws -> Value {
        let number = canceller.begin()
        defer {
            canceller.end()
            noteState()
        }
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            do {
                if let transaction { try check(transaction) }
                do {
                    return try work()
                } catch let error as DatabaseError where error.kind == .stalePlan && transaction == nil {
                    return try work()
                }
            } catch let error as DatabaseError where error.sqlState == "57014" && Task.isCancelled {
                throw CancellationError()
            } catch {
                throw naming(error, transaction)
            }
        } onCancel: {
            canceller.cancel(number)
        }
    }

    private func naming(_ error: any Error, _ transaction: Transaction.Mark?) -> any Error {
        guard var error = error as? DatabaseError else { return error }
        error.operation = transaction?.name
        return error
    }

    private func run(_ sql: SQL) throws -> Rows {
        let text = sql.text
        try checkParameters(sql)
        try limitStatements()
        let name = try prepared(text) {
            let result = ResultHandle(PQprepare(handle.pointer, $0, text, 0, nil))
            guard result.status == PGRES_COMMAND_OK else { throw error(result, text) }
        }
        let result = sql.parameters.withPointers {
            PQexecPrepared(handle.pointer, name, Int32(sql.parameters.count), $0, nil, nil, 0)
        }
        return try rows(ResultHandle(result), text)
    }

    private func runSimple(_ script: String) throws {
        let result = ResultHandle(PQexec(handle.pointer, script))
        _ = try rows(result, script)
    }

    /// Refuses parameters that would arrive shortened.
    func checkParameters(_ sql: SQL) throws {
        if let number = sql.parameters.truncated { throw DatabaseError(.zeroByte(parameter: number), detail: sql.text) }
    }

    /// The name of the statement prepared for this text, which `prepare` is asked to make if there is none yet.
    func prepared(_ text: String, _ prepare: (_ name: String) throws -> Void) rethrows -> String {
        if let name = statements[text] { return name }
        statementsPrepared += 1
        let name = "s\(statementsPrepared)"
        try prepare(name)
        statements[text] = name
        return name
    }

    /// Forgets prepared statements when there are too many; to be called when no statement is under way.
    func limitStatements() throws {
        guard statements.count > Self.statementLimit else { return }
        try runSimple("DEALLOCATE ALL")
        statements.removeAll()
    }

    /// Has the statement of that text prepared anew when next used.
    func forget(_ text: String) {
        statements[text] = nil
    }

    /// The rows of a result, or its error.
    func rows(_ result: consuming ResultHandle, _ text: String) throws -> Rows {
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            return Rows(result)
        case PGRES_COPY_IN, PGRES_COPY_OUT:
            endCopy()
            throw DatabaseError(.misuse, detail: text)
        default:
            throw error(result, text)
        }
    }

    /// Takes a connection out of a COPY that nobody asked for.
    private func endCopy() {
        PQputCopyEnd(handle.pointer, "use copyIn")
        var line: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(handle.pointer, &line, 0) > 0 { PQfreemem(line) }
        while let result = PQgetResult(handle.pointer) { PQclear(result) }
    }

    /// What a failed result, or none at all, means.
    func error(_ result: borrowing ResultHandle, _ text: String) -> DatabaseError {
        let sqlState = result.field(fieldSQLState)
        var kind = sqlState.map { DatabaseError.Kind(sqlState: $0, result) } ?? .other
        if !handle.isConnected { kind = .connection }
        if kind == .stalePlan { forget(text) }
        let fields = [fieldMessage, fieldDetail, fieldHint, fieldContext].compactMap { result.field($0) }
        let message = fields.isEmpty ? [String(cString: PQerrorMessage(handle.pointer))] : fields
        return DatabaseError(kind, sqlState: sqlState, detail: (message + [text]).joined(separator: "; "))
    }

    private func literal(_ value: String) throws -> String {
        guard !value.utf8.contains(0), let escaped = PQescapeLiteral(handle.pointer, value, value.utf8.count) else {
            throw DatabaseError(.misuse, detail: "transaction setting")
        }
        defer { PQfreemem(escaped) }
        return String(cString: escaped)
    }
}
