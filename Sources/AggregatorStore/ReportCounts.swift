public import IncidentReports
import Postgres

/// One row of a file of SQL/reports.
public struct ReportCount: Sendable, Hashable {
    /// The stored code of the row; `nil` for all rows together.
    public let row: Int16?
    /// The stored code of the column; `nil` for all columns together, or where the table has none.
    public let column: Int16?
    public let reports: Int
    /// Practices that contributed at least one of the reports.
    public let practices: Int

    public init(row: Int16?, column: Int16?, reports: Int, practices: Int) {
        self.row = row
        self.column = column
        self.reports = reports
        self.practices = practices
    }
}

/// A table to count: a file of SQL/reports over dates of incident (element 1.1).
public struct CountRequest: Sendable, Hashable {
    /// The file's name without its ending.
    public let table: String
    /// The first day.
    public let start: CalendarDate
    /// The first day after the last.
    public let end: CalendarDate

    public init(table: String, start: CalendarDate, end: CalendarDate) {
        self.table = table
        self.start = start
        self.end = end
    }
}

/// Tables counted in one snapshot, and what they were counted from.
public struct CountedTables: Sendable {
    /// By name of table.
    public let tables: [String: [ReportCount]]
    /// The latest day, UTC, on which a report of the period was received; `nil` when there is none.
    public let dataThrough: CalendarDate?
    /// The versions of the specification under which the period's reports were asked, in order.
    public let specifications: [String]

    public init(tables: [String: [ReportCount]], dataThrough: CalendarDate?, specifications: [String]) {
        self.tables = tables
        self.dataThrough = dataThrough
        self.specifications = specifications
    }
}

/// Counts the current revision of every report; no report is read, and no narrative.
public struct ReportCounts: Sendable {
    private let pool: Pool

    public init(_ store: AggregatorStore) { pool = store.analysis }

    /// The tables that can be counted.
    public static let tableNames: [String] = SQLFiles.paths(in: folder).map {
        String($0.dropFirst(folder.count + 1).dropLast(4))
    }

    /// Counts tables in one snapshot.
    ///
    /// - Parameters:
    ///   - requests: the tables.
    ///   - period: the reports that `dataThrough` and `specifications` speak of.
    ///   - practice: the practice to count alone; `nil` counts all.
    public func count(
        _ requests: [CountRequest], period: ReportingPeriod, practice: PracticeKey? = nil
    ) async throws -> CountedTables {
        try await pool.withTransaction(name: "count_reports", isolation: .repeatableRead, readOnly: true) { session in
            var tables: [String: [ReportCount]] = [:]
            for request in requests {
                let file = SQLFiles.text("\(Self.folder)/\(request.table).sql")
                tables[request.table] = try await session.query(
                    Self.bound(file, request.start, request.end, practice), as: (Int16?, Int16?, Int, Int).self
                ).map { ReportCount(row: $0.0, column: $0.1, reports: $0.2, practices: $0.3) }
            }
            let coverage = try await session.query(
                Self.bound(Self.coverage, period.start, period.end, practice), as: (String, String).self)
            return CountedTables(
                tables: tables, dataThrough: coverage.compactMap { CalendarDate($0.1) }.max(),
                specifications: coverage.map(\.0))
        }
    }

    private static let folder = "SQL/reports"

    private static let coverage = """
        SELECT specification, to_char(max(received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD')
        FROM current_report
        WHERE incident_date >= $1::date AND incident_date < $2::date AND ($3::integer IS NULL OR practice_id = $3::integer)
        GROUP BY specification
        ORDER BY specification
        """

    /// Binds the parameters of a file: `$1` the first day, `$2` the first day after the last, `$3` the practice.
    static func bound(_ text: String, _ start: CalendarDate, _ end: CalendarDate, _ practice: PracticeKey?) -> SQL {
        var sql: SQL = ""
        for (index, piece) in text.split(separator: "$", omittingEmptySubsequences: false).enumerated() {
            switch index == 0 ? nil : piece.first {
            case "1": sql = "\(sql)\(start.description)\(unescaped: String(piece.dropFirst()))"
            case "2": sql = "\(sql)\(end.description)\(unescaped: String(piece.dropFirst()))"
            case "3": sql = "\(sql)\(practice?.id)\(unescaped: String(piece.dropFirst()))"
            default: sql = "\(sql)\(unescaped: (index == 0 ? "" : "$") + piece)"
            }
        }
        return sql
    }
}
