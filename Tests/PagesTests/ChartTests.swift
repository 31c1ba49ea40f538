import Foundation
import Pages
import Testing

@Suite struct ChartTests {
    @Test func barsAreToScaleAndHiddenOnesAllAlike() {
        func bar(_ value: Double?, hidden: Bool = false) -> BarChart.Bar {
            BarChart.Bar(value: value, text: "x", isHidden: hidden)
        }
        let chart = BarChart(
            id: "c", title: "t", description: "d",
            rows: [.init(label: "a", bars: [bar(10), bar(5), bar(nil, hidden: true), bar(nil, hidden: true)])],
            maximum: 10)
        let bars = PageStructure(chart.svg).all("rect").filter { $0["class"]?.hasPrefix("bar") == true }
        let lengths = bars.compactMap { $0["width"].flatMap(Double.init) }
        #expect(lengths.count == 4)
        #expect(lengths[0] == 2 * lengths[1])
        #expect(lengths[2] == lengths[3])
        #expect(Set(bars.map { $0["fill"] }) == [nil, "url(#c-hatch)", "url(#c-hidden)"])
    }

    @Test func aLineBreaksWhereAFigureIsHidden() {
        let points = [3.0, 4, nil, 5, 6].map { LineChart.Point(value: $0, sign: $0 == nil ? "hidden" : "") }
        let chart = LineChart(
            id: "c", title: "t", description: "d", quarters: ["1", "2", "3", "4", "5"],
            series: [.init(name: "all", points: points)])
        let structure = PageStructure(chart.svg)
        #expect(structure.all("polyline").count == 2)
        #expect(structure.text.contains("hidden"))
        // Four points, and one in the key.
        #expect(structure.all("circle").count == 5)
    }

    @Test(arguments: [0.0, 1, 7, 10, 99, 100, 12_345])
    func everyPointLiesInsideTheChart(largest: Double) {
        let chart = LineChart(
            id: "c", title: "t", description: "d", quarters: ["1"],
            series: [.init(name: "all", points: [.init(value: largest)])])
        let point = PageStructure(chart.svg).all("circle")[0]
        let y = point["cy"].flatMap(Double.init) ?? -1
        #expect((10...190).contains(y))
    }

    @Test func anEmptyChartIsStillAChart() {
        let bars = BarChart(id: "c", title: "t", description: "d", rows: [], maximum: 0)
        #expect(PageStructure(bars.svg).isWellFormed)
        let lines = LineChart(id: "c", title: "t", description: "d", quarters: [], series: [])
        #expect(PageStructure(lines.svg).isWellFormed)
    }
}
