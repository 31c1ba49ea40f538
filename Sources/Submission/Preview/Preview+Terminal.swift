import IncidentSpec

extension Preview {
    /// For people at a terminal: each answer beside what leaves of it, then the exact bytes.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal.
    ///   - style: shows a part in its colour, without changing how many columns it takes; where there is no colour it
    ///     may add signs.
    public func text(width: Int, style: (Part) -> String) -> String {
        let column = max(24, (width - 3) / 2)
        func blocks(_ sides: [Sides]) -> [String] {
            sides.map { side in
                let rules = side.rules.isEmpty ? "" : "\n    by \(side.rules.joined(separator: ", "))"
                let rows = TwoColumns.rows(side.original, side.outgoing, width: column, style: style)
                return "\(side.element.number) \(side.element.title): \(side.reason)\(rules)\n\(rows)"
            }
        }
        let heading = TwoColumns.rows(
            [Part("the practice holds")], [Part("leaves")], width: column, style: { $0.text })
        let changed = sides.filter { $0.original != $0.outgoing }
        let same = sides.filter { $0.original == $0.outgoing }.map { side in
            "\(side.element.number) \(side.element.title): \(side.original.map(\.text).joined())"
        }
        let bytes =
            "\(isProvisional ? Self.provisional : "the exact bytes"): \(bytes), SHA-256 \(contentHash)\n\(packet)"
        return
            (["report \(localId) leaves as \(reportId) revision \(revision)"] + [advice].compactMap(\.self)
            + (changed.isEmpty ? [] : [heading]) + blocks(changed)
            + (same.isEmpty ? [] : ["leave as they are\n" + same.joined(separator: "\n")]) + [bytes])
            .joined(separator: "\n\n")
    }

    private static let provisional = "bytes as they would be; the envelope is made anew after the enrolment"
}

/// Two texts side by side, broken into lines at spaces.
enum TwoColumns {
    static func rows(
        _ left: [Preview.Part], _ right: [Preview.Part], width: Int, style: (Preview.Part) -> String
    ) -> String {
        let (left, right) = (lines(left, width), lines(right, width))
        func cell(_ line: [Preview.Part]?) -> String { (line ?? []).map(style).joined() }
        return (0..<max(left.count, right.count)).map { row in
            let first = row < left.count ? left[row] : []
            let used = first.reduce(0) { $0 + style($1).visibleCount }
            let gap = String(repeating: " ", count: max(0, width - used))
            let line = cell(first) + gap + " │ " + cell(row < right.count ? right[row] : nil)
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    /// Greedy lines; a word that is too long for a line is cut.
    private static func lines(_ parts: [Preview.Part], _ width: Int) -> [[Preview.Part]] {
        var lines: [[Preview.Part]] = [[]]
        var room = width
        func put(_ piece: Substring, _ kind: Preview.Part.Kind) {
            if let last = lines[lines.count - 1].last, last.kind == kind {
                lines[lines.count - 1][lines[lines.count - 1].count - 1] = .init(last.text + piece, kind)
            } else {
                lines[lines.count - 1].append(.init(String(piece), kind))
            }
            room -= piece.count
        }
        func breakLine() {
            lines.append([])
            room = width
        }
        for part in parts {
            // Signs that stand for colour take a column on either side.
            let signs = part.kind == .plain || part.kind == .note ? 0 : 2
            for (index, line) in part.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { breakLine() }
                for word in words(line) {
                    var rest = word
                    if rest.count + signs > room, room < width { breakLine() }
                    if rest.first == " ", room == width, lines.count > 1 { rest = rest.drop { $0 == " " } }
                    while rest.count > max(8, room - signs) {
                        put(rest.prefix(max(8, room - signs)), part.kind)
                        rest = rest.dropFirst(max(8, room))
                        breakLine()
                    }
                    if !rest.isEmpty { put(rest, part.kind) }
                }
            }
        }
        return lines
    }

    /// Words with the space before them.
    private static func words(_ text: Substring) -> [Substring] {
        var words: [Substring] = []
        var start = text.startIndex
        var isInWord = false
        for index in text.indices {
            let isSpace = text[index] == " "
            if isSpace, isInWord {
                words.append(text[start..<index])
                start = index
            }
            isInWord = !isSpace
        }
        if start < text.endIndex { words.append(text[start...]) }
        return words
    }
}

extension String {
    /// Columns it takes on a terminal: what switches colours takes none.
    var visibleCount: Int { replacing(/\u{1B}\[[0-9;]*m/, with: "").count }
}
