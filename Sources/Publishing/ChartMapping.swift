import Pages

/// The chart of a published table, if it has one.
struct ChartMapping: Sendable {
    private let table: PublishedTable
    private let id: String

    init(_ table: PublishedTable, id: String) {
        self.table = table
        self.id = id
    }

    var svg: String? {
        switch table.presentation {
        case .bars: bars.svg
        case .lines: lines.svg
        case .table, .heat: nil
        }
    }

    private var bars: BarChart {
        let usesShares = table.cells.joined().contains { $0.percent != nil }
        func value(_ cell: PublishedCell) -> Double? {
            usesShares ? cell.percent : cell.shownCount.map(Double.init)
        }
        let drawn = table.columns.indices.filter {
            table.series.isEmpty || table.series.contains(table.columns[$0].code)
        }
        let places = table.columns.isEmpty ? [0] : drawn
        let rows = table.rows.enumerated().map { row, label in
            BarChart.Row(
                label: label.label,
                bars: places.map { column in
                    let cell = table.cells[row][column]
                    let national = usesShares ? table.national?.cells[row][column].percent : nil
                    return BarChart.Bar(
                        value: value(cell),
                        text: text(cell, table.columns.isEmpty ? "" : table.columns[column].label, national),
                        isHidden: cell.status == .suppressed, national: national)
                })
        }
        let values = rows.flatMap(\.bars).flatMap { [$0.value, $0.national] }.compactMap { $0 }
        return BarChart(
            id: id, title: "\(table.title): \(usesShares ? "share of reports" : "reports")",
            description: """
                Horizontal bars, n = \(table.n.words) \(table.unit). Every figure also stands in the table below.\
                \(table.national == nil ? "" : " An upright stroke marks the national share.")
                """,
            rows: rows, maximum: values.max() ?? 0)
    }

    private func text(_ cell: PublishedCell, _ series: String, _ national: Double?) -> String {
        let name = series.isEmpty ? "" : series + ": "
        let nation = national.map { ", nation \(percent($0))" } ?? ""
        return switch cell.status {
        case .value: name + (cell.percent.map { "\(percent($0)) (\(cell.words))" } ?? cell.words) + nation
        case .zero: name + "0" + nation
        case .suppressed: name + "hidden"
        case .notAsked: name + "not asked"
        }
    }

    private var lines: LineChart {
        let series = table.series.compactMap { code -> LineChart.Series? in
            let place = table.columns.firstIndex { $0.code == code }
            let cells = place.map { column in table.cells.map { $0[column] } } ?? table.rowTotals ?? []
            guard code == "total" || place != nil else { return nil }
            return LineChart.Series(
                name: place.map { table.columns[$0].label } ?? "All reports",
                points: cells.map {
                    LineChart.Point(
                        value: $0.shownCount.map(Double.init), sign: $0.status == .notAsked ? "–" : "hidden")
                })
        }
        return LineChart(
            id: id, title: "\(table.title): reports",
            description: """
                Lines over \(table.rows.count) quarters, n = \(table.n.words) \(table.unit); a line breaks where a \
                figure is hidden. Every figure also stands in the table below.
                """,
            quarters: table.rows.map(\.label), series: series)
    }
}
