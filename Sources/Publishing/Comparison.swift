/// A practice's own share beside the national one.
struct Comparison: Sendable {
    let table: PublishedTable
    /// The row, and the column where the table has any.
    let label: String
    let count: Int
    let total: Int
    /// In per cent.
    let national: Double

    /// The fewest reports whose share is compared.
    static let fewest = 11

    var interval: WilsonInterval { WilsonInterval(count: count, total: total) }

    /// Whether chance alone would seldom explain the difference.
    var differs: Bool { !interval.contains(national / 100) }

    /// Every share of a table that both sides show, and the practice from enough reports.
    static func all(in table: PublishedTable) -> [Comparison] {
        guard let national = table.national else { return [] }
        return table.cells.indices.flatMap { row in
            table.cells[row].indices.compactMap { column in
                let whole = table.percentOf == .column ? table.columnTotals?[column] : table.n
                // Two options are each other's complement: one says it all.
                if table.rows.count == 2, row == 1 { return nil }
                guard let count = table.cells[row][column].shownCount, let total = whole?.shownCount, total >= fewest,
                    let share = national.cells[row][column].percent
                else { return nil }
                if count == 0 && share == 0 { return nil }
                let label = table.rows[row].label
                let heading = table.columns.isEmpty ? label : "\(label), \(table.columns[column].label.lowercased())"
                return Comparison(table: table, label: heading, count: count, total: total, national: share)
            }
        }
    }

    /// The difference in words, with how sure it is.
    var sentence: String {
        let share = Double(count) / Double(total)
        return """
            \(table.title): \(label) in \(percent(share * 100)) of your \(total) reports (95 % interval \
            \(percent(interval.lower * 100)) to \(percent(interval.upper * 100))), nationally \(percent(national)): \
            \(share * 100 > national ? "more" : "less") often than chance alone would explain.
            """
    }
}

/// A percentage with one decimal.
func percent(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
}
