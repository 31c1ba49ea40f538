/// A table as counted, with the totals that will be printed beside it.
///
/// A total that is not printed is `nil` and no reader can subtract from it. Where a report may count in several rows,
/// a column does not add up to its total, nor do the totals of rows to that of the table; likewise for columns.
public struct CountedTable: Sendable {
    /// By row, then column; a list has one column.
    public let cells: [[CountedCell]]
    /// One for each row.
    public let rowTotals: [CountedCell]?
    /// One for each column.
    public let columnTotals: [CountedCell]?
    public let total: CountedCell?
    /// Whether a report may count in several rows.
    public let rowsOverlap: Bool
    /// Whether a report may count in several columns.
    public let columnsOverlap: Bool

    public init(
        cells: [[CountedCell]], rowTotals: [CountedCell]? = nil, columnTotals: [CountedCell]? = nil,
        total: CountedCell? = nil, rowsOverlap: Bool = false, columnsOverlap: Bool = false
    ) {
        self.cells = cells
        self.rowTotals = rowTotals
        self.columnTotals = columnTotals
        self.total = total
        self.rowsOverlap = rowsOverlap
        self.columnsOverlap = columnsOverlap
    }
}

/// The same table as it may be printed.
public struct ProtectedTable: Sendable, Hashable {
    public let cells: [[Cell]]
    public let rowTotals: [Cell]?
    public let columnTotals: [Cell]?
    public let total: Cell?

    public init(cells: [[Cell]], rowTotals: [Cell]? = nil, columnTotals: [Cell]? = nil, total: Cell? = nil) {
        self.cells = cells
        self.rowTotals = rowTotals
        self.columnTotals = columnTotals
        self.total = total
    }
}

/// Protects one table: hides what is too small, then as much again as keeps hidden counts from being worked out.
///
/// After the threshold, a hidden count is *exposed* when the sums of its own table leave it one possible value. Each
/// exposed count is covered by hiding the smallest other count of a line (a row, a column, a line of totals) it stands
/// in, the first of equals, until none is exposed. Where only zeros are left to cover with, as when a hidden total of
/// at most 10 is spread over 10 cells, the zeros are hidden as well. The same table gives the same answer always.
///
/// What this does not yet protect against:
/// - *narrow ranges*: a hidden count may still be known to within a few;
/// - *overlapping answers*: where rows or columns overlap there is no sum to solve, but a total still bounds its parts;
/// - *linked tables*: the same reports stand in other tables of a publication, and in its trend; the n of two tables
///   differ by the reports that left one question blank;
/// - *differencing*: another publication over nearly the same reports (a longer period, a later state of the same
///   period, another threshold) can be subtracted from this one;
/// - *contributors*: a practice knows its own counts and may subtract them, and so may several under one owner;
/// - *dominance*: one practice may make up nearly all of a cell that three contribute to.
public func protect(_ table: CountedTable, by threshold: Threshold) -> ProtectedTable {
    if let rowTotals = table.rowTotals, table.columnTotals == nil, table.total == nil, rowTotals.count > 1 {
        // Without totals that join them, rows are so many tables of their own.
        let rows = zip(table.cells, rowTotals).map { cells, total in
            protect(
                CountedTable(cells: [cells], rowTotals: [total], columnsOverlap: table.columnsOverlap), by: threshold)
        }
        return ProtectedTable(cells: rows.flatMap(\.cells), rowTotals: rows.flatMap { $0.rowTotals ?? [] })
    }
    var grid = Grid(table, threshold)
    while case let exposed = grid.exposed(), !exposed.isEmpty {
        if let cover = grid.cover(for: exposed) {
            grid.cells[cover] = .suppressed(.complementary)
        } else if !grid.hideZeros() {
            break
        }
    }
    return grid.protected(like: table)
}
