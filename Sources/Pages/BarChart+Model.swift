/// Horizontal bars with their figures written beside them; told apart by pattern as well as by shade.
public struct BarChart: Sendable {
    /// One bar, or why there is none.
    public struct Bar: Sendable {
        /// Drawn to scale; `nil` when the figure is hidden or was not asked.
        public var value: Double?
        /// What is written beside it, n included.
        public var text: String
        /// Whether a figure is hidden here.
        public var isHidden: Bool
        /// Where the national share lies on the same scale.
        public var national: Double?

        public init(value: Double?, text: String, isHidden: Bool = false, national: Double? = nil) {
            self.value = value
            self.text = text
            self.isHidden = isHidden
            self.national = national
        }
    }

    /// The bars of one row, one a series.
    public struct Row: Sendable {
        public var label: String
        public var bars: [Bar]

        public init(label: String, bars: [Bar]) {
            self.label = label
            self.bars = bars
        }
    }

    /// Unique on the page.
    public var id: String
    public var title: String
    /// What the chart shows, for those who cannot see it.
    public var description: String
    public var rows: [Row]
    /// The value that fills the width.
    public var maximum: Double

    public init(id: String, title: String, description: String, rows: [Row], maximum: Double) {
        self.id = id
        self.title = title
        self.description = description
        self.rows = rows
        self.maximum = maximum
    }

    /// The chart as SVG.
    public var svg: String { Templates.render(Drawing(self), with: "bars") }
}

/// A bar chart with every coordinate worked out.
private struct Drawing: Sendable {
    struct Label: Sendable {
        let y: String
        let text: String
    }
    struct Mark: Sendable {
        let x: String
        let top: String
        let bottom: String
    }
    struct Bar: Sendable {
        let isDrawn: Bool
        let look: String
        let pattern: String?
        let y: String
        let length: String
        let textX: String
        let textY: String
        let amount: String
    }

    let id: String
    let title: String
    let description: String
    let width = 400
    let height: String
    let left = "1"
    let labelX = "6"
    let thickness: String
    let labels: [Label]
    let bars: [Bar]
    let marks: [Mark]

    /// About the width of a letter.
    private static let letter = 6.7
    private static let fills: [(look: String, pattern: String?)] = [
        ("ink-1", nil), ("", "hatch"), ("", "dots"), ("ink-3", nil),
    ]

    init(_ chart: BarChart) {
        id = chart.id
        title = chart.title
        description = chart.description
        let size = 14.0
        // What is written beside the longest bar must fit behind it.
        let longest = chart.rows.flatMap(\.bars).map(\.text.count).max() ?? 0
        let room = max(70, min(280, 390 - Double(longest) * Self.letter))
        thickness = coordinate(size)
        var y = 0.0
        var labels: [Label] = []
        var bars: [Bar] = []
        var marks: [Mark] = []
        for row in chart.rows {
            for line in wrapped(row.label, at: 58) {
                y += 14
                labels.append(Label(y: coordinate(y), text: line))
            }
            y += 5
            for (index, bar) in row.bars.enumerated() {
                func x(_ value: Double) -> Double {
                    chart.maximum > 0 ? min(1, value / chart.maximum) * room : 0
                }
                let fill = bar.isHidden ? ("", "hidden") : Self.fills[index % Self.fills.count]
                let length = bar.isHidden ? 40 : bar.value.map(x) ?? 0
                let national = bar.national.map(x)
                bars.append(
                    Bar(
                        isDrawn: length > 0, look: "bar " + fill.0, pattern: fill.1, y: coordinate(y),
                        length: coordinate(length), textX: coordinate(max(length, national ?? 0) + 8),
                        textY: coordinate(y + 11.5), amount: bar.text))
                if let national {
                    marks.append(
                        Mark(x: coordinate(national + 1), top: coordinate(y - 2), bottom: coordinate(y + size + 2)))
                }
                y += size + 3
            }
            y += 6
        }
        height = coordinate(y)
        self.labels = labels
        self.bars = bars
        self.marks = marks
    }
}

/// Words in lines of about so many characters.
private func wrapped(_ text: String, at width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
        if lines[lines.count - 1].count + word.count + 1 > width { lines.append("") }
        lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines
}

/// A coordinate with one decimal, the same on every machine.
func coordinate(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
