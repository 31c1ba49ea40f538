public import Foundation
public import IncidentReports
import Postgres

/// An agreement that a practice signed.
public struct Agreement: Sendable {
    /// A kind of table `agreement_kind`: provider-services or business-associate.
    public let kind: String
    /// In force from this day on.
    public let signedOn: CalendarDate
    /// In the PSO's own numbering; `nil` takes the current one.
    public let version: String?
    /// Who signed for the practice.
    public let signer: String
    /// Last day in force; `nil` while it runs until one side ends it.
    public let endsOn: CalendarDate?
    /// The day by which it is to be looked at again.
    public let renewalOn: CalendarDate?
    public let file: SignedFile?

    public init(
        kind: String, signedOn: CalendarDate, version: String? = nil, signer: String, endsOn: CalendarDate? = nil,
        renewalOn: CalendarDate? = nil, file: SignedFile? = nil
    ) {
        self.kind = kind
        self.signedOn = signedOn
        self.version = version
        self.signer = signer
        self.endsOn = endsOn
        self.renewalOn = renewalOn
        self.file = file
    }

    /// The signed document.
    public struct SignedFile: Sendable {
        public let name: String
        public let content: Data
        /// Whether the bytes are kept in the database, and not their hash alone.
        public let isKept: Bool

        public init(name: String, content: Data, isKept: Bool) {
            self.name = name
            self.content = content
            self.isKept = isKept
        }
    }

    /// The kinds that a practice needs.
    public static let kinds = ["provider-services", "business-associate"]
}

/// A key contact of a practice.
public struct KeyContact: Sendable {
    public let name: String
    /// A role of table `contact_role`.
    public let role: String
    public let email: String?
    public let phone: String?

    public init(name: String, role: String, email: String? = nil, phone: String? = nil) {
        self.name = name
        self.role = role
        self.email = email
        self.phone = phone
    }

    /// What a contact may be there for.
    public static let roles = [
        "primary", "signatory", "physician", "physicist", "administrator", "reviewer", "privacy", "technology",
    ]
}

extension PracticeAdministration {
    /// Records an agreement; the same kind signed on the same day again changes nothing.
    ///
    /// - Returns: whether it was recorded now.
    @discardableResult
    public func record(_ agreement: Agreement, of code: PracticeCode) async throws -> Bool {
        try await act("record_agreement", on: code) { session, practiceID in
            try await insert(agreement, practiceID, session)
        }
    }

    /// Records that a practice signed every agreement it needs, each in its current version, on one day.
    public func recordAgreements(
        of code: PracticeCode, signedOn: CalendarDate, signer: String, endsOn: CalendarDate? = nil
    ) async throws {
        try await act("record_agreements", on: code) { session, practiceID in
            for kind in Agreement.kinds {
                try await insert(
                    Agreement(kind: kind, signedOn: signedOn, signer: signer, endsOn: endsOn), practiceID, session)
            }
        }
    }

    @discardableResult
    private func insert(_ agreement: Agreement, _ practiceID: Int, _ session: any Session) async throws -> Bool {
        guard Agreement.kinds.contains(agreement.kind) else { throw AdministrationError.unknownAgreement }
        let file = agreement.file
        return try await session.execute(
            """
            INSERT INTO agreement (practice_id, kind, signed_on, version, signer, ends_on, renewal_on, file_name,
                                   file_hash, file, recorded_by)
            SELECT \(practiceID)::integer, kind, \(agreement.signedOn.description)::date,
                   coalesce(\(agreement.version)::text, current_version), \(agreement.signer)::text,
                   \(agreement.endsOn?.description)::date, \(agreement.renewalOn?.description)::date,
                   \(file?.name)::text, \(file.map { ReportCodec.contentHash(of: $0.content) })::bytea,
                   \(file.flatMap { $0.isKept ? $0.content : nil })::bytea, \(actor)::text
            FROM agreement_kind WHERE kind = \(agreement.kind)
            ON CONFLICT ON CONSTRAINT agreement_pkey DO NOTHING
            """) > 0
    }

    /// Ends the agreements of one kind that are in force.
    ///
    /// - Parameter day: the first day out of force.
    public func endAgreement(_ kind: String, of code: PracticeCode, on day: CalendarDate) async throws {
        try await act("end_agreement", on: code) { session, practiceID in
            let ended = try await session.execute(
                """
                UPDATE agreement SET terminated_on = \(day.description)::date, terminated_by = \(actor)
                WHERE practice_id = \(practiceID)::integer AND kind = \(kind) AND terminated_on IS NULL
                  AND (ends_on IS NULL OR ends_on >= \(day.description)::date)
                """)
            if ended == 0 { throw AdministrationError.unknownAgreement }
        }
    }

    /// Says which version of an agreement is signed from now on.
    public func setCurrentVersion(_ version: String, ofAgreement kind: String) async throws {
        let changed = try await act("agreement_version") {
            try await $0.execute("UPDATE agreement_kind SET current_version = \(version) WHERE kind = \(kind)")
        }
        if changed == 0 { throw AdministrationError.unknownAgreement }
    }

    /// Records a facility, or changes its place.
    public func addFacility(_ name: String, place: String?, to code: PracticeCode) async throws {
        try await act("add_facility", on: code) { session, practiceID in
            try await session.execute(
                """
                INSERT INTO facility (practice_id, name, place, recorded_by)
                VALUES (\(practiceID)::integer, \(name), \(place), \(actor))
                ON CONFLICT ON CONSTRAINT facility_pkey
                DO UPDATE SET place = EXCLUDED.place, recorded_by = EXCLUDED.recorded_by, recorded_at = now()
                """)
        }
    }

    public func removeFacility(_ name: String, from code: PracticeCode) async throws {
        try await remove("remove_facility", "facility", name, from: code)
    }

    /// Records a key contact in a role, or changes how they are reached.
    public func addContact(_ contact: KeyContact, to code: PracticeCode) async throws {
        guard KeyContact.roles.contains(contact.role) else { throw AdministrationError.unknownRole }
        try await act("add_contact", on: code) { session, practiceID in
            try await session.execute(
                """
                INSERT INTO key_contact (practice_id, name, role, email, phone, recorded_by)
                VALUES (\(practiceID)::integer, \(contact.name), \(contact.role), \(contact.email), \(contact.phone),
                        \(actor))
                ON CONFLICT ON CONSTRAINT key_contact_pkey
                DO UPDATE SET email = EXCLUDED.email, phone = EXCLUDED.phone, recorded_by = EXCLUDED.recorded_by,
                              recorded_at = now()
                """)
        }
    }

    /// Removes a key contact from all roles.
    public func removeContact(_ name: String, from code: PracticeCode) async throws {
        try await remove("remove_contact", "key_contact", name, from: code)
    }

    /// Records that a practice belongs to another organization as well.
    public func addOtherPSO(_ name: String, to code: PracticeCode) async throws {
        try await act("add_other_pso", on: code) { session, practiceID in
            try await session.execute(
                """
                INSERT INTO other_pso (practice_id, name, recorded_by)
                VALUES (\(practiceID)::integer, \(name), \(actor))
                ON CONFLICT ON CONSTRAINT other_pso_pkey DO NOTHING
                """)
        }
    }

    public func removeOtherPSO(_ name: String, from code: PracticeCode) async throws {
        try await remove("remove_other_pso", "other_pso", name, from: code)
    }

    private func remove(_ act: StaticString, _ table: String, _ name: String, from code: PracticeCode) async throws {
        try await self.act(act, on: code) { session, practiceID in
            let removed = try await session.execute(
                "DELETE FROM \(identifier: table) WHERE practice_id = \(practiceID)::integer AND name = \(name)")
            if removed == 0 { throw AdministrationError.nothingToRemove }
        }
    }

    /// Records that a practice has done a task; tasks that facts complete are refused.
    public func complete(
        _ task: String, of code: PracticeCode, on day: CalendarDate, evidence: String?
    ) async throws {
        try await act("complete_task", on: code) { session, practiceID in
            try await checkTask(task, session)
            try await session.execute(
                """
                INSERT INTO practice_task (practice_id, task, done_on, evidence, recorded_by)
                VALUES (\(practiceID)::integer, \(task), \(day.description)::date, \(evidence), \(actor))
                ON CONFLICT ON CONSTRAINT practice_task_pkey
                DO UPDATE SET done_on = EXCLUDED.done_on, evidence = EXCLUDED.evidence,
                              recorded_by = EXCLUDED.recorded_by, recorded_at = now()
                """)
        }
    }

    /// Takes back that a task is done.
    public func reopen(_ task: String, of code: PracticeCode) async throws {
        try await act("reopen_task", on: code) { session, practiceID in
            try await checkTask(task, session)
            try await session.execute(
                "DELETE FROM practice_task WHERE practice_id = \(practiceID)::integer AND task = \(task)")
        }
    }

    private func checkTask(_ task: String, _ session: any Session) async throws {
        let found = try await session.query(
            "SELECT fact FROM enrolment_task WHERE task = \(task)", as: (String?).self)
        guard let fact = found.first else { throw AdministrationError.unknownTask }
        if fact != nil { throw AdministrationError.completesByItself }
    }
}
