import CLibPQ

/// A failure of the database that says what kind, where and which constraint, but nothing of the data.
///
/// The server's own message may quote values; only `String(reflecting:)` shows it.
public struct DatabaseError: Error, Sendable {
    /// What a caller can act upon.
    public enum Kind: Hashable, Sendable {
        /// No connection, or lost before anything could be committed.
        case connection
        /// The connection was lost during COMMIT: the transaction may have been stored or not.
        case commitOutcomeUnknown
        /// Two transactions got in each other's way; running this one again helps.
        case serialization
        /// A statement prepared before a change of the schema; running it again helps.
        case stalePlan
        case uniqueViolation(constraint: String)
        case checkViolation(constraint: String)
        case foreignKeyViolation(constraint: String)
        case exclusionViolation(constraint: String)
        case notNullViolation(column: String)
        /// A privilege or a row-level policy refuses.
        case insufficientPrivilege
        /// A table, column, function, role or database that is not there.
        case undefinedObject
        /// A write in a read-only transaction.
        case readOnly
        /// A statement or lock timeout, or a cancellation that the task did not ask for.
        case timeout
        /// The server is out of disk, memory or connections.
        case resources
        /// An earlier statement failed, so the transaction cannot go on or commit.
        case transactionAborted
        /// The transaction is over; a statement through it would run unprotected.
        case transactionEnded
        /// The parameter of that number holds a zero byte, which PostgreSQL cannot store in text.
        case zeroByte(parameter: Int)
        /// The call does not fit the statement, for example a COPY sent as a query.
        case misuse
        case other
    }

    public let kind: Kind
    /// PostgreSQL's five-character code, when the server gave one.
    public let sqlState: String?
    /// The transaction's name, when inside one.
    public internal(set) var operation: String?
    /// The server's words and the statement's text (without parameters).
    private let detail: String

    init(_ kind: Kind, sqlState: String? = nil, operation: String? = nil, detail: String = "") {
        self.kind = kind
        self.sqlState = sqlState
        self.operation = operation
        self.detail = detail
    }

    /// Whether running the whole transaction again may succeed and cannot store it twice.
    public var isRetryable: Bool {
        [.serialization, .stalePlan, .connection].contains(kind)
    }
}

extension DatabaseError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Kind, constraint, SQLSTATE and transaction; safe to log and to show.
    public var description: String {
        let name = operation.map { " in \($0)" } ?? ""
        let code = sqlState.map { ", SQLSTATE \($0)" } ?? ""
        return "database error\(name): \(kind.text)\(code)"
    }

    /// Everything the server said, for a developer's eyes, since it may quote data.
    ///
    /// Swift also prints this of an error inside an optional, an array or another value, so log the error itself.
    public var debugDescription: String {
        detail.isEmpty ? description : "\(description); \(detail)"
    }
}

extension DatabaseError.Kind {
    fileprivate var text: String {
        switch self {
        case .connection: "no connection to the server"
        case .commitOutcomeUnknown: "connection lost during commit, outcome unknown"
        case .serialization: "conflict with another transaction"
        case .stalePlan: "prepared before a change of the schema"
        case .uniqueViolation(let constraint): "unique constraint \(constraint) violated"
        case .checkViolation(let constraint): "check constraint \(constraint) violated"
        case .foreignKeyViolation(let constraint): "foreign key \(constraint) violated"
        case .exclusionViolation(let constraint): "exclusion constraint \(constraint) violated"
        case .notNullViolation(let column): "column \(column) may not be null"
        case .insufficientPrivilege: "insufficient privilege"
        case .undefinedObject: "undefined object"
        case .readOnly: "write in a read-only transaction"
        case .timeout: "timed out or cancelled"
        case .resources: "server out of resources"
        case .transactionAborted: "transaction aborted by an earlier error"
        case .transactionEnded: "transaction has ended"
        case .zeroByte(let parameter): "parameter \(parameter) holds a zero byte"
        case .misuse: "call does not fit the statement"
        case .other: "statement refused"
        }
    }

    /// SQLSTATE codes, or their two-character classes, and what they mean here.
    private static let byCode: [String: @Sendable (borrowing ResultHandle) -> Self] = [
        "08": { _ in .connection },
        "57P01": { _ in .connection }, "57P02": { _ in .connection }, "57P03": { _ in .connection },
        "40001": { _ in .serialization }, "40P01": { _ in .serialization },
        "26000": { _ in .stalePlan },
        "0A000": { $0.field(fieldSourceFunction) == "RevalidateCachedQuery" ? .stalePlan : .other },
        "23505": { .uniqueViolation(constraint: $0.constraint) },
        "23514": { .checkViolation(constraint: $0.constraint) },
        "23503": { .foreignKeyViolation(constraint: $0.constraint) },
        "23P01": { .exclusionViolation(constraint: $0.constraint) },
        "23502": { .notNullViolation(column: $0.field(fieldColumn) ?? "?") },
        "42501": { _ in .insufficientPrivilege },
        "42P01": { _ in .undefinedObject }, "42703": { _ in .undefinedObject }, "42883": { _ in .undefinedObject },
        "42704": { _ in .undefinedObject }, "3D000": { _ in .undefinedObject }, "3F000": { _ in .undefinedObject },
        "25006": { _ in .readOnly }, "25P02": { _ in .transactionAborted },
        "57014": { _ in .timeout }, "55P03": { _ in .timeout },
        "53": { _ in .resources },
    ]

    init(sqlState: String, _ result: borrowing ResultHandle) {
        let kind = Self.byCode[sqlState] ?? Self.byCode[String(sqlState.prefix(2))]
        self = kind?(result) ?? .other
    }
}

extension ResultHandle {
    fileprivate var constraint: String { field(fieldConstraint) ?? "?" }
}
