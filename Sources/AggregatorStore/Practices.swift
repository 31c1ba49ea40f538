public import Foundation
public import IncidentReports
public import Postgres

/// A practice under contract and what has arrived from it.
public struct PracticeRow: Sendable {
    public let code: String
    public let name: String
    public let enrolledAt: String
    public let standing: Standing
    public let submitters: Int
    public let reports: Int
}

/// A practice and whether it may submit today.
public struct PracticeStanding: Sendable {
    public let code: String
    public let name: String
    /// The day on which it was added, UTC.
    public let enrolledAt: String
    public let standing: Standing
}

/// Administration of practices: as the owner of the database all of it, as `goodcatch_enrolment` what concerns enrolment.
public struct PracticeAdministration: Sendable {
    let pool: Pool
    /// The account whose acts these are.
    let actor: String
    /// The same for the audit log.
    let who: AuditEvent.Actor
    /// What every transaction says of itself.
    private let settings: [(name: String, value: String)]

    /// - Parameter actor: the account of the operating system that is recorded with everything that is changed.
    public init(_ pool: Pool, by actor: String = Operator.name) {
        self.pool = pool
        self.actor = actor
        who = .operator(actor)
        settings = []
    }

    /// - Parameters:
    ///   - pool: ``AggregatorStore/enrolment``.
    ///   - person: recorded with everything that is changed, by name; in the audit log by id.
    public init(_ pool: Pool, as person: Person) {
        self.pool = pool
        actor = person.name
        who = .account(person.id)
        settings = [("app.account", person.id.uuidString.lowercased())]
    }

    /// Runs one act of `actor` in a transaction, which also tells the audit log of it; every act goes through here.
    ///
    /// - Parameters:
    ///   - action: what the log is told; `nil` for what changes nothing or what the tables themselves tell.
    ///   - code: the practice it is about. Its row stays locked, so that acts on one practice follow one another and
    ///     nothing of it is stored meanwhile.
    @discardableResult
    func act<Value>(
        _ name: StaticString, as action: AuditEvent.Action? = .changePractice, on code: PracticeCode,
        _ body: (Transaction, Int) async throws -> Value
    ) async throws -> Value {
        try await act(name, as: action, of: code) { session in
            let ids = try await session.query(
                "SELECT practice_id FROM practice WHERE code = \(code.description) FOR UPDATE", as: (Int).self)
            guard let id = ids.first else { throw AdministrationError.unknownPractice }
            return try await body(session, id)
        }
    }

    /// Runs one act that locks no practice.
    @discardableResult
    func act<Value>(
        _ name: StaticString, as action: AuditEvent.Action? = .changePractice, of code: PracticeCode? = nil,
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        try await pool.withTransaction(name: name, settings: settings) { session in
            let value = try await body(session)
            if let action {
                let subject = action == .changePractice ? "\(name)".replacing("_", with: "-") : nil
                try await AuditLog.append(
                    AuditEvent(action, by: who, practice: code?.description, subject: subject), in: session)
            }
            return value
        }
    }

    /// Adds a practice, or finds it when it exists; it may submit once its agreements are recorded.
    ///
    /// - Returns: whether it was added.
    @discardableResult
    public func add(code: PracticeCode, name: String) async throws -> Bool {
        try await act("add_practice", of: code) { session in
            try await session.execute(
                """
                INSERT INTO practice (code, name) VALUES (\(code.description), \(name))
                ON CONFLICT ON CONSTRAINT practice_code_key DO NOTHING
                """) > 0
        }
    }

    /// Issues a one-time code with which one submitter of an enrolled practice registers its key.
    ///
    /// - Parameters:
    ///   - facility: the facility the submitter will send for; `nil` for the whole practice.
    ///   - seconds: how long the code can be used.
    ///   - keyDays: how long each key of the submitter will be trusted.
    /// - Returns: the code, to be handed to the practice; only its hash is kept.
    public func issueCode(
        to code: PracticeCode, facility: String? = nil, validFor seconds: Int, keyDays: Int = 730, clock: Clock
    ) async throws -> String {
        let enrolment = EnrolmentCode()
        let expires = Self.timestamp(clock.now.addingTimeInterval(Double(seconds)))
        return try await act("issue_enrolment_code", as: nil, on: code) { session, practiceID in
            let standing = try await standing(of: practiceID, session)
            guard standing == .enrolled else { throw AdministrationError.notEnrolled(standing) }
            if let facility {
                let known = try await session.query(
                    "SELECT 1 FROM facility WHERE practice_id = \(practiceID)::integer AND name = \(facility)",
                    as: (Int).self)
                guard !known.isEmpty else { throw AdministrationError.unknownFacility }
            }
            try await session.execute(
                """
                INSERT INTO enrolment_code (code_hash, practice_id, expires_at, facility, key_days, issued_by)
                VALUES (\(enrolment.hash), \(practiceID)::integer, \(expires)::timestamptz, \(facility),
                        \(Int16(keyDays)), \(actor))
                """)
            return enrolment.text
        }
    }

    /// Trusts a practice's submitters no more: one of them, or all with its open enrolment codes.
    ///
    /// - Returns: how many submitters were trusted until now.
    public func revokeSubmitters(of code: PracticeCode, only submitter: UUID? = nil, clock: Clock) async throws -> Int {
        try await act("revoke_submitters", as: nil, on: code) { session, practiceID in
            if let submitter {
                let known = try await session.query(
                    "SELECT 1 FROM submitter WHERE practice_id = \(practiceID)::integer AND client_id = \(submitter)",
                    as: (Int).self)
                guard !known.isEmpty else { throw AdministrationError.unknownSubmitter }
            }
            return try await revoke(practiceID, only: submitter, clock, session)
        }
    }

    func revoke(
        _ practiceID: Int, only submitter: UUID? = nil, _ clock: Clock, _ session: any Session
    ) async throws -> Int {
        let now = Self.timestamp(clock.now)
        if submitter == nil {
            try await session.execute(
                """
                UPDATE enrolment_code SET expires_at = \(now)::timestamptz
                WHERE practice_id = \(practiceID)::integer AND redeemed_at IS NULL AND expires_at > \(now)::timestamptz
                """)
        }
        return try await session.execute(
            """
            UPDATE submitter SET revoked_at = \(now)::timestamptz, revoked_by = \(actor)
            WHERE practice_id = \(practiceID)::integer AND revoked_at IS NULL
              AND (\(submitter)::uuid IS NULL OR client_id = \(submitter)::uuid)
            """)
    }

    /// Whether a practice may submit today.
    public func standing(of code: PracticeCode) async throws -> Standing {
        try await act("practice_standing", as: nil, on: code) { session, practiceID in
            try await standing(of: practiceID, session)
        }
    }

    func standing(of practiceID: Int, _ session: any Session) async throws -> Standing {
        try await session.query(
            "SELECT standing FROM practice_standing WHERE practice_id = \(practiceID)::integer", as: (Standing).self)[0]
    }

    /// All practices with their standings, by code; or one of them.
    public func standings(of code: PracticeCode? = nil) async throws -> [PracticeStanding] {
        try await pool.query(
            """
            SELECT p.code, p.name, to_char(p.enrolled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), s.standing
            FROM practice p JOIN practice_standing s USING (practice_id)
            WHERE \(code?.description)::text IS NULL OR p.code = \(code?.description)::text
            ORDER BY p.code
            """, as: (String, String, String, Standing).self
        ).map { PracticeStanding(code: $0.0, name: $0.1, enrolledAt: $0.2, standing: $0.3) }
    }

    /// All practices with what arrived from them, by code.
    public func list() async throws -> [PracticeRow] {
        let rows = try await pool.query(
            """
            SELECT p.code, p.name, to_char(p.enrolled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), s.standing,
                   (SELECT count(*) FROM submitter s WHERE s.practice_id = p.practice_id AND s.revoked_at IS NULL),
                   (SELECT count(*) FROM current_report r WHERE r.practice_id = p.practice_id)
            FROM practice p JOIN practice_standing s USING (practice_id) ORDER BY p.code
            """, as: (String, String, String, Standing, Int, Int).self)
        return rows.map {
            PracticeRow(
                code: $0.0, name: $0.1, enrolledAt: $0.2, standing: $0.3, submitters: $0.4, reports: $0.5)
        }
    }

    static func timestamp(_ date: Date) -> String { date.ISO8601Format() }
}

/// Why an act on a practice was not done.
public enum AdministrationError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownPractice
    case unknownFacility
    case unknownSubmitter
    case unknownTask
    case unknownRole
    case unknownAgreement
    case unknownPublication
    case nothingToRemove
    case completesByItself
    case notEnrolled(Standing)
    case hasLeft
    case receivingPSO
    case sameApprover
    case notExported
    case exportOutdated(receipts: Int)
    case isDestroyed
    case damaged(receipt: String)
    case remains(table: String)
    case exists(String)

    public var description: String {
        switch self {
        case .unknownPractice: "there is no practice of this code; 'practice list' shows them"
        case .unknownFacility: "the practice has no facility of this name; add it with 'enrolment facility'"
        case .unknownSubmitter: "the practice has no submitter of this id; 'enrolment show' lists them"
        case .unknownTask: "there is no task of this name; 'enrolment show' lists them"
        case .unknownRole: "there is no role of this name; 'enrolment contact --help' lists them"
        case .unknownAgreement: "the practice has no such agreement in force; 'enrolment show' lists them"
        case .unknownPublication: "there is no aggregate report of this number; 'report --json' prints it"
        case .nothingToRemove: "nothing of this name is recorded for the practice"
        case .completesByItself: "this task completes by itself, by what the database holds"
        case .notEnrolled(let standing): "no code is issued: \(standing.sentence)"
        case .hasLeft: "the practice left already; a practice that comes back gets a new code"
        case .receivingPSO: "name the receiving organization with --to: not exactly one other is recorded"
        case .sameApprover: "two different people approve a disclosure"
        case .notExported: "nothing was exported of this practice yet: run 'practice export', or give --without-export"
        case .exportOutdated(let receipts):
            "\(receipts) receipts were given after the last export: run 'practice export' again, or give --without-export"
        case .isDestroyed: "the practice's work product was destroyed already; 'enrolment show' has the day"
        case .damaged(let receipt): "what receipt \(receipt) stands for is not as it was received; nothing was exported"
        case .remains(let table): "rows of the practice would stay in table \(table); nothing was destroyed"
        case .exists(let folder): "\(folder) exists already; name another folder"
        }
    }
}
