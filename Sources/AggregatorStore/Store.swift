public import Postgres

/// The aggregator's database, one pool for each role, so that no part can do more than its exposure needs.
public struct AggregatorStore: Sendable {
    /// The database roles of SQL/roles.sql.
    public enum Role: String, Sendable, CaseIterable {
        case access = "goodcatch_access"
        case ingest = "goodcatch_ingest"
        case analysis = "goodcatch_analysis"
        case publication = "goodcatch_publication"
        case enrolment = "goodcatch_enrolment"
    }

    /// Checks credentials and enrols submitters.
    public let access: Pool
    /// Stores and returns one practice's reports.
    public let ingest: Pool
    /// Stores and returns one practice's attachments; few, so that large bodies never keep reports waiting.
    public let attachments: Pool
    /// Counts over all practices.
    public let analysis: Pool
    /// Freezes and reads publications.
    public let publication: Pool
    /// Records how practices enrol, for people who log in; see ``PracticeAdministration/init(_:as:)``.
    public let enrolment: Pool

    /// Opens the pools lazily.
    ///
    /// - Parameters:
    ///   - url: a libpq URI or keyword string without a user; each pool logs in as its own role.
    ///   - connections: the size of the ingest pool.
    public init(url: String, connections: Int = 8) throws {
        // What is asked of few rows takes less time than planning it anew for its values.
        let planOnce = ["plan_cache_mode": "force_generic_plan"]
        func pool(_ role: Role, _ size: Int) throws -> Pool {
            Pool(
                try ConnectionSettings(
                    url, user: role.rawValue, applicationName: role.rawValue,
                    serverSettings: role == .access || role == .ingest ? planOnce : [:]),
                size: size)
        }
        access = try pool(.access, 4)
        ingest = try pool(.ingest, connections)
        attachments = try pool(.ingest, 2)
        analysis = try pool(.analysis, 4)
        publication = try pool(.publication, 4)
        enrolment = try pool(.enrolment, 2)
    }

    /// Every pool with its name.
    public var pools: [(name: String, pool: Pool)] {
        [
            ("access", access), ("ingest", ingest), ("attachments", attachments), ("analysis", analysis),
            ("publication", publication), ("enrolment", enrolment),
        ]
    }

    /// Closes every connection.
    public func close() async {
        for (_, pool) in pools { await pool.close() }
    }
}

/// A practice as the database knows it.
public struct PracticeKey: Sendable, Hashable {
    /// practice.practice_id.
    public let id: Int
    /// practice.code.
    public let code: String

    public init(id: Int, code: String) {
        self.id = id
        self.code = code
    }
}
