import Identifiers

/// Counts what is covered and what is removed beyond it.
struct ScrubBench {
    /// Identifiers found whole, and all.
    struct Count {
        var covered = 0
        var all = 0
        var share: Double { all == 0 ? 1 : Double(covered) / Double(all) }
    }

    var kinds: [String: Count] = [:]
    var types: [String: Count] = [:]
    var styles: [String: Count] = [:]
    var innocent = Count()
    private var missed: [String: Int] = [:]
    private var taken: [String: Int] = [:]

    mutating func add(_ narrative: Narrative, _ spans: [Range<Int>]) {
        var offset = 0
        var removed = Set<Int>()
        for span in spans { removed.formUnion(span) }
        for piece in narrative.pieces {
            let scalars = Array(piece.text.unicodeScalars)
            defer { offset += scalars.count }
            if let kind = piece.kind {
                let isCovered = scalars.indices.allSatisfy {
                    !Self.counts(scalars[$0]) || removed.contains(offset + $0)
                }
                for keys in [
                    \ScrubBench.kinds[kind], \.types["\(kind) \(piece.type)"],
                    \.styles["\(kind) \(narrative.style.rawValue)"],
                ] {
                    var count = self[keyPath: keys] ?? Count()
                    count.all += 1
                    count.covered += isCovered ? 1 : 0
                    self[keyPath: keys] = count
                }
                if !isCovered { missed["\(kind) \(narrative.style): \(piece.text)", default: 0] += 1 }
                continue
            }
            var start = 0
            while start < scalars.count {
                guard Self.counts(scalars[start]) else {
                    start += 1
                    continue
                }
                var end = start
                while end < scalars.count, Self.counts(scalars[end]) { end += 1 }
                innocent.all += 1
                if (start..<end).contains(where: { removed.contains(offset + $0) }) {
                    innocent.covered += 1
                    taken[String(String.UnicodeScalarView(scalars[start..<end])), default: 0] += 1
                }
                start = end
            }
        }
    }

    private static func counts(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    func print(examples: Int) {
        for (title, table) in [("kind", kinds), ("type", types), ("style", styles)] {
            Swift.print("by \(title)")
            for (key, count) in table.sorted(by: { $0.key < $1.key }) {
                Swift.print("  \(key): covered \(Self.rounded(count.share)) of \(count.all)")
            }
        }
        Swift.print("over \(Self.rounded(innocent.share)) of \(innocent.all) innocent words")
        for (title, table) in [("missed", missed), ("taken", taken)] where examples > 0 {
            let rows = table.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(examples)
            Swift.print("\(title): " + rows.map { "\($0.key) (\($0.value))" }.joined(separator: "; "))
        }
    }

    static func rounded(_ share: Double) -> Double { (share * 10_000).rounded() / 10_000 }
}
