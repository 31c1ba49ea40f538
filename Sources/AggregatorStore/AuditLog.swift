public import Foundation
import IncidentReports
public import Postgres

/// Something that somebody did, for the audit log: ids and counts, never contents.
public struct AuditEvent: Sendable, Hashable {
    /// Who acts.
    public enum Actor: Sendable, Hashable {
        /// An installation of the clinic's program, by client id.
        case submitter(UUID)
        /// A person, by account id.
        case account(UUID)
        /// An account of the operating system that ran goodcatch-pso.
        case `operator`(String)
        /// A part of the system itself.
        case system(String)
    }

    /// What can be done; table audit_action says what each means and whether it reads work product.
    public enum Action: String, Sendable, CaseIterable {
        case submit, withdraw, attach
        case readReport = "read-report"
        case listReports = "list-reports"
        case readAttachment = "read-attachment"
        case listAttachments = "list-attachments"
        case readSummary = "read-summary"
        case countReports = "count-reports"
        case summarizePractice = "summarize-practice"
        case publish
        case issueCode = "issue-code"
        case enrol
        case registerKey = "register-key"
        case revoke
        case refuseToken = "refuse-token"
        case migrate, checkpoint
        case exportPractice = "export-practice"
        case transferPractice = "transfer-practice"
        case destroyPractice = "destroy-practice"
        case disclose
        case changePractice = "change-practice"
        case addAccount = "add-account"
        case resetAccount = "reset-account"
        case disableAccount = "disable-account"
        case activateAccount = "activate-account"
        case logIn = "log-in"
        case logOut = "log-out"
        case refuseLogIn = "refuse-log-in"
        case lockAccount = "lock-account"
    }

    public let actor: Actor
    public let action: Action
    /// Code of the practice concerned; `nil` for none or all.
    public let practice: String?
    /// Id of what was acted on.
    public let subject: String?
    public let counts: [String: Int]

    public init(
        _ action: Action, by actor: Actor, practice: String? = nil, subject: String? = nil, counts: [String: Int] = [:]
    ) {
        self.actor = actor
        self.action = action
        self.practice = practice
        self.subject = subject
        self.counts = counts
    }

    /// A batch of reports or withdrawals, with how many had which outcome.
    static func submission(
        _ action: Action, _ outcomes: [StoreOutcome], practice: PracticeKey, clientID: UUID
    ) -> AuditEvent {
        AuditEvent(
            action, by: .submitter(clientID), practice: practice.code,
            counts: outcomes.reduce(into: [:]) { $0[$1.word, default: 0] += 1 })
    }
}

extension AuditEvent.Actor {
    /// The account of the operating system that runs this program.
    public static var currentOperator: Self { .operator(Operator.name) }

    /// audit_event.actor_kind and audit_event.actor.
    var stored: (kind: String, id: String) {
        switch self {
        case .submitter(let id): ("submitter", id.uuidString.lowercased())
        case .account(let id): ("account", id.uuidString.lowercased())
        case .operator(let name): ("operator", Self.plain(name))
        case .system(let part): ("system", Self.plain(part))
        }
    }

    /// A name with nothing but what the log takes.
    private static func plain(_ name: String) -> String {
        String(name.prefix(64).map { $0.isASCII && ($0.isLetter || $0.isNumber || "._@-".contains($0)) ? $0 : "_" })
    }
}

/// Appends to the audit log, which is all that any role but the owner can do with it.
public enum AuditLog {
    /// Appends in a transaction under way, best at its end: a chain stays locked until the commit.
    public static func append(_ event: AuditEvent, in session: any Session) async throws {
        try await session.execute(statement(event))
    }

    /// The statement that appends, for those who send several at once.
    static func statement(_ event: AuditEvent) -> SQL {
        let actor = event.actor.stored
        let counts = event.counts.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        return """
            SELECT audit_append(\(actor.kind), \(actor.id), \(event.action.rawValue), \(event.practice),
                                \(event.subject), \("{\(counts)}")::jsonb)
            """
    }

    /// Appends in a transaction of its own, and returns once it is durable.
    public static func append(_ event: AuditEvent, to pool: Pool) async throws {
        try await pool.withTransaction(name: "audit") { try await append(event, in: $0) }
    }
}

extension StoreOutcome {
    fileprivate var word: String {
        switch self {
        case .stored: "stored"
        case .duplicate: "duplicate"
        case .conflict: "conflict"
        case .withdrawn: "withdrawn"
        }
    }
}
