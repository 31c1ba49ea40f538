/// One table of a publication: what it asks, how it is laid out and how it may be read.
struct TableDefinition: Sendable {
    /// The totals printed, each of which a reader can subtract from.
    struct Totals: OptionSet, Sendable {
        let rawValue: Int
        static let rows = Totals(rawValue: 1)
        static let columns = Totals(rawValue: 2)
        /// The table's n.
        static let all = Totals(rawValue: 4)
    }

    /// The name of its file in SQL/reports.
    let name: String
    let title: String
    let question: String
    let elements: [String]
    var presentation = PublishedTable.Presentation.bars
    let rowHeading: String
    let rows: Axis
    var columnHeading: String?
    var columns: Axis?
    var totals: Totals = .all
    /// Whether a report may count in several rows.
    var rowsOverlap = false
    /// Whether a report may count in several columns.
    var columnsOverlap = false
    var percentOf: PublishedTable.PercentBase? = .table
    /// Codes of the columns that the chart draws, all where empty; "total" is the row's total.
    var series: [String] = []
    /// Whether a summary compares a practice's shares with the national ones in words.
    var compares = false
    /// Whether rows are in order of size, so that the median lies in one of them.
    var spread = false
    var note: String?
}
