import Identifiers

/// Counts what is covered and what is removed beyond it.
struct ScrubBench {
    /// Identifiers found whole, or innocent words removed, and all.
    struct Count {
        var covered = 0
        var all = 0
        var share: Double { all == 0 ? 1 : Double(covered) / Double(all) }

        mutating func add(_ isCovered: Bool) {
            all += 1
            covered += isCovered ? 1 : 0
        }
    }

    /// Identifiers by who could know them, by that and type, and by that and style of writing.
    private(set) var kinds: [String: Count] = [:]
    private(set) var types: [String: Count] = [:]
    private(set) var styles: [String: Count] = [:]
    /// Identifiers covered under their own type or as residue, by type.
    private(set) var typed: [String: Count] = [:]
    /// Innocent words by style and in all.
    private(set) var innocentStyles: [String: Count] = [:]
    private(set) var innocent = Count()
    private var missed: [String: Int] = [:]
    private var taken: [String: Int] = [:]

    /// Counts one narrative against what the scrubber removed from it.
    mutating func add(_ narrative: Narrative, _ redactions: [Redaction]) {
        var offset = 0
        var removed: [Int: Redaction] = [:]
        for redaction in redactions {
            for place in redaction.range { removed[place] = redaction }
        }
        for piece in narrative.pieces {
            let scalars = Array(piece.text.unicodeScalars)
            defer { offset += scalars.count }
            let places = scalars.indices.filter { Self.counts(scalars[$0]) }
            if let kind = piece.kind {
                let isCovered = places.allSatisfy { removed[offset + $0] != nil }
                kinds[kind, default: Count()].add(isCovered)
                types["\(kind) \(piece.type)", default: Count()].add(isCovered)
                styles["\(kind) \(narrative.style)", default: Count()].add(isCovered)
                if isCovered, let first = places.first, let redaction = removed[offset + first] {
                    let isResidue = redaction.mark.label == .removed
                    typed[piece.type, default: Count()].add(isResidue || redaction.kind.rawValue == piece.type)
                } else {
                    missed["\(kind) \(piece.type) \(narrative.style) \(narrative.id): \(piece.text)", default: 0] += 1
                }
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
                let rule = (start..<end).lazy.compactMap { removed[offset + $0]?.rule }.first
                innocent.add(rule != nil)
                innocentStyles[narrative.style, default: Count()].add(rule != nil)
                if let rule {
                    let word = String(String.UnicodeScalarView(scalars[start..<end]))
                    taken["\(word) \(narrative.id) by \(rule)", default: 0] += 1
                }
                start = end
            }
        }
    }

    private static func counts(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// Prints the tables, and so many of the identifiers missed and innocent words taken.
    func print(examples: Int) {
        for (title, verb, table) in [
            ("kind", "covered", kinds), ("type", "covered", types), ("style", "covered", styles),
            ("type, of those covered", "named so or residue", typed), ("style, over", "removed", innocentStyles),
        ] {
            Swift.print("by \(title)")
            for (key, count) in table.sorted(by: { $0.key < $1.key }) {
                Swift.print("  \(key): \(verb) \(Self.rounded(count.share)) of \(count.all)")
            }
        }
        Swift.print("over \(Self.rounded(innocent.share)) of \(innocent.all) innocent words")
        for (title, table) in [("missed", missed), ("taken", taken)] where examples > 0 {
            let rows = table.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(examples)
            Swift.print("\(title):\n  " + rows.map { "\($0.key) (\($0.value))" }.joined(separator: "\n  "))
        }
    }

    static func rounded(_ share: Double) -> Double { (share * 10_000).rounded() / 10_000 }
}
