public import IncidentReports
import Postgres

/// A list of what is known of a practice: a table for people, an array for machines, a CSV file in an export.
public struct PracticeList: Sendable {
    public let name: String
    public let columns: [String]
    /// One text a column; `nil` where nothing is known.
    public let rows: [[String?]]

    public init(name: String, columns: [String], rows: [[String?]]) {
        self.name = name
        self.columns = columns
        self.rows = rows
    }

    /// RFC 4180 with a header.
    public var csv: String {
        ([columns] + rows.map { $0.map { $0 ?? "" } }).map { CSVLine.text($0) + "\r\n" }
            .joined()
    }

    /// One object a row.
    public var json: JSONValue {
        .array(
            rows.map { row in
                .object(Dictionary(uniqueKeysWithValues: zip(columns, row.map { $0.map { .string($0) } ?? .null })))
            })
    }
}

/// The lists there are; `$1` in each query is the practice.
public enum PracticeListName: String, Sendable, CaseIterable {
    case tasks, facilities, contacts, agreements
    case otherPSOs = "other-psos"
    case submitters, leaving, events, receipts

    /// What `enrolment show` tells; the others speak of single reports.
    public static let enrolment: [Self] = [
        .tasks, .facilities, .contacts, .agreements, .otherPSOs, .submitters, .leaving,
    ]

    /// What each row tells.
    public var columns: [String] {
        PracticeAdministration.query(self, 0).columns.split(separator: " ").map { String($0) }
    }
}

extension PracticeAdministration {
    /// Reads lists of a practice in one snapshot.
    public func lists(_ names: [PracticeListName], of code: PracticeCode) async throws -> [PracticeList] {
        try await pool.withTransaction(name: "practice_lists", isolation: .repeatableRead, readOnly: true) { session in
            let ids = try await session.query(
                "SELECT practice_id FROM practice WHERE code = \(code.description)", as: (Int).self)
            guard let practiceID = ids.first else { throw AdministrationError.unknownPractice }
            var lists: [PracticeList] = []
            for name in names {
                let rows = try await session.query(Self.query(name, practiceID).sql, as: ([String?]).self)
                lists.append(PracticeList(name: name.rawValue, columns: name.columns, rows: rows))
            }
            return lists
        }
    }

    private static func utc(_ column: String) -> SQL {
        "to_char(\(unescaped: column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    }

    fileprivate static func query(_ name: PracticeListName, _ id: Int) -> (columns: String, sql: SQL) {
        switch name {
        case .tasks: ("stage task title done evidence by", tasks(id))
        case .facilities:
            (
                "name place recorded by",
                """
                SELECT ARRAY[name, place, \(utc("recorded_at")), recorded_by]
                FROM facility WHERE practice_id = \(id)::integer ORDER BY name
                """
            )
        case .contacts:
            (
                "role name email phone recorded by",
                """
                SELECT ARRAY[role, name, email, phone, \(utc("recorded_at")), recorded_by]
                FROM key_contact WHERE practice_id = \(id)::integer ORDER BY role, name
                """
            )
        case .agreements:
            (
                "kind signed version signer ends renewal terminated file sha256 recorded by",
                """
                SELECT ARRAY[kind, signed_on::text, version, signer, ends_on::text, renewal_on::text,
                             terminated_on::text, file_name, encode(file_hash, 'hex'), \(utc("recorded_at")), recorded_by]
                FROM agreement WHERE practice_id = \(id)::integer ORDER BY kind DESC, signed_on
                """
            )
        case .otherPSOs:
            (
                "name recorded by",
                """
                SELECT ARRAY[name, \(utc("recorded_at")), recorded_by]
                FROM other_pso WHERE practice_id = \(id)::integer ORDER BY name
                """
            )
        case .submitters:
            (
                "submitter facility enrolled key-expires revoked by",
                """
                SELECT ARRAY[s.client_id::text, s.facility, \(utc("s.enrolled_at")), \(utc("max(k.expires_at)")),
                             \(utc("s.revoked_at")), s.revoked_by]
                FROM submitter s LEFT JOIN submitter_key k USING (client_id)
                WHERE s.practice_id = \(id)::integer
                GROUP BY s.client_id ORDER BY s.enrolled_at, s.client_id
                """
            )
        case .leaving: ("act time detail by", leaving(id))
        case .events:
            (
                "report reported declared withdrawn",
                """
                SELECT ARRAY[report_id::text, \(utc("reported_at")),
                             CASE declared WHEN 1 THEN 'entered' WHEN 3 THEN 'reported' END, \(utc("withdrawn_at"))]
                FROM pses_event WHERE practice_id = \(id)::integer ORDER BY reported_at, report_id
                """
            )
        case .receipts:
            ("kind report revision attachment detail receipt received sha256 submitter specification", receipts(id))
        }
    }

    private static func tasks(_ id: Int) -> SQL {
        """
        SELECT ARRAY[t.stage, t.task, t.title, coalesce(d.done_on, f.done_on)::text, d.evidence, d.recorded_by]
        FROM enrolment_task t
        LEFT JOIN practice_task d ON d.task = t.task AND d.practice_id = \(id)::integer
        LEFT JOIN LATERAL (
            SELECT CASE t.fact
                WHEN 'form' THEN (
                    SELECT greatest(min(fa.recorded_at), min(c.recorded_at))::date FROM facility fa, key_contact c
                    WHERE fa.practice_id = \(id)::integer AND c.practice_id = \(id)::integer)
                WHEN 'submitter' THEN (
                    SELECT min(enrolled_at)::date FROM submitter WHERE practice_id = \(id)::integer)
                WHEN 'first-report' THEN (
                    SELECT received_at::date FROM practice_first_report WHERE practice_id = \(id)::integer)
                ELSE (SELECT min(signed_on) FROM agreement WHERE practice_id = \(id)::integer AND kind = t.fact)
            END AS done_on
        ) f ON true
        ORDER BY t.position
        """
    }

    private static func leaving(_ id: Int) -> SQL {
        """
        SELECT ARRAY[act, \(utc("at")), detail, by]
        FROM (
            SELECT 'exported' AS act, exported_at AS at, encode(manifest_hash, 'hex') AS detail, exported_by AS by
            FROM practice_export WHERE practice_id = \(id)::integer
            UNION ALL
            SELECT 'left', left_at, receiving_pso, recorded_by
            FROM practice_departure WHERE practice_id = \(id)::integer
            UNION ALL
            SELECT 'destroyed', destroyed_at, encode(certificate_hash, 'hex'), destroyed_by
            FROM practice_destruction WHERE practice_id = \(id)::integer
        ) a ORDER BY at
        """
    }

    private static func receipts(_ id: Int) -> SQL {
        """
        SELECT ARRAY[kind, report_id::text, revision::text, attachment_id::text, detail, receipt_id::text,
                     \(utc("received_at")), encode(content_hash, 'hex'), client_id::text, specification]
        FROM (
            SELECT 'report' AS kind, report_id, revision, NULL::uuid AS attachment_id, NULL AS detail, receipt_id,
                   received_at, content_hash, client_id, specification
            FROM report WHERE practice_id = \(id)::integer
            UNION ALL
            SELECT 'withdrawal', report_id, revision, NULL, reason, receipt_id, received_at, content_hash, client_id,
                   specification
            FROM report_withdrawal WHERE practice_id = \(id)::integer
            UNION ALL
            SELECT 'attachment', report_id, NULL, attachment_id, media_type, receipt_id, received_at, content_hash,
                   client_id, NULL
            FROM report_attachment WHERE practice_id = \(id)::integer
        ) r ORDER BY kind, report_id, revision, attachment_id
        """
    }
}
