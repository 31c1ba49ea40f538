import AggregatorStore
import DisclosureControl
import IncidentReports
import IncidentSpec

/// Turns counts into tables that may be shown.
struct TableBuilder: Sendable {
    /// All counts of a publication, from one snapshot.
    let counted: CountedTables
    let specification: Specification
    let period: ReportingPeriod
    let threshold: Threshold

    /// Element number, answer as in completeness.sql (0 for asked), and what may be shown of it.
    private let coverage: [String: [Int16: Cell]]

    init(_ counted: CountedTables, _ specification: Specification, _ period: ReportingPeriod, _ threshold: Threshold) {
        self.counted = counted
        self.specification = specification
        self.period = period
        self.threshold = threshold
        let definition = TableCatalogue.sections[0]
        let layout = Layout(definition, counted, specification, period)
        let protected = Self.protected(layout.table(definition.totals), definition, threshold)
        coverage = Dictionary(
            uniqueKeysWithValues: layout.rows.enumerated().map { index, row in
                var answers = Dictionary(
                    uniqueKeysWithValues: zip(layout.columns.map(\.storage), protected.cells[index]))
                answers[0] = protected.rowTotals?[index]
                return (row.label.code, answers)
            })
    }

    /// Builds one table.
    ///
    /// - Parameter national: the same table of a frozen aggregate report, to stand beside a practice's own.
    func table(_ definition: TableDefinition, national: PublishedTable? = nil) -> PublishedTable {
        let layout = Layout(definition, counted, specification, period)
        let protected = Self.protected(layout.table(definition.totals), definition, threshold)
        let n = protected.total ?? threshold.judge(reports)
        let isAsked = definition.elements.allSatisfy { coverage[$0]?[0] != .zero }

        func published(_ cell: Cell, of whole: Cell?) -> PublishedCell {
            guard isAsked || reports.count == 0 else { return .notAsked }
            return PublishedCell(cell, percent: whole.flatMap { threshold.percentage(of: cell, in: $0) })
        }
        func whole(_ row: Int, _ column: Int) -> Cell? {
            switch definition.percentOf {
            case .table: n
            case .row: protected.rowTotals?[row]
            case .column: protected.columnTotals?[column]
            case nil: nil
            }
        }
        let rows = layout.rows.map(\.label)
        let columns = definition.columns == nil ? [] : layout.columns.map(\.label)
        return PublishedTable(
            name: definition.name, title: definition.title, question: definition.question, unit: "reports",
            elementNumbers: definition.elements, presentation: definition.presentation,
            series: definition.series, rowHeading: definition.rowHeading, columnHeading: definition.columnHeading,
            rows: rows, columns: columns,
            cells: protected.cells.enumerated().map { row, cells in
                cells.enumerated().map { published($1, of: whole(row, $0)) }
            },
            rowTotals: protected.rowTotals?.map { published($0, of: definition.percentOf == .table ? n : nil) },
            columnTotals: protected.columnTotals?.map { published($0, of: definition.percentOf == .table ? n : nil) },
            percentOf: definition.percentOf, n: PublishedCell(n),
            coverage: definition.elements.map(coverage(of:)),
            spreads: definition.spread ? spreads(protected, layout) : [],
            national: national.map { $0.shares(rows: rows, columns: columns) },
            notes: [definition.note].compactMap { $0 } + (definition.name == "completeness" ? notCounted : []))
    }

    /// Protects a table. In the completeness table the answers of an element add up to the n which its own table
    /// prints, so they cover each other; how many left it blank counts open questions and no events.
    private static func protected(
        _ table: CountedTable, _ definition: TableDefinition, _ threshold: Threshold
    ) -> ProtectedTable {
        guard definition.name == "completeness", let asked = table.rowTotals else {
            return protect(table, by: threshold)
        }
        let answers = CountedTable(
            cells: table.cells.map { Array($0.dropLast()) },
            rowTotals: zip(table.cells, asked).map { cells, asked in
                CountedCell(
                    count: cells.dropLast().map(\.count).reduce(0, +),
                    contributors: cells[0].count == 0 ? cells.map(\.contributors).max() ?? 0 : asked.contributors)
            })
        let shown = protect(answers, by: threshold)
        return ProtectedTable(
            cells: zip(shown.cells, table.cells).map { $0 + $1.suffix(1).map(threshold.judge) },
            rowTotals: asked.map(threshold.judge))
    }

    /// The elements whose completeness the clinic alone can know.
    private var notCounted: [String] {
        let reasons: [(edge: EdgeAction, text: String)] = [
            (.seal, "Sealed to the practice and not counted"), (.strip, "Never leaves the practice"),
            (.hold, "Stays at the practice until released"),
        ]
        return reasons.map { reason in
            let elements = specification.allElements.filter { $0.edge == reason.edge }
            return "\(reason.text): \(elements.map { "\($0.number) \($0.title)" }.joined(separator: "; "))."
        }
    }

    /// All reports of the period.
    private var reports: CountedCell { counted["forms", nil, nil] }

    private func coverage(of element: String) -> PublishedTable.Coverage {
        let cells = coverage[element] ?? [:]
        return PublishedTable.Coverage(
            element: element, asked: PublishedCell(cells[0] ?? .zero), answered: PublishedCell(cells[1] ?? .zero),
            unknown: PublishedCell(cells[2] ?? .zero))
    }

    /// The quartiles of columns in which nothing is hidden; they are bands, and of many practices only.
    private func spreads(_ table: ProtectedTable, _ layout: Layout) -> [PublishedTable.Spread] {
        layout.columns.indices.compactMap { column in
            let counts = table.cells.compactMap { $0[column].shownCount }
            let total = counts.reduce(0, +)
            guard counts.count == table.cells.count, total >= 4,
                threshold.practices == 0
                    || layout.counted.columnTotals?[column].contributors ?? 0 >= Self.spreadPractices
            else { return nil }
            func row(holding share: Double) -> String {
                var passed = 0
                for (index, count) in counts.enumerated() {
                    passed += count
                    if Double(passed) >= share * Double(total) { return layout.rows[index].label.code }
                }
                return layout.rows.last?.label.code ?? ""
            }
            return PublishedTable.Spread(
                column: layout.columns[column].label.code, lowerQuartile: row(holding: 0.25),
                median: row(holding: 0.5), upperQuartile: row(holding: 0.75))
        }
    }

    /// Practices from which quartiles of many practices may be shown.
    private static let spreadPractices = 8
}

/// The counts of one table in rows and columns.
private struct Layout {
    let rows: [Axis.Entry]
    let columns: [Axis.Entry]
    /// With every total there is, printed or not.
    let counted: CountedTable

    init(
        _ definition: TableDefinition, _ counts: CountedTables, _ specification: Specification,
        _ period: ReportingPeriod
    ) {
        let table = counts.tables[definition.name] ?? []
        rows = definition.rows.entries(specification, period, counted: Set(table.compactMap(\.row)))
        columns =
            definition.columns?.entries(specification, period, counted: Set(table.compactMap(\.column)))
            ?? [(0, .init(code: "", label: ""))]
        let isList = definition.columns == nil
        let cells = Dictionary(
            table.map { (Key(row: $0.row, column: $0.column), CountedCell($0)) },
            uniquingKeysWith: { first, _ in first })
        func cell(_ row: Int16?, _ column: Int16?) -> CountedCell { cells[Key(row: row, column: column)] ?? .none }
        let (rows, columns) = (rows, columns)
        counted = CountedTable(
            cells: rows.map { row in columns.map { cell(row.storage, isList ? nil : $0.storage) } },
            rowTotals: isList ? nil : rows.map { cell($0.storage, nil) },
            columnTotals: isList ? nil : columns.map { cell(nil, $0.storage) },
            total: cell(nil, nil), rowsOverlap: definition.rowsOverlap, columnsOverlap: definition.columnsOverlap)
    }

    /// The table with the totals that will be printed.
    func table(_ totals: TableDefinition.Totals) -> CountedTable {
        CountedTable(
            cells: counted.cells, rowTotals: totals.contains(.rows) ? counted.rowTotals : nil,
            columnTotals: totals.contains(.columns) ? counted.columnTotals : nil,
            total: totals.contains(.all) ? counted.total : nil, rowsOverlap: counted.rowsOverlap,
            columnsOverlap: counted.columnsOverlap)
    }

    private struct Key: Hashable {
        let row: Int16?
        let column: Int16?
    }
}

extension CountedCell {
    fileprivate init(_ count: ReportCount) { self.init(count: count.reports, contributors: count.practices) }
}

extension CountedTables {
    /// One cell of a table; nothing where the table does not name it.
    fileprivate subscript(table: String, row: Int16?, column: Int16?) -> CountedCell {
        tables[table]?.first { $0.row == row && $0.column == column }.map { CountedCell($0) } ?? .none
    }
}

extension PublishedCell {
    init(_ cell: Cell, percent: Double? = nil) {
        switch cell {
        case .value(let counted):
            self.init(status: .value, count: counted.count, practices: counted.contributors, percent: percent)
        case .zero: self.init(status: .zero, count: 0, percent: percent)
        case .suppressed(let reason): self.init(status: .suppressed, reason: reason.rawValue)
        }
    }
}

extension PublishedTable {
    /// This table's shares in the order of another's rows and columns.
    fileprivate func shares(rows: [Label], columns: [Label]) -> National {
        let rowPlaces = Dictionary(uniqueKeysWithValues: self.rows.enumerated().map { ($1.code, $0) })
        let columnPlaces = Dictionary(uniqueKeysWithValues: self.columns.enumerated().map { ($1.code, $0) })
        let cells = rows.map { row in
            (columns.isEmpty ? [nil] : columns.map(Optional.some)).map { column -> PublishedCell in
                let columnPlace = column.map { columnPlaces[$0.code] } ?? 0
                guard let row = rowPlaces[row.code], let columnPlace else {
                    // Rows and columns that nobody names are left out of the aggregate report.
                    return PublishedCell(status: .zero, percent: 0)
                }
                let cell = self.cells[row][columnPlace]
                return PublishedCell(status: cell.status, reason: cell.reason, percent: cell.percent)
            }
        }
        return National(n: n, cells: cells)
    }
}
