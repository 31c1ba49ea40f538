/// What the PSO gives back, whole: every page, file and chart of it is made from this document alone.
public struct Publication: Codable, Sendable, Hashable {
    /// Who a publication is for.
    public enum Kind: String, Codable, Sendable {
        case aggregate
        case practiceSummary = "practice-summary"
    }

    /// The days covered, by date of incident (element 1.1).
    public struct Period: Codable, Sendable, Hashable {
        public let label: String
        /// The first day.
        public let start: String
        /// The last day.
        public let end: String
    }

    /// What a figure of many practices must reach to be shown.
    public struct Thresholds: Codable, Sendable, Hashable {
        public let reports: Int
        public let practices: Int

        public init(reports: Int = 11, practices: Int = 3) {
            self.reports = reports
            self.practices = practices
        }
    }

    public let kind: Kind
    public let period: Period
    /// The version of the specification under which the questions were asked.
    public let specification: String
    /// In force for figures of many practices; a practice's own figures are all shown to it.
    public let thresholds: Thresholds
    /// When the latest report counted here was received, UTC: the month in what leaves the PSO, the day in a practice's
    /// own summary; `nil` when none was counted.
    public let dataThrough: String?
    /// The code of the practice a summary is for.
    public let practice: String?
    /// SHA-256, in hex, of the aggregate report that a summary compares with.
    public let national: String?
    /// Completeness first.
    public let sections: [PublishedTable]
    /// Over the quarters that end with the period.
    public let trends: [PublishedTable]
    /// What stands out, in words.
    public let sentences: [String]
}

/// One table with everything needed to read it.
public struct PublishedTable: Codable, Sendable, Hashable {
    /// How the table is drawn.
    public enum Presentation: String, Codable, Sendable {
        case table, bars, heat, lines
    }

    /// What percentages are of.
    public enum PercentBase: String, Codable, Sendable {
        /// Of the reports of the whole table.
        case table
        /// Of the row's total.
        case row
        /// Of the column's total.
        case column
    }

    /// The head of a row or column.
    public struct Label: Codable, Sendable, Hashable {
        /// The code as printed in the specification, or our own for what has none.
        public let code: String
        public let label: String
        /// The heading under which neighbouring rows stand.
        public let group: String?

        public init(code: String, label: String, group: String? = nil) {
            self.code = code
            self.label = label
            self.group = group
        }
    }

    /// How often one element of the table was asked and answered.
    public struct Coverage: Codable, Sendable, Hashable {
        /// The element's number.
        public let element: String
        public let asked: PublishedCell
        public let answered: PublishedCell
        public let unknown: PublishedCell
    }

    /// In which rows the quartiles of one column lie.
    public struct Spread: Codable, Sendable, Hashable {
        /// The column's code.
        public let column: String
        /// Codes of rows.
        public let lowerQuartile: String
        public let median: String
        public let upperQuartile: String
    }

    /// The national distribution beside a practice's own: shares, from a frozen aggregate report alone.
    public struct National: Codable, Sendable, Hashable {
        public let n: PublishedCell
        /// In the order of the table's own cells; no counts.
        public let cells: [[PublishedCell]]
    }

    /// The name of the file of SQL/reports it was counted by.
    public let name: String
    public let title: String
    /// What the table answers, in plain words.
    public let question: String
    /// What is counted.
    public let unit: String
    public let elementNumbers: [String]
    public let presentation: Presentation
    /// Codes of the columns that the chart draws, all where empty; "total" is the row's total.
    public let series: [String]
    public let rowHeading: String
    public let columnHeading: String?
    public let rows: [Label]
    /// Empty for a list, whose rows have one cell each.
    public let columns: [Label]
    public let cells: [[PublishedCell]]
    public let rowTotals: [PublishedCell]?
    public let columnTotals: [PublishedCell]?
    public let percentOf: PercentBase?
    /// The reports the table rests on.
    public let n: PublishedCell
    public let coverage: [Coverage]
    public let spreads: [Spread]
    public let national: National?
    /// What to bear in mind when reading it.
    public let notes: [String]
}

/// One printed figure, or why there is none.
public struct PublishedCell: Codable, Sendable, Hashable {
    public enum Status: String, Codable, Sendable {
        case value
        /// A true zero.
        case zero
        case suppressed
        case notAsked
    }

    public let status: Status
    /// Why it is suppressed.
    public let reason: String?
    public let count: Int?
    /// Practices that contributed.
    public let practices: Int?
    /// With one decimal, of what the table's `percentOf` says.
    public let percent: Double?

    init(status: Status, reason: String? = nil, count: Int? = nil, practices: Int? = nil, percent: Double? = nil) {
        self.status = status
        self.reason = reason
        self.count = count
        self.practices = practices
        self.percent = percent
    }

    /// Nobody was asked.
    static let notAsked = PublishedCell(status: .notAsked)

    /// The count when it is shown, a true zero included.
    var shownCount: Int? {
        switch status {
        case .value: count
        case .zero: 0
        case .suppressed, .notAsked: nil
        }
    }
}
