public import IncidentReports
import Postgres

/// A day that comes nearer: the end of an agreement, a form to file, a key that expires.
public struct EnrolmentClock: Sendable, Hashable {
    /// agreement-ends, agreement-renewal, agreements-missing, two-contracts, continued-listing, listing or key-expires.
    public let kind: String
    /// The practice it is about; `nil` for the organization itself.
    public let practice: String?
    /// The day by which something is to be done.
    public let due: CalendarDate
    public let detail: String
    public let state: State

    public enum State: String, Sendable {
        case overdue
        /// Within 90 days.
        case soon
        case later
    }

    /// Days ahead of which a clock warns.
    public static let warning = 90
}

/// A form that a PSO files with AHRQ.
public enum Filing: String, Sendable, CaseIterable {
    /// Certification of two bona fide contracts in a period of 24 months (42 CFR 3.102(d)(1)).
    case twoContracts = "two-contracts"
    /// Certification for continued listing (42 CFR 3.104(e)).
    case continuedListing = "continued-listing"
}

extension PracticeAdministration {
    /// Records a listing of the PSO.
    public func recordListing(from listed: CalendarDate, until end: CalendarDate) async throws {
        try await act("record_listing") {
            try await $0.execute(
                """
                INSERT INTO pso_listing (listed_on, ends_on, recorded_by)
                VALUES (\(listed.description)::date, \(end.description)::date, \(actor))
                ON CONFLICT ON CONSTRAINT pso_listing_pkey
                DO UPDATE SET ends_on = EXCLUDED.ends_on, recorded_by = EXCLUDED.recorded_by, recorded_at = now()
                """)
        }
    }

    /// Records that a form was filed for the period or listing that ends on a day.
    public func recordFiling(
        _ kind: Filing, periodEnd: CalendarDate, on day: CalendarDate, evidence: String?
    ) async throws {
        try await act("record_filing") {
            try await $0.execute(
                """
                INSERT INTO pso_filing (kind, period_end, filed_on, evidence, recorded_by)
                VALUES (\(kind.rawValue), \(periodEnd.description)::date, \(day.description)::date, \(evidence), \(actor))
                ON CONFLICT ON CONSTRAINT pso_filing_pkey DO NOTHING
                """)
        }
    }

    /// Every clock that runs, the nearest first.
    public func clocks(today: CalendarDate) async throws -> [EnrolmentClock] {
        let rows = try await pool.withTransaction(
            name: "enrolment_clocks", isolation: .repeatableRead, readOnly: true
        ) { session in
            var rows: [(String, String?, String, String)] = []
            for sql in [Self.agreements(today), Self.keys(today), Self.contracts(today), Self.listing(today)] {
                rows += try await session.query(sql, as: (String, String?, String, String).self)
            }
            return rows
        }
        return rows.compactMap { kind, practice, due, detail in
            CalendarDate(due).map { due in
                let days = due.daysSince1970 - today.daysSince1970
                return EnrolmentClock(
                    kind: kind, practice: practice, due: due, detail: detail,
                    state: days < 0 ? .overdue : days <= EnrolmentClock.warning ? .soon : .later)
            }
        }.sorted { ($0.due, $0.kind, $0.practice ?? "") < ($1.due, $1.kind, $1.practice ?? "") }
    }

    /// The end of the last agreement of each kind and practice, its renewal, and agreements that never were.
    private static func agreements(_ today: CalendarDate) -> SQL {
        """
        WITH needed AS (
            SELECT p.practice_id, p.code, p.enrolled_at, k.kind
            FROM practice p CROSS JOIN agreement_kind k
            WHERE NOT EXISTS (SELECT FROM practice_departure d WHERE d.practice_id = p.practice_id)
        ), latest AS (
            SELECT n.code, n.kind, n.enrolled_at, bool_or(a.ends_on IS NULL AND a.terminated_on IS NULL) AS is_open,
                   max(least(a.ends_on, a.terminated_on - 1)) AS last_day, max(a.renewal_on) AS renewal,
                   count(a.signed_on) AS signed
            FROM needed n LEFT JOIN agreement a ON a.practice_id = n.practice_id AND a.kind = n.kind
            GROUP BY n.code, n.kind, n.enrolled_at
        )
        SELECT 'agreement-ends', code, last_day::text, kind FROM latest WHERE signed > 0 AND NOT is_open
        UNION ALL
        SELECT 'agreement-renewal', code, renewal::text, kind FROM latest
        WHERE renewal IS NOT NULL AND (is_open OR last_day >= \(today.description)::date)
        UNION ALL
        SELECT 'agreements-missing', code, (enrolled_at::date + 90)::text, kind FROM latest WHERE signed = 0
        """
    }

    private static func keys(_ today: CalendarDate) -> SQL {
        """
        SELECT 'key-expires', p.code, max(k.expires_at)::date::text, s.client_id::text
        FROM submitter_key k JOIN submitter s USING (client_id) JOIN practice p USING (practice_id)
        WHERE s.revoked_at IS NULL
        GROUP BY p.code, s.client_id
        HAVING bool_and(k.expires_at IS NOT NULL) AND max(k.expires_at)::date >= \(today.description)::date - 365
        """
    }

    /// The form for each period of 24 months since the first listing, due 45 days before the period's end.
    private static func contracts(_ today: CalendarDate) -> SQL {
        """
        WITH period AS (
            SELECT (first + make_interval(months => 24 * n))::date AS starts,
                   (first + make_interval(months => 24 * (n + 1)))::date - 1 AS ends
            FROM (SELECT min(listed_on) AS first FROM pso_listing) l, generate_series(0, 49) AS n
            WHERE (first + make_interval(months => 24 * n))::date <= \(today.description)::date
        )
        SELECT 'two-contracts', NULL, (ends - 45)::text,
               'period ' || starts || ' to ' || ends || ', contracts with '
                   || (SELECT count(DISTINCT practice_id) FROM agreement a
                       WHERE a.kind = 'provider-services' AND a.signed_on <= least(ends, \(today.description)::date)
                         AND coalesce(least(a.ends_on, a.terminated_on - 1), ends) >= starts)
                   || ' practices of 2 needed'
        FROM period
        WHERE NOT EXISTS (SELECT FROM pso_filing f WHERE f.kind = 'two-contracts' AND f.period_end = ends)
        """
    }

    /// The request for continued listing, due 75 days before the listing's end, and that end itself.
    private static func listing(_ today: CalendarDate) -> SQL {
        """
        WITH last AS (SELECT max(ends_on) AS ends FROM pso_listing HAVING max(ends_on) IS NOT NULL)
        SELECT 'continued-listing', NULL, (ends - 75)::text, 'listing ends ' || ends FROM last
        WHERE NOT EXISTS (SELECT FROM pso_filing f WHERE f.kind = 'continued-listing' AND f.period_end = ends)
        UNION ALL
        SELECT 'listing', NULL, ends::text, 'the listing ends' FROM last
        """
    }
}
