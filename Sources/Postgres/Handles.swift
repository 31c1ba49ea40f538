import CLibPQ

/// Owns a libpq connection; empty until opened. libpq takes a null connection as a broken one.
struct ConnectionHandle: ~Copyable {
    private(set) var pointer: OpaquePointer?

    /// Opens the connection, waiting for it.
    mutating func open(_ connectionString: String) {
        close()
        pointer = PQconnectdb(connectionString)
        // libpq would print notices, which may quote data, to standard error.
        _ = PQsetNoticeProcessor(pointer, { _, _ in }, nil)
    }

    /// Gives up the connection at once.
    mutating func close() {
        PQfinish(pointer)
        pointer = nil
    }

    var isConnected: Bool { PQstatus(pointer) == CONNECTION_OK }
    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(pointer) }

    deinit { PQfinish(pointer) }
}

/// Owns a libpq result.
///
/// `@unchecked Sendable`: libpq promises that a result never changes once made and may be read on any thread.
struct ResultHandle: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer?

    init(_ pointer: OpaquePointer?) { self.pointer = pointer }

    var status: ExecStatusType { PQresultStatus(pointer) }
    /// The command tag, for example `COMMIT`.
    var tag: String { String(cString: PQcmdStatus(pointer)) }

    /// A field of an error report, for example its SQLSTATE.
    func field(_ code: Int32) -> String? {
        PQresultErrorField(pointer, code).map { String(cString: $0) }
    }

    deinit { PQclear(pointer) }
}

/// Owns what libpq needs to cancel a connection's running statement from another thread.
///
/// `@unchecked Sendable`: libpq only reads it.
struct CancelHandle: ~Copyable, @unchecked Sendable {
    private let pointer: OpaquePointer?

    init(_ connection: OpaquePointer?) { pointer = PQgetCancel(connection) }

    /// Asks the server to cancel, waiting until it has heard.
    func cancel() {
        var message = [CChar](repeating: 0, count: 256)
        // A failure means that the connection is gone, which the running statement reports itself.
        _ = PQcancel(pointer, &message, Int32(message.count))
    }

    deinit { PQfreeCancel(pointer) }
}
