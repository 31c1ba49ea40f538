import AggregatorStore
import DisclosureControl
import IncidentReports
import IncidentSpec

/// The cross-facility report of a period.
enum AggregateReport {
    /// Makes the report from the counts of all practices.
    static func make(
        _ counted: CountedTables, _ specification: Specification, _ period: ReportingPeriod,
        _ thresholds: Publication.Thresholds
    ) -> Publication {
        let builder = TableBuilder(
            counted, specification, period,
            Threshold(reports: thresholds.reports, practices: thresholds.practices))
        let sections = TableCatalogue.sections.map { builder.table($0) }
        return Publication(
            kind: .aggregate, period: .init(period), specification: counted.version(or: specification),
            thresholds: thresholds, dataThrough: counted.dataThrough.map { String($0.description.prefix(7)) },
            practice: nil, national: nil,
            sections: sections, trends: TableCatalogue.trends.map { builder.table($0) },
            sentences: sentences(Dictionary(uniqueKeysWithValues: sections.map { ($0.name, $0) }), thresholds))
    }

    private static func sentences(
        _ tables: [String: PublishedTable], _ thresholds: Publication.Thresholds
    ) -> [String] {
        var sentences: [String] = []
        switch tables["forms"]?.n {
        case let n? where n.status == .value:
            sentences.append("\(n.count ?? 0) reports by \(n.practices ?? 0) practices are counted.")
        case let n? where n.status == .zero:
            return ["No report of an incident in this period has been received."]
        default:
            return [
                """
                Fewer than \(thresholds.reports) reports, or reports of fewer than \(thresholds.practices) practices, \
                have been received: too few to show any figure.
                """
            ]
        }
        if let table = tables["incident_type"], let share = table.cell("2")?.percent, let n = table.n.count {
            sentences.append("Near misses make up \(percent(share)) of \(n) reports that state a type.")
        }
        if let table = tables["high_severity"] {
            for (index, column) in table.columns.enumerated() where ["1", "2"].contains(column.code) {
                guard let total = table.columnTotals?[index].shownCount, let high = table.cell("1", index),
                    let share = high.percent, let count = high.shownCount
                else { continue }
                sentences.append(
                    """
                    \(column.code == "1" ? "Estimated" : "Observed") medical severity is high in \(count) of \(total) \
                    reports (\(percent(share))).
                    """)
            }
        }
        sentences.append(
            "The number of reports is no measure of safety: it tells as much about how willing people are to report.")
        return sentences
    }
}

extension PublishedTable {
    /// The cell in the row with a code.
    func cell(_ row: String, _ column: Int = 0) -> PublishedCell? {
        rows.firstIndex { $0.code == row }.map { cells[$0][column] }
    }
}

extension Publication.Period {
    init(_ period: ReportingPeriod) {
        self.init(
            label: period.label, start: period.start.description,
            end: CalendarDate(daysSince1970: period.end.daysSince1970 - 1).description)
    }
}

extension CountedTables {
    /// The versions counted, or the current one where nothing was.
    func version(or specification: Specification) -> String {
        specifications.isEmpty ? specification.version : specifications.joined(separator: ", ")
    }
}
