import Foundation
import IncidentReports
import IncidentSpec
import Postgres

extension ReportStore {
    /// Stores the reports of one sender that are new and not withdrawn, with their lists of answers and envelopes, in
    /// one statement; returns the receipts of those stored.
    ///
    /// Answers and envelopes name their report by its place in the arrays.
    func insert(_ part: Part) -> SQL {
        let (practice, reports) = (part.practice.id, part.items.map(\.report.report))
        let ids: SQL = "\(reports.map(\.id.uuid))::uuid[]"
        var values = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: 0)
        values.appendInterpolation(
            """
            \(ids), \(reports.map { Int16($0.revision) })::smallint[],
            \(reports.map(\.specification))::text[], \(part.items.map(\.report.contentHash))::bytea[],
            \(reports.map { $0.forms.contains(.analysis) })::boolean[],
            \(reports.map { $0.forms.contains(.response) })::boolean[],
            \(reports.map { "{" + $0.notAsked.map { String($0.stored) }.joined(separator: ",") + "}" })::text[]
            """ as SQL)
        for column in columns {
            values.appendLiteral(", ")
            values.appendInterpolation(column.parameter(reports.map { $0.answers[column.element.number] }))
        }
        let names = columns.map(\.name).joined(separator: ", ")
        let answers = Answer.all(of: reports)
        let sealed = reports.enumerated().compactMap { index, report in report.sealed.map { (Int32(index + 1), $0) } }
        return """
            WITH sent AS (
                SELECT * FROM unnest(\(SQL(stringInterpolation: values))) WITH ORDINALITY
                    AS r (report_id, revision, specification, content_hash, asks_analysis, asks_response, not_asked,
                          \(unescaped: names), place)
            ), stored AS (
                INSERT INTO report (practice_id, client_id, report_id, revision, specification, content_hash,
                                    asks_analysis, asks_response, not_asked, \(unescaped: names))
                SELECT \(practice)::integer, \(part.sender.clientID)::uuid, report_id, revision, specification,
                       content_hash, asks_analysis, asks_response, not_asked::smallint[], \(unescaped: names)
                FROM sent
                WHERE NOT EXISTS (
                    SELECT FROM report_withdrawal w
                    WHERE w.practice_id = \(practice)::integer AND w.report_id = sent.report_id
                      AND w.revision <= sent.revision)
                ON CONFLICT ON CONSTRAINT report_pkey DO NOTHING
                RETURNING report_id, revision, receipt_id, received_at
            ), fresh AS (
                SELECT report_id, revision, place FROM stored JOIN sent USING (report_id, revision)
            ), answered AS (
                INSERT INTO report_answer (practice_id, report_id, revision, element, code)
                SELECT \(practice)::integer, report_id, revision, element, code
                FROM unnest(\(answers.map(\.place))::bigint[], \(answers.map(\.element))::smallint[],
                            \(answers.map(\.code))::smallint[]) AS a (place, element, code)
                JOIN fresh USING (place)
            ), sealed AS (
                INSERT INTO sealed_envelope (practice_id, report_id, revision, envelope)
                SELECT \(practice)::integer, report_id, revision, envelope
                FROM unnest(\(sealed.map(\.0))::bigint[], \(sealed.map(\.1))::bytea[]) AS e (place, envelope)
                JOIN fresh USING (place)
            )
            SELECT report_id, revision, receipt_id,
                   to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            FROM stored
            """
    }

    /// One chosen option of an element that takes several, under the place of its report.
    private struct Answer {
        let place: Int32
        let element: Int16
        let code: Int16

        static func all(of reports: [DeidentifiedReport]) -> [Answer] {
            var answers: [Answer] = []
            for (index, report) in reports.enumerated() {
                for case (let number, .options(let codes)) in report.answers {
                    answers += codes.map { Answer(place: Int32(index + 1), element: number.stored, code: $0) }
                }
            }
            return answers
        }
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
