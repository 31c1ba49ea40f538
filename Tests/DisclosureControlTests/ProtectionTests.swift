import DisclosureControl
import Testing

/// A table whose every cell has enough contributors.
func table(
    _ counts: [[Int]], rowTotals: Bool = true, columnTotals: Bool = true, total: Bool = true, contributors: Int = 9
) -> CountedTable {
    func cell(_ count: Int) -> CountedCell { CountedCell(count: count, contributors: min(count, contributors)) }
    return CountedTable(
        cells: counts.map { $0.map(cell) },
        rowTotals: rowTotals ? counts.map { cell($0.reduce(0, +)) } : nil,
        columnTotals: columnTotals
            ? (counts.first ?? []).indices.map { column in cell(counts.reduce(0) { $0 + $1[column] }) } : nil,
        total: total ? cell(counts.joined().reduce(0, +)) : nil)
}

/// A cell as one sign: its count, 0, or why it is hidden.
func sign(_ cell: Cell) -> String {
    switch cell {
    case .value(let cell): String(cell.count)
    case .zero: "0"
    case .suppressed(.tooFewReports): "r"
    case .suppressed(.tooFewPractices): "p"
    case .suppressed(.complementary): "c"
    }
}

func signs(_ cells: [Cell]?) -> String { (cells ?? []).map(sign).joined(separator: " ") }

@Suite struct ProtectionTests {
    @Test func nothingIsHiddenWithoutNeed() {
        let result = protect(table([[20, 30], [0, 40]]), by: Threshold())
        #expect(result.cells.map(signs) == ["20 30", "0 40"])
        #expect(signs(result.rowTotals) == "50 40")
        #expect(signs(result.columnTotals) == "20 70")
        #expect(result.total.map(sign) == "90")
    }

    @Test func oneHiddenCellOfAListTakesTheSmallestOtherWithIt() {
        let result = protect(table([[30], [5], [20], [0]], rowTotals: false, columnTotals: false), by: Threshold())
        #expect(signs(result.cells.flatMap { $0 }) == "30 r c 0")
        #expect(result.total.map(sign) == "55")
    }

    @Test func theFirstOfEqualsIsTaken() {
        let result = protect(table([[20], [5], [20]], rowTotals: false, columnTotals: false), by: Threshold())
        #expect(signs(result.cells.flatMap { $0 }) == "c r 20")
    }

    @Test func twoSmallCellsHideEachOther() {
        let result = protect(table([[30], [5], [4]], rowTotals: false, columnTotals: false), by: Threshold())
        #expect(signs(result.cells.flatMap { $0 }) == "30 r r")
    }

    @Test func printedReasonsDoNotGiveACountAway() {
        // Hidden for too few reports means at least 1 and hidden as a complement means at least 11: together 12 would
        // leave one solution only, so a third cell goes.
        let result = protect(table([[11], [1], [40]], rowTotals: false, columnTotals: false), by: Threshold())
        #expect(signs(result.cells.flatMap { $0 }) == "c r c")
    }

    @Test func twoSmallCellsOfOneEachAreNotGivenAwayByTheirSum() {
        let result = protect(table([[1], [1], [40]], rowTotals: false, columnTotals: false), by: Threshold())
        #expect(signs(result.cells.flatMap { $0 }) == "r r c")
    }

    @Test func aHiddenTotalNeedsNoComplement() {
        let result = protect(table([[5], [0]], rowTotals: false, columnTotals: false), by: Threshold())
        #expect(signs(result.cells.flatMap { $0 }) == "r 0")
        #expect(result.total.map(sign) == "r")
    }

    @Test func aTotalGoesWhenNothingElseIsLeft() {
        let cells = [[CountedCell(count: 20, contributors: 2)], [.none]]
        let result = protect(
            CountedTable(cells: cells, total: CountedCell(count: 20, contributors: 3)), by: Threshold())
        #expect(signs(result.cells.flatMap { $0 }) == "p 0")
        #expect(result.total.map(sign) == "c")
    }

    @Test func rowsAndColumnsAreBothCovered() {
        let result = protect(table([[5, 30, 40], [30, 35, 50], [40, 50, 60]]), by: Threshold())
        #expect(result.cells.map(signs) == ["r c 40", "c c 50", "40 50 60"])
    }

    @Test func rowsWithoutCommonTotalsAreProtectedEachByItself() {
        let result = protect(
            table([[5, 30, 40], [30, 35, 50]], columnTotals: false, total: false), by: Threshold())
        #expect(result.cells.map(signs) == ["r c 40", "30 35 50"])
        #expect(signs(result.rowTotals) == "75 115")
        #expect(result.total == nil)
    }

    @Test func overlappingAnswersHaveNoSums() {
        let list = CountedTable(
            cells: [[CountedCell(count: 5, contributors: 4)], [CountedCell(count: 50, contributors: 8)]],
            total: CountedCell(count: 52, contributors: 9), rowsOverlap: true)
        #expect(signs(protect(list, by: Threshold()).cells.flatMap { $0 }) == "r 50")
    }

    @Test func rowsOfATableWithOverlappingRowsStillAddUp() {
        func cell(_ count: Int) -> CountedCell { CountedCell(count: count, contributors: min(count, 9)) }
        let techniques = CountedTable(
            cells: [[cell(39), cell(5), cell(20)], [cell(30), cell(40), cell(50)]],
            rowTotals: [cell(64), cell(120)], columnTotals: [cell(60), cell(42), cell(65)], total: cell(167),
            rowsOverlap: true)
        #expect(protect(techniques, by: Threshold()).cells.map(signs) == ["39 r c", "30 40 50"])
    }

    @Test func fewContributorsHideALargeCell() {
        let result = protect(table([[200, 300], [250, 400]], contributors: 2), by: Threshold())
        #expect(result.cells.map(signs) == ["p p", "p p"])
        #expect(result.total.map(sign) == "p")
    }

    @Test func anEmptyTableStaysEmpty() {
        #expect(protect(CountedTable(cells: []), by: Threshold()).cells.isEmpty)
    }
}
