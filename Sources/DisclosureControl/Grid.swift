/// A table laid out flat, totals included, with the sums that a reader can form.
struct Grid: Sendable {
    /// The counts as they are.
    let counted: [CountedCell]
    /// The same as printed.
    var cells: [Cell]
    /// Each line's members and the place of their sum.
    private(set) var lines: [(members: [Int], sum: Int)] = []
    /// The smallest count a cell hidden for too few reports may have.
    private var smallest = 1
    private let threshold: Threshold

    init(_ table: CountedTable, _ threshold: Threshold) {
        self.threshold = threshold
        let rows = table.cells.count
        let columns = table.cells.first?.count ?? 0
        var counted = table.cells.flatMap { $0 }
        func place(_ totals: [CountedCell]?) -> Int? {
            guard let totals else { return nil }
            counted += totals
            return counted.count - totals.count
        }
        let rowTotals = place(table.rowTotals)
        let columnTotals = place(table.columnTotals)
        let total = place(table.total.map { [$0] })
        self.counted = counted
        cells = counted.map(threshold.judge)
        guard rows > 0 else { return }
        if let rowTotals, !table.columnsOverlap {
            lines += (0..<rows).map { row in ((0..<columns).map { row * columns + $0 }, rowTotals + row) }
        }
        if let columnTotals, !table.rowsOverlap {
            lines += (0..<columns).map { column in ((0..<rows).map { $0 * columns + column }, columnTotals + column) }
        }
        guard let total else { return }
        if let rowTotals, !table.rowsOverlap { lines.append((Array(rowTotals..<rowTotals + rows), total)) }
        if let columnTotals, !table.columnsOverlap {
            lines.append((Array(columnTotals..<columnTotals + columns), total))
        }
        if rowTotals == nil, columnTotals == nil, !table.rowsOverlap, !table.columnsOverlap {
            lines.append((Array(0..<rows * columns), total))
        }
    }

    /// The count to hide next to cover exposed cells; `nil` when none but zeros are left.
    func cover(for exposed: [Int]) -> Int? {
        let alone = lines.filter { line in ([line.sum] + line.members).count { cells[$0].isSuppressed } == 1 }
        return alone.lazy.compactMap { smallestShown(in: [$0]) }.first
            ?? exposed.lazy.compactMap { cell in
                smallestShown(in: lines.filter { $0.sum == cell || $0.members.contains(cell) })
            }.first
    }

    /// The smallest shown count of some lines: their parts before their sums, the first of equals.
    private func smallestShown(in lines: [(members: [Int], sum: Int)]) -> Int? {
        let parts = lines.flatMap { line in line.members.map { (0, counted[$0].count, $0) } }
        let sums = lines.map { (1, counted[$0.sum].count, $0.sum) }
        return (parts + sums).filter { $0.1 > 0 && !cells[$0.2].isSuppressed }.min { $0 < $1 }?.2
    }

    /// Hides the zeros too; `false` when none is left to hide.
    mutating func hideZeros() -> Bool {
        guard cells.contains(.zero) else { return false }
        cells = cells.map { $0 == .zero ? .suppressed(.tooFewReports) : $0 }
        smallest = 0
        return true
    }

    /// The table as printed, in the shape of the one counted.
    func protected(like table: CountedTable) -> ProtectedTable {
        var rest = cells[...]
        func take(_ count: Int) -> [Cell] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        return ProtectedTable(
            cells: table.cells.map { take($0.count) },
            rowTotals: table.rowTotals.map { take($0.count) },
            columnTotals: table.columnTotals.map { take($0.count) },
            total: table.total.flatMap { _ in take(1).first })
    }

    /// Hidden cells that the table's own sums leave one possible value, in order.
    func exposed() -> [Int] {
        let hidden = cells.indices.filter { cells[$0].isSuppressed }
        guard !hidden.isEmpty, !lines.isEmpty else { return [] }
        return Set(solved(hidden)).union(pinned(hidden)).sorted()
    }

    /// Hidden cells that subtracting lines from each other isolates.
    ///
    /// Gaussian elimination over the hidden cells; the coefficients of such sums stay -1, 0 or 1.
    private func solved(_ hidden: [Int]) -> [Int] {
        let position = Dictionary(uniqueKeysWithValues: hidden.enumerated().map { ($1, $0) })
        var equations = lines.map { line in
            var equation = [Int](repeating: 0, count: hidden.count)
            for member in line.members { if let index = position[member] { equation[index] = 1 } }
            if let index = position[line.sum] { equation[index] = -1 }
            return equation
        }
        var done = 0
        for column in hidden.indices {
            guard let pivot = equations[done...].firstIndex(where: { $0[column] != 0 }) else { continue }
            equations.swapAt(done, pivot)
            let sign = equations[done][column]
            let row = equations[done].map { $0 * sign }
            equations[done] = row
            for other in equations.indices where other != done && equations[other][column] != 0 {
                let factor = equations[other][column]
                for index in row.indices { equations[other][index] -= factor * row[index] }
            }
            done += 1
            if done == equations.count { break }
        }
        return equations.compactMap { equation in
            let places = equation.indices.filter { equation[$0] != 0 }
            return places.count == 1 ? hidden[places[0]] : nil
        }
    }

    /// Hidden cells whose range, tightened line by line from what their printed reasons tell, holds one value only.
    private func pinned(_ hidden: [Int]) -> [Int] {
        var low = counted.map(\.count)
        var high = low
        for place in hidden {
            guard case .suppressed(let reason) = cells[place] else { continue }
            low[place] = reason == .tooFewReports ? smallest : max(1, threshold.reports)
            high[place] = reason == .tooFewReports ? max(1, threshold.reports - 1) : Int.max / 4
        }
        let open = hidden.filter { low[$0] < high[$0] }
        var changed = true
        while changed {
            changed = false
            for line in lines {
                let lowest = line.members.reduce(0) { $0 + low[$1] }
                let highest = line.members.reduce(0) { min(Int.max / 4, $0 + high[$1]) }
                func tighten(_ place: Int, _ from: Int, _ to: Int) {
                    if from > low[place] { (low[place], changed) = (from, true) }
                    if to < high[place] { (high[place], changed) = (to, true) }
                }
                tighten(line.sum, lowest, highest)
                for member in line.members where low[member] < high[member] {
                    tighten(
                        member, highest >= Int.max / 4 ? 0 : low[line.sum] - (highest - high[member]),
                        high[line.sum] - (lowest - low[member]))
                }
            }
        }
        return open.filter { low[$0] >= high[$0] }
    }
}
