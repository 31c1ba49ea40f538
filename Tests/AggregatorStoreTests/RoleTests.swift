import AggregatorStore
import Foundation
import IncidentReports
import IncidentSpec
import Postgres
import TestSupport
import Testing

/// Who may do what to which table, walked over every table and role.
@Suite struct RoleTests {
    private static let allowed: [AggregatorStore.Role: [String: Set<String>]] = [
        .access: [
            "practice": ["SELECT"], "enrolment_code": ["SELECT", "UPDATE"], "submitter": ["SELECT", "INSERT"],
            "submitter_key": ["SELECT", "INSERT", "UPDATE"], "assertion_use": ["SELECT", "INSERT", "DELETE"],
            "practice_standing": ["SELECT"],
            "schema_migration": ["SELECT"], "account": ["SELECT"], "account_session": ["SELECT", "INSERT", "DELETE"],
            "account_link": ["SELECT"], "sign_on_use": ["SELECT", "INSERT", "DELETE"],
        ],
        .ingest: [
            "practice": ["SELECT"], "report": ["SELECT", "INSERT"],
            "sealed_envelope": ["SELECT", "INSERT"], "report_withdrawal": ["SELECT", "INSERT"],
            "report_attachment": ["SELECT", "INSERT"], "attachment_content": ["SELECT", "INSERT"],
            "publication": ["SELECT"], "spec_element": ["SELECT"],
            "spec_option": ["SELECT"], "spec_section": ["SELECT"],
        ],
        .analysis: [
            "practice": ["SELECT"], "report": ["SELECT"], "current_report": ["SELECT"],
            "report_withdrawal": ["SELECT"],
            "spec_element": ["SELECT"], "spec_option": ["SELECT"], "spec_section": ["SELECT"],
        ],
        .publication: [
            "practice": ["SELECT"], "publication": ["SELECT", "INSERT"], "spec_element": ["SELECT"],
            "spec_option": ["SELECT"], "spec_section": ["SELECT"],
        ],
        .enrolment: [
            "practice": ["SELECT"], "practice_standing": ["SELECT"], "practice_first_report": ["SELECT"],
            "enrolment_task": ["SELECT"], "agreement_kind": ["SELECT"], "pso_listing": ["SELECT"],
            "pso_filing": ["SELECT"], "practice_export": ["SELECT"], "practice_departure": ["SELECT"],
            "submitter": ["SELECT"], "facility": ["SELECT", "INSERT", "DELETE"],
            "key_contact": ["SELECT", "INSERT", "DELETE"], "practice_task": ["SELECT", "INSERT", "DELETE"],
            "other_pso": ["SELECT", "INSERT", "DELETE"],
        ],
    ]

    /// What is allowed of some columns only.
    private static let allowedColumns: [AggregatorStore.Role: [String: Set<String>]] = [
        .access: [
            "account UPDATE": [
                "code_hash", "code_expires_at", "password", "second_factor", "last_step", "failures", "locked_until",
            ],
            "account_session UPDATE": ["last_used_at"],
        ],
        .enrolment: [
            "practice INSERT": ["code", "name"], "practice UPDATE": ["name"],
            "practice_destruction SELECT": ["practice_id", "destroyed_at", "destroyed_by", "certificate_hash"],
            "agreement SELECT": [
                "practice_id", "kind", "signed_on", "version", "signer", "ends_on", "renewal_on", "terminated_on",
                "terminated_by", "file_name", "file_hash", "recorded_at", "recorded_by",
            ],
            "agreement INSERT": [
                "practice_id", "kind", "signed_on", "version", "signer", "ends_on", "renewal_on", "file_name",
                "file_hash", "file", "recorded_by",
            ],
            "facility UPDATE": ["place", "recorded_at", "recorded_by"],
            "key_contact UPDATE": ["email", "phone", "recorded_at", "recorded_by"],
            "practice_task UPDATE": ["done_on", "evidence", "recorded_at", "recorded_by"],
            "enrolment_code INSERT": [
                "code_hash", "practice_id", "expires_at", "facility", "key_days", "issued_by",
            ],
            "submitter UPDATE": ["revoked_at", "revoked_by"], "submitter_key SELECT": ["client_id", "expires_at"],
        ],
    ]

    @Test func everyRoleMayDoExactlyWhatTheTableSays() async throws {
        try await TestAggregator.with { aggregator in
            for role in AggregatorStore.Role.allCases {
                let granted = try await aggregator.database.pool.withConnection {
                    try await $0.query(
                        """
                        SELECT c.relname::text, p.privilege
                        FROM pg_class c
                        CROSS JOIN unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) AS p (privilege)
                        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v')
                          AND has_table_privilege(\(role.rawValue), c.oid, p.privilege)
                        """, as: (String, String).self)
                }
                let found = Dictionary(grouping: granted, by: \.0).mapValues { Set($0.map(\.1)) }
                #expect(found == Self.allowed[role], "\(role.rawValue)")
            }
        }
    }

    @Test func everyRoleMayDoToColumnsExactlyWhatTheTableSays() async throws {
        try await TestAggregator.with { aggregator in
            for role in AggregatorStore.Role.allCases {
                let granted = try await aggregator.database.pool.withConnection {
                    try await $0.query(
                        """
                        SELECT c.relname || ' ' || g.privilege_type, a.attname::text
                        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                        CROSS JOIN LATERAL aclexplode(a.attacl) AS g
                        WHERE c.relnamespace = 'public'::regnamespace AND g.grantee = \(role.rawValue)::regrole
                        """, as: (String, String).self)
                }
                let found = Dictionary(grouping: granted, by: \.0).mapValues { Set($0.map(\.1)) }
                #expect(found == Self.allowedColumns[role] ?? [:], "\(role.rawValue)")
            }
        }
    }

    /// What runs with its owner's rights, and who may call it.
    @Test func functionsThatRaiseRightsAreCalledByWhoNeedsThem() async throws {
        try await TestAggregator.with { aggregator in
            let granted = try await aggregator.database.pool.withConnection {
                try await $0.query(
                    """
                    SELECT p.proname::text, r.rolname::text
                    FROM pg_proc p CROSS JOIN pg_roles r
                    WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
                      AND r.rolname = ANY (\(AggregatorStore.Role.allCases.map(\.rawValue))::text[])
                      AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
                    """, as: (String, String).self)
            }
            #expect(
                Dictionary(grouping: granted, by: \.0).mapValues { Set($0.map(\.1)) } == [
                    "admit_work_product": ["goodcatch_ingest"], "drop_attachments": ["goodcatch_ingest"],
                    "account_link_claim": ["goodcatch_access"],
                    "audit_append": Set(AggregatorStore.Role.allCases.map(\.rawValue)),
                ])
        }
    }

    @Test func attachmentsGoWithAWithdrawalOfTheSamePracticeAlone() async throws {
        try await TestAggregator.with { aggregator in
            let own = try await aggregator.practice("P001")
            let other = try await aggregator.practice("P002")
            let report = UUID()
            try await aggregator.database.pool.withConnection {
                _ = try await $0.execute(
                    """
                    WITH attached AS (
                        INSERT INTO report_attachment (practice_id, attachment_id, report_id, media_type, size,
                                                       content_hash, client_id)
                        VALUES (\(own.id)::integer, \(UUID()), \(report), 'image/png', 1,
                                decode(repeat('00', 32), 'hex'), \(UUID()))
                        RETURNING practice_id, attachment_id
                    )
                    INSERT INTO attachment_content SELECT practice_id, attachment_id, 'x' FROM attached
                    """)
            }
            func drop(of practice: PracticeKey, asked: PracticeKey) async throws {
                try await aggregator.store.ingest.withTransaction(
                    name: "drop", settings: [("app.practice", String(practice.id))]
                ) { try await $0.execute("SELECT drop_attachments(\(asked.id)::integer, \([report])::uuid[])") }
            }
            try await drop(of: own, asked: own)
            #expect(try await aggregator.count("attachment_content") == 1, "the report was not withdrawn")
            await #expect(throws: DatabaseError.self) { try await drop(of: other, asked: own) }
            let withdrawal = Withdrawal(
                specification: "2012", id: ReportID(report), revision: 2, reason: .duplicate)
            _ = try await ReportStore(aggregator.store, .v2012).withdraw(
                [ReceivedWithdrawal(withdrawal: withdrawal, contentHash: Data(repeating: 0, count: 32))],
                practice: own, clientID: UUID())
            #expect(try await aggregator.count("attachment_content") == 0)
        }
    }

    @Test func workProductIsClosedWithoutAPractice() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await aggregator.practice("P001")
            try await insertReport(aggregator, practice)
            try await aggregator.database.pool.withConnection {
                _ = try await $0.execute(
                    """
                    INSERT INTO report_withdrawal (practice_id, report_id, revision, specification, reason, content_hash,
                                                   client_id)
                    VALUES (\(practice.id)::integer, \(UUID()), 2, '2012', 'duplicate', decode(repeat('00', 32), 'hex'),
                            \(UUID()))
                    """)
                _ = try await $0.execute(
                    """
                    WITH attached AS (
                        INSERT INTO report_attachment (practice_id, attachment_id, report_id, media_type, size,
                                                       content_hash, client_id)
                        VALUES (\(practice.id)::integer, \(UUID()), \(UUID()), 'image/png', 1,
                                decode(repeat('00', 32), 'hex'), \(UUID()))
                        RETURNING practice_id, attachment_id
                    )
                    INSERT INTO attachment_content SELECT practice_id, attachment_id, 'x' FROM attached
                    """)
            }
            for table in [
                "report", "sealed_envelope", "report_withdrawal", "report_attachment",
                "attachment_content", "publication",
            ] {
                let seen = try await aggregator.store.ingest.withConnection {
                    try await $0.query("SELECT count(*) FROM \(identifier: table)", as: (Int).self)
                }
                #expect(seen == [0], "\(table)")
            }
        }
    }

    @Test func ingestCannotWriteForAnotherPractice() async throws {
        try await TestAggregator.with { aggregator in
            let own = try await aggregator.practice("P001")
            let other = try await aggregator.practice("P002")
            await #expect(throws: DatabaseError.self) {
                try await aggregator.store.ingest.withTransaction(
                    name: "other", settings: [("app.practice", String(own.id))]
                ) { session in
                    _ = try await session.execute(Self.insertion(other))
                }
            }
            #expect(try await aggregator.count("report") == 0)
        }
    }

    @Test func publicationsStayAsTheyAre() async throws {
        try await TestAggregator.with { aggregator in
            let pool = aggregator.database.pool
            try await pool.withConnection {
                _ = try await $0.execute(
                    """
                    INSERT INTO publication (kind, period, specification, document, content_hash)
                    VALUES ('aggregate', '2025Q4', '2012', '{}', decode(repeat('00', 32), 'hex'))
                    """)
            }
            for statement in [
                "UPDATE publication SET document = ''", "DELETE FROM publication", "TRUNCATE publication",
            ] as [SQL] {
                await #expect(throws: DatabaseError.self) {
                    try await pool.withConnection { _ = try await $0.execute(statement) }
                }
            }
        }
    }

    private func insertReport(_ aggregator: TestAggregator, _ practice: PracticeKey) async throws {
        try await aggregator.database.pool.withConnection { _ = try await $0.execute(Self.insertion(practice)) }
    }

    private static func insertion(_ practice: PracticeKey) -> SQL {
        """
        INSERT INTO report (practice_id, report_id, revision, specification, content_hash, client_id, asks_analysis,
                            asks_response, incident_date)
        VALUES (\(practice.id)::integer, \(UUID()), 1, '2012', decode(repeat('00', 32), 'hex'), \(UUID()), true, false,
                '2025-01-01')
        """
    }
}
