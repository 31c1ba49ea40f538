public import Logging

/// Lends connections, opens them when first needed and replaces those that broke.
public actor Pool {
    private let settings: ConnectionSettings
    private let size: Int
    nonisolated let logger: Logger
    private var idle: [Connection] = []
    /// Connections idle, lent or being opened.
    private var count = 0
    /// Who waits, the longest first; resumed with nil, a waiter may open a connection of its own.
    private var waiters: [(number: Int, continuation: CheckedContinuation<Connection?, any Error>)] = []
    private var lastWaiter = 0
    private var isClosed = false

    /// A pool of at most `size` connections, none of them open yet; more than about 8 only wait for each other.
    public init(_ settings: ConnectionSettings, size: Int = 8, logger: Logger = Logger(label: "postgres")) {
        self.settings = settings
        self.size = max(1, size)
        self.logger = logger
    }

    /// Connections lent (or being opened) and idle, and how many wait for one.
    public var use: (lent: Int, idle: Int, waiting: Int) { (count - idle.count, idle.count, waiters.count) }

    /// Lends a connection to `body` alone.
    @discardableResult
    public nonisolated func withConnection<Value>(
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await acquire()
        do {
            let value = try await body(connection)
            await release(connection)
            return value
        } catch {
            await release(connection)
            throw error
        }
    }

    /// Closes idle connections now and lent ones when they come back; refuses and wakes everyone who waits.
    public func close() {
        isClosed = true
        count -= idle.count
        idle.removeAll()
        for waiter in waiters { waiter.continuation.resume(throwing: Self.closed) }
        waiters.removeAll()
    }

    private static let closed = DatabaseError(.connection, detail: "pool is closed")

    private func acquire() async throws -> Connection {
        try Task.checkCancellation()
        while let connection = idle.popLast() {
            if !connection.hasUnaskedInput { return connection }
            logger.notice("replacing a broken database connection")
            count -= 1
        }
        guard !isClosed else { throw Self.closed }
        if count < size {
            count += 1
        } else if let connection = try await wait() {
            return connection
        }
        do {
            return try await Connection.connect(settings)
        } catch {
            giveUpPlace()
            throw error
        }
    }

    private func wait() async throws -> Connection? {
        lastWaiter += 1
        let number = lastWaiter
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiters.append((number, $0)) }
        } onCancel: {
            Task { await self.cancelWaiter(number) }
        }
    }

    private func cancelWaiter(_ number: Int) {
        guard let index = waiters.firstIndex(where: { $0.number == number }) else { return }
        waiters.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    private func release(_ connection: Connection) {
        if isClosed {
            count -= 1
        } else if !connection.isIdle {
            logger.notice("closing a database connection that is broken or was left in a transaction")
            giveUpPlace()
        } else if waiters.isEmpty {
            idle.append(connection)
        } else {
            waiters.removeFirst().continuation.resume(returning: connection)
        }
    }

    /// Lets the next in line open a connection in the place of one that is gone.
    private func giveUpPlace() {
        if waiters.isEmpty {
            count -= 1
        } else {
            waiters.removeFirst().continuation.resume(returning: nil)
        }
    }
}
