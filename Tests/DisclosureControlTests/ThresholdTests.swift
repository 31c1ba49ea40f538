import DisclosureControl
import Testing

@Suite struct ThresholdTests {
    @Test(arguments: [
        (0, 0, Cell.zero),
        (1, 1, .suppressed(.tooFewReports)),
        (10, 10, .suppressed(.tooFewReports)),
        (11, 2, .suppressed(.tooFewPractices)),
        (11, 3, .value(CountedCell(count: 11, contributors: 3))),
        (500, 1, .suppressed(.tooFewPractices)),
    ])
    func judgesOneCell(count: Int, contributors: Int, expected: Cell) {
        #expect(Threshold().judge(CountedCell(count: count, contributors: contributors)) == expected)
    }

    @Test func hidesNothingOfAPracticesOwn() {
        let cell = CountedCell(count: 1, contributors: 1)
        #expect(Threshold.none.judge(cell) == .value(cell))
        #expect(Threshold.none.judge(.none) == .zero)
    }

    @Test func percentageNeedsBothPartsAndALargeEnoughWhole() {
        let threshold = Threshold()
        func value(_ count: Int) -> Cell { .value(CountedCell(count: count, contributors: 5)) }
        #expect(threshold.percentage(of: value(20), in: value(60)) == 33.3)
        #expect(threshold.percentage(of: .zero, in: value(60)) == 0)
        #expect(threshold.percentage(of: .suppressed(.tooFewReports), in: value(60)) == nil)
        #expect(threshold.percentage(of: value(20), in: .suppressed(.complementary)) == nil)
        #expect(threshold.percentage(of: .zero, in: .zero) == nil)
        #expect(threshold.percentage(of: value(20), in: value(11)) == nil)
        #expect(Threshold(reports: 30).percentage(of: .zero, in: value(29)) == nil)
    }
}
