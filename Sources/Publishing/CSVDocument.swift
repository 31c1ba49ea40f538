import IncidentReports

/// A publication as one long, tidy table (RFC 4180).
struct CSVDocument: Sendable {
    let text: String

    private static let columns = [
        "section", "row code", "row label", "column code", "column label", "status", "count", "practices", "percent",
        "reason", "national percent",
    ]
    private static let total = PublishedTable.Label(code: "total", label: "Total")
    private static let none = PublishedTable.Label(code: "", label: "")

    init(_ publication: Publication) {
        let lines = [Self.columns] + (publication.sections + publication.trends).flatMap(Self.lines)
        text = lines.map { CSVLine.text($0) + "\r\n" }.joined()
    }

    private static func lines(_ table: PublishedTable) -> [[String]] {
        let columns = table.columns.isEmpty ? [none] : table.columns
        var lines: [[String]] = [line(table, .init(code: "n", label: "Reports"), none, table.n, table.national?.n)]
        for (row, label) in table.rows.enumerated() {
            for (column, heading) in columns.enumerated() {
                lines.append(
                    line(table, label, heading, table.cells[row][column], table.national?.cells[row][column]))
            }
            if let cell = table.rowTotals?[row] { lines.append(line(table, label, total, cell, nil)) }
        }
        for (cell, heading) in zip(table.columnTotals ?? [], columns) {
            lines.append(line(table, total, heading, cell, nil))
        }
        return lines
    }

    private static func line(
        _ table: PublishedTable, _ row: PublishedTable.Label, _ column: PublishedTable.Label, _ cell: PublishedCell,
        _ national: PublishedCell?
    ) -> [String] {
        func number(_ value: Int?) -> String { value.map { String($0) } ?? "" }
        func decimal(_ value: Double?) -> String { value.map { String($0) } ?? "" }
        return [
            table.name, row.code, row.label, column.code, column.label, cell.status.rawValue, number(cell.count),
            number(cell.practices), decimal(cell.percent), cell.reason ?? "", decimal(national?.percent),
        ]
    }
}
