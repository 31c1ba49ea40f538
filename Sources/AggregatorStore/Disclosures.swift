public import IncidentReports
import Postgres

/// An aggregate report given away as nonidentifiable (42 CFR 3.206(b)(5)).
public struct Disclosure: Sendable {
    /// The aggregate report.
    public let publication: Int
    public let recipient: String
    /// How it was made nonidentifiable.
    public let basis: Basis
    /// The expert's determination, or another note.
    public let evidence: String?
    /// Two different people.
    public let approvers: (String, String)
    public let disclosedOn: CalendarDate

    /// The two ways of 42 CFR 3.212.
    public enum Basis: String, Sendable, CaseIterable {
        /// A documented determination of an expert.
        case expert = "3.212(a)(1)"
        /// Removal of every listed identifier, and no knowledge to the contrary.
        case removal = "3.212(a)(2)"
    }

    public init(
        publication: Int, recipient: String, basis: Basis, evidence: String?, approvers: (String, String),
        disclosedOn: CalendarDate
    ) {
        self.publication = publication
        self.recipient = recipient
        self.basis = basis
        self.evidence = evidence
        self.approvers = approvers
        self.disclosedOn = disclosedOn
    }
}

extension PracticeAdministration {
    /// Records a disclosure; it cannot be taken back, and neither can the record.
    ///
    /// - Returns: its number.
    public func record(_ disclosure: Disclosure) async throws -> Int {
        let (first, other) = disclosure.approvers
        func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }
        guard plain(first) != plain(other) else { throw AdministrationError.sameApprover }
        return try await act("record_disclosure", as: .disclose) { session in
            let ids = try await session.query(
                """
                INSERT INTO disclosure (publication_id, content_hash, recipient, basis, evidence, first_approver,
                                        other_approver, disclosed_on, recorded_by)
                SELECT publication_id, content_hash, \(disclosure.recipient)::text, \(disclosure.basis.rawValue)::text,
                       \(disclosure.evidence)::text, \(first)::text, \(other)::text,
                       \(disclosure.disclosedOn.description)::date, \(actor)::text
                FROM publication WHERE publication_id = \(disclosure.publication) AND kind = 'aggregate'
                RETURNING disclosure_id
                """, as: (Int).self)
            guard let id = ids.first else { throw AdministrationError.unknownPublication }
            return id
        }
    }

    /// Every disclosure, in order.
    public func disclosures() async throws -> PracticeList {
        let rows = try await pool.query(
            """
            SELECT ARRAY[d.disclosure_id::text, d.disclosed_on::text, d.publication_id::text, p.period, d.recipient, d.basis,
                         d.evidence, d.first_approver, d.other_approver, encode(d.content_hash, 'hex'), d.recorded_by]
            FROM disclosure d JOIN publication p USING (publication_id) ORDER BY d.disclosure_id
            """, as: ([String?]).self)
        return PracticeList(
            name: "disclosures",
            columns: [
                "disclosure", "on", "publication", "period", "recipient", "basis", "evidence", "approved-by",
                "also-approved-by", "sha256", "by",
            ], rows: rows)
    }
}
