import Pages

/// A published table as a table of a page.
struct TableMapping: Sendable {
    private let published: PublishedTable
    private let isSummary: Bool

    init(_ table: PublishedTable, isSummary: Bool) {
        published = table
        self.isSummary = isSummary
    }

    var table: PageTable {
        let isList = published.columns.isEmpty
        let caption = "\(published.title), n = \(published.n.words) \(published.unit)"
        let width = columns.count + (published.rowTotals == nil ? 1 : 2)
        var group: String?
        let rows = published.rows.enumerated().map { index, label in
            defer { group = label.group }
            let begins = label.group != group ? label.group : nil
            return PageRow(
                group: begins.map { PageRow.Group($0, width: width) }, label: label.words(published.name),
                cells: isList ? listCells(index) : gridCells(index))
        }
        return PageTable(
            caption: caption, rowHeading: published.rowHeading,
            span: isList ? nil : PageTable.Span(published.columnHeading ?? "", width: columns.count),
            columns: columns, totalHeading: published.rowTotals == nil ? nil : totalHeading, rows: rows, totals: totals)
    }

    private var totalHeading: String { published.name == "completeness" ? "Asked" : "All" }

    private var columns: [String] {
        guard published.columns.isEmpty else { return published.columns.map(\.label) }
        let beside = isSummary ? published.national.map { _ in "National share" } : "Practices"
        return ["Reports", "Share"] + [beside].compactMap { $0 }
    }

    /// A list has a column each for the count, the share and the practices or the nation.
    private func listCells(_ row: Int) -> [PageCell] {
        let cell = published.cells[row][0]
        return [PageCell(cell), PageCell.share(cell.percent)]
            + (isSummary
                ? published.national.map { [PageCell.national($0.cells[row][0])] } ?? []
                : [PageCell(look: "share", text: cell.practices.map(grouped) ?? "")])
    }

    /// A cell of a grid carries its small print with it.
    private func gridCells(_ row: Int) -> [PageCell] {
        var cells = published.cells[row].enumerated().map { column, cell in
            PageCell(cell, details: details(cell, published.national?.cells[row][column]), heat: heat(cell))
        }
        if let total = published.rowTotals?[row] { cells.append(PageCell(total, details: details(total, nil))) }
        return cells
    }

    private func details(_ cell: PublishedCell, _ national: PublishedCell?) -> [String] {
        guard cell.status == .value || cell.status == .zero else { return [] }
        var details = cell.status == .zero ? [] : cell.percent.map { [percent($0)] } ?? []
        if isSummary {
            if let share = national?.percent, share > 0 || cell.status == .value {
                details.append("nation \(percent(share))")
            } else if national?.status == .suppressed {
                details.append("nation hidden")
            }
        } else if let practices = cell.practices {
            details.append("\(grouped(practices)) pr.")
        }
        return published.columns.count > 5 ? details : [details.joined(separator: " · ")].filter { !$0.isEmpty }
    }

    private var totals: PageRow? {
        if published.columns.isEmpty {
            let beside =
                isSummary
                ? published.national.map { "n = \($0.n.words)" } : published.n.practices.map(grouped) ?? ""
            return PageRow(
                label: "n",
                cells: [PageCell(published.n)]
                    + ["", beside].compactMap { $0 }.map { PageCell(look: "share", text: $0) })
        }
        guard let columnTotals = published.columnTotals else { return nil }
        var cells = columnTotals.map { PageCell($0, details: details($0, nil)) }
        if published.rowTotals != nil { cells.append(PageCell(published.n, details: details(published.n, nil))) }
        return PageRow(label: "All", cells: cells)
    }

    /// One of five shades, by the share of the largest figure shown.
    private func heat(_ cell: PublishedCell) -> Int? {
        guard published.presentation == .heat, let count = cell.count, count > 0,
            let largest = published.cells.joined().compactMap(\.count).max()
        else { return nil }
        return min(5, 1 + count * 5 / (largest + 1))
    }
}

extension PublishedTable.Label {
    /// The label, with the number where people know the row by it.
    func words(_ table: String) -> String {
        ["completeness", "safety_barriers"].contains(table) ? "\(code) \(label)" : label
    }
}

extension PageCell {
    init(_ cell: PublishedCell, details: [String] = [], heat: Int? = nil) {
        switch cell.status {
        case .value:
            self.init(
                look: heat.map { "value heat-\($0)" } ?? "value", text: cell.count.map(grouped) ?? "", details: details)
        case .zero: self.init(look: "zero", text: "0", details: details)
        case .suppressed:
            self.init(
                look: "suppressed", text: "hidden",
                mark: PublishedCell.reasons.first { $0.name == cell.reason }?.mark)
        case .notAsked: self.init(look: "not-asked", text: "not asked")
        }
    }

    /// A percentage, or nothing.
    static func share(_ value: Double?) -> PageCell {
        PageCell(look: "share", text: value.map(percent) ?? "")
    }

    /// The national percentage, or why there is none.
    static func national(_ cell: PublishedCell) -> PageCell {
        cell.status == .suppressed || cell.status == .notAsked ? PageCell(cell) : share(cell.percent)
    }
}
