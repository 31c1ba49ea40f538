/// Lines over quarters, told apart by dashes and markers as well as by shade; where a figure is hidden, a gap.
public struct LineChart: Sendable {
    /// One point, or what stands in its place.
    public struct Point: Sendable {
        /// `nil` where nothing is drawn.
        public var value: Double?
        /// Written where a figure is hidden or was not asked.
        public var sign: String

        public init(value: Double?, sign: String = "") {
            self.value = value
            self.sign = sign
        }
    }

    /// One line.
    public struct Series: Sendable {
        public var name: String
        /// One for each quarter.
        public var points: [Point]

        public init(name: String, points: [Point]) {
            self.name = name
            self.points = points
        }
    }

    /// Unique on the page.
    public var id: String
    public var title: String
    /// What the chart shows, for those who cannot see it.
    public var description: String
    public var quarters: [String]
    public var series: [Series]

    public init(id: String, title: String, description: String, quarters: [String], series: [Series]) {
        self.id = id
        self.title = title
        self.description = description
        self.quarters = quarters
        self.series = series
    }

    /// The chart as SVG.
    public var svg: String { Templates.render(Drawing(self), with: "lines") }
}

/// A line chart with every coordinate worked out.
private struct Drawing: Sendable {
    struct GridLine: Sendable {
        let y: String
        let tickY: String
        let tick: String
    }
    struct Quarter: Sendable {
        let x: String
        let name: String
    }
    struct Spot: Sendable {
        let x: String
        let y: String
        let sign: String
    }
    struct Series: Sendable {
        let style: Int
        let segments: [String]
        let points: [Spot]
        let gaps: [Spot]
        let keyY: String
        let keyTextY: String
        let seriesName: String
    }

    let id: String
    let title: String
    let description: String
    let width = 480
    let height: String
    let left = "44"
    let right = "470"
    let tickX = "38"
    let keyLeft = "44"
    let keyMiddle = "62"
    let keyRight = "80"
    let keyTextX = "90"
    let quarterY: String
    let grid: [GridLine]
    let quarters: [Quarter]
    let series: [Series]

    init(_ chart: LineChart) {
        id = chart.id
        title = chart.title
        description = chart.description
        let (top, bottom) = (10.0, 190.0)
        let largest = chart.series.flatMap(\.points).compactMap(\.value).max() ?? 0
        let (step, steps) = Self.scale(largest)
        let maximum = step * Double(steps)
        func x(_ index: Int) -> Double {
            chart.quarters.count > 1 ? 62 + Double(index) * 390 / Double(chart.quarters.count - 1) : 250
        }
        func y(_ value: Double) -> Double { bottom - value / maximum * (bottom - top) }
        grid = (0...steps).map { index in
            let value = step * Double(index)
            return GridLine(
                y: coordinate(y(value)), tickY: coordinate(y(value) + 4), tick: String(Int(value.rounded())))
        }
        quarters = chart.quarters.enumerated().map { Quarter(x: coordinate(x($0)), name: $1) }
        quarterY = coordinate(bottom + 20)
        series = chart.series.enumerated().map { number, line in
            var segments: [[String]] = [[]]
            var points: [Spot] = []
            var gaps: [Spot] = []
            for (index, point) in line.points.enumerated() {
                guard let value = point.value else {
                    segments.append([])
                    let lift = Double(number) * 12
                    gaps.append(Spot(x: coordinate(x(index)), y: coordinate(bottom - 4 - lift), sign: point.sign))
                    continue
                }
                points.append(Spot(x: coordinate(x(index)), y: coordinate(y(value)), sign: ""))
                segments[segments.count - 1].append("\(coordinate(x(index))),\(coordinate(y(value)))")
            }
            let keyY = bottom + 44 + Double(number) * 20
            return Series(
                style: number + 1, segments: segments.filter { $0.count > 1 }.map { $0.joined(separator: " ") },
                points: points, gaps: gaps, keyY: coordinate(keyY), keyTextY: coordinate(keyY + 4.5),
                seriesName: line.name)
        }
        height = coordinate(bottom + 44 + Double(chart.series.count) * 20)
    }

    /// A round step of 1, 2 or 5 times a power of ten, and how many of them cover the largest value.
    private static func scale(_ largest: Double) -> (step: Double, steps: Int) {
        guard largest > 0 else { return (1, 1) }
        var power = 1.0
        while true {
            for factor in [1.0, 2, 5] where factor * power * 5 >= largest {
                let step = factor * power
                return (step, max(1, Int((largest / step).rounded(.up))))
            }
            power *= 10
        }
    }
}
