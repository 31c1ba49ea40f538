import DisclosureControl
import Testing

/// An attacker who tries every table that fits what is printed.
private struct Attacker {
    /// Every printed cell with the values it may have.
    let ranges: [ClosedRange<Int>]
    let lines: [(members: [Int], sum: Int)]
    /// The values each cell takes in some table that fits.
    private(set) var possible: [Set<Int>]

    /// - Parameter hidesZeros: whether cells hidden for too few reports may be zero.
    init(_ table: ProtectedTable, threshold: Threshold, hidesZeros: Bool) {
        let rows = table.cells.count
        let columns = table.cells[0].count
        let printed =
            table.cells.flatMap { $0 } + (table.rowTotals ?? []) + (table.columnTotals ?? [])
            + (table.total.map { [$0] } ?? [])
        ranges = printed.enumerated().map { place, cell in
            switch cell {
            case .value(let cell): cell.count...cell.count
            case .zero: 0...0
            case .suppressed(.tooFewReports): (hidesZeros ? 0 : 1)...(threshold.reports - 1)
            case .suppressed: threshold.reports...(place < rows * columns ? 10 : 100)
            }
        }
        possible = printed.map { _ in [] }
        let grid = rows * columns
        let rowPlace = grid
        let columnPlace = grid + (table.rowTotals == nil ? 0 : rows)
        let totalPlace = printed.count - 1
        var lines: [(members: [Int], sum: Int)] = []
        if table.rowTotals != nil {
            for row in 0..<rows { lines.append(((0..<columns).map { row * columns + $0 }, rowPlace + row)) }
        }
        if table.columnTotals != nil {
            for column in 0..<columns { lines.append(((0..<rows).map { $0 * columns + column }, columnPlace + column)) }
        }
        if table.total != nil { lines.append((Array(0..<grid), totalPlace)) }
        self.lines = lines
        var values = ranges.map(\.lowerBound)
        fill(0, &values, inner: grid)
    }

    /// Tries every value of every inner cell; totals follow from them.
    private mutating func fill(_ place: Int, _ values: inout [Int], inner: Int) {
        if place == inner {
            for line in lines {
                let sum = line.members.reduce(0) { $0 + values[$1] }
                guard ranges[line.sum].contains(sum) else { return }
                values[line.sum] = sum
            }
            for index in values.indices { possible[index].insert(values[index]) }
            return
        }
        for value in ranges[place] {
            values[place] = value
            let isHopeless = lines.contains { line in
                line.members.filter { $0 <= place }.reduce(0) { $0 + values[$1] } > ranges[line.sum].upperBound
            }
            if isHopeless { break }
            fill(place + 1, &values, inner: inner)
        }
    }
}

@Suite struct BruteForceTests {
    /// Small thresholds keep the number of tables to try small.
    private let threshold = Threshold(reports: 4, practices: 2)

    @Test(arguments: 0..<400)
    func noHiddenCellCanBeWorkedOut(seed: Int) throws {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let rows = 1 + random(3)
        let columns = 1 + random(3)
        let counts = (0..<rows).map { _ in (0..<columns).map { _ in random(3) == 0 ? 0 : random(8) } }
        let isList = columns == 1
        let counted = table(
            counts, rowTotals: !isList && random(4) > 0, columnTotals: !isList && random(4) > 0, total: random(4) > 0)
        let result = protect(counted, by: threshold)
        let hidesZeros = zip(counts.joined(), result.cells.joined()).contains { $0 == 0 && $1.isSuppressed }
        let attacker = Attacker(result, threshold: threshold, hidesZeros: hidesZeros)
        let printed =
            result.cells.flatMap { $0 } + (result.rowTotals ?? []) + (result.columnTotals ?? [])
            + (result.total.map { [$0] } ?? [])
        for (place, cell) in printed.enumerated() where cell.isSuppressed {
            try #require(attacker.possible[place].count > 1, "\(counts) gave away place \(place)")
        }
        #expect(protect(counted, by: threshold) == result)
    }

    @Test func blocksJoinedByOneCellDoNotGiveItAway() {
        // Every line has at least two hidden cells, yet the sums of the upper left block isolate the cell that joins it
        // to the lower right block.
        let small = [
            [5, 6, 7, 40], [6, 5, 50, 40], [60, 50, 5, 6], [50, 60, 6, 5],
        ]
        let result = protect(table(small), by: Threshold())
        let hidden = result.cells[0].indices.filter { result.cells[0][$0].isSuppressed }
        #expect(result.cells[0][2].isSuppressed)
        #expect(result.cells.joined().filter(\.isSuppressed).count > 9, "row 0 hides \(hidden)")
    }
}
