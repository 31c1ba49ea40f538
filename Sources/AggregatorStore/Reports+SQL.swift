import Foundation
import IncidentReports
import IncidentSpec
import Postgres

extension ReportStore {
    /// What every report has beside its answers: column, type in arrays, how it is read from there.
    private static let fixed: [(name: String, type: String, fromArray: String)] = [
        ("report_id", "uuid", "report_id"), ("revision", "smallint", "revision"),
        ("specification", "text", "specification"), ("content_hash", "bytea", "content_hash"),
        ("asks_analysis", "boolean", "asks_analysis"), ("asks_response", "boolean", "asks_response"),
        ("not_asked", "text", "not_asked::smallint[]"),
    ]

    /// The statement of ``insert(_:)``: arrays of columns, of which PostgreSQL makes the rows.
    static func insertion(_ columns: [ReportColumn]) -> String {
        let all = fixed + columns.map { ($0.name, $0.typeInArrays, $0.fromArray) }
        let names = all.map(\.name).joined(separator: ", ")
        return """
            INSERT INTO report (practice_id, client_id, \(names))
            SELECT $1::integer, $2::uuid, \(all.map(\.fromArray).joined(separator: ", "))
            FROM unnest(\(all.enumerated().map { "$\($0 + 3)::\($1.type)[]" }.joined(separator: ", ")))
                AS sent (\(names))
            WHERE NOT EXISTS (
                SELECT FROM report_withdrawal w
                WHERE w.practice_id = $1::integer AND w.report_id = sent.report_id AND w.revision <= sent.revision)
            ON CONFLICT (practice_id, report_id, revision) DO NOTHING
            RETURNING report_id, revision, receipt_id,
                      to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            """
    }

    /// Stores the reports of one sender that are new and not withdrawn, and returns the receipts of those.
    func insert(_ part: Part) -> SQL {
        var arrays = Array(repeating: SQLArray(), count: Self.fixed.count + columns.count)
        for item in part.items {
            let report = item.report.report
            arrays[0].append(item.key.id)
            arrays[1].append(item.key.revision)
            arrays[2].append(report.specification)
            arrays[3].append(item.report.contentHash)
            arrays[4].append(report.forms.contains(.analysis))
            arrays[5].append(report.forms.contains(.response))
            arrays[6].append(literalOf: report.notAsked.map(\.stored))
            for (place, column) in columns.enumerated() {
                ReportColumn.append(report.answers[column.element.number], to: &arrays[Self.fixed.count + place])
            }
        }
        return SQL(numbered: insertion, arrays, after: [part.practice.id, part.sender.clientID])
    }

    /// Stores the envelopes of reports that were just stored; `nil` if they have none.
    func seal(_ items: [Part.Item], _ practice: PracticeKey) -> SQL? {
        var (ids, revisions, envelopes) = (SQLArray(), SQLArray(), SQLArray())
        for item in items {
            guard let sealed = item.report.report.sealed else { continue }
            ids.append(item.key.id)
            revisions.append(item.key.revision)
            envelopes.append(sealed)
        }
        guard !ids.isEmpty else { return nil }
        return """
            INSERT INTO sealed_envelope (practice_id, report_id, revision, envelope)
            SELECT \(practice.id)::integer, report_id, revision, envelope
            FROM unnest(\(ids)::uuid[], \(revisions)::smallint[], \(envelopes)::bytea[])
                AS e (report_id, revision, envelope)
            """
    }

    /// The receipts of reports, and the withdrawals among them.
    func lookups(_ keys: [Key], _ practice: PracticeKey) -> [SQL] {
        [
            """
            SELECT r.report_id, r.revision, r.receipt_id, r.content_hash,
                   to_char(r.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            FROM report r
            JOIN unnest(\(keys.map(\.id))::uuid[], \(keys.map { Int16($0.revision) })::smallint[]) AS k (id, revision)
              ON r.practice_id = \(practice.id)::integer AND r.report_id = k.id AND r.revision = k.revision
            """,
            """
            SELECT report_id, revision FROM report_withdrawal
            WHERE practice_id = \(practice.id)::integer AND report_id = ANY (\(keys.map(\.id))::uuid[])
            """,
        ]
    }
}
