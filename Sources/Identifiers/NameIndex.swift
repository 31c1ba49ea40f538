/// Finds the pieces of many names in tokens.
struct NameIndex: Sendable {
    /// One person or place; the same person under two roles is one.
    struct Entry: Sendable {
        /// The word of the mark.
        let label: MarkLabel
        /// Pairs or more of first letters.
        let initials: Set<String>
    }

    /// A piece of a name found in a text.
    struct Hit {
        /// Tokens of the piece and of the word it stands in.
        var tokens: Range<Int>
        /// Whom it may belong to.
        var owners: Set<Int>
        /// It counts without another piece beside it.
        var isAlone: Bool
    }

    /// A piece of a name as scalars.
    struct Needle: Sendable {
        /// Folded letters.
        let scalars: [Unicode.Scalar]
        /// Whom it may belong to.
        let owners: Set<Int>
    }

    /// Persons or places in the order of the report's fields.
    let entries: [Entry]
    /// Pieces of five or more letters, which are told also when they are torn apart, and whose they are.
    let tearable: [String: Set<Int>]
    /// Everything a tearable piece begins with.
    let beginnings: Set<String>
    private let whole: [String: Set<Int>]
    private let beside: [String: Set<Int>]
    /// First letters and whose they are.
    let initials: [String: Set<Int>]
    /// Pieces long enough to be known with one slip.
    let near: [Needle]
    /// Needles by the low bits of their first scalar.
    private let anywhere: [[Needle]]

    /// Indexes known identifiers.
    init(_ known: [KnownIdentifier], forms kept: inout KeptForms) {
        var (entries, places) = ([Entry](), [Set<String>: Int]())
        var (whole, beside, needles) = ([String: Set<Int>](), [String: Set<Int>](), [String: Set<Int>]())
        var near: [String: Set<Int>] = [:]
        for identifier in known {
            let forms = kept.forms(of: identifier)
            let identity = forms.anywhere.union(forms.whole).union([identifier.role.label.rawValue])
            let place = places[identity] ?? entries.count
            if place == entries.count {
                entries.append(Entry(label: identifier.role.label, initials: forms.initials))
                places[identity] = place
            }
            for form in forms.whole { whole[form, default: []].insert(place) }
            for form in forms.beside { beside[form, default: []].insert(place) }
            for form in forms.near { near[form, default: []].insert(place) }
            for form in forms.anywhere { needles[form, default: []].insert(place) }
        }
        var buckets = [[Needle]](repeating: [], count: needles.isEmpty ? 0 : 64)
        for (form, owners) in needles {
            let scalars = Array(form.unicodeScalars)
            buckets[Int(scalars[0].value & 63)].append(Needle(scalars: scalars, owners: owners))
        }
        self.entries = entries
        tearable = needles.filter { $0.key.count >= 5 }
        beginnings = Set(tearable.keys.flatMap { key in key.indices.map { String(key[..<$0]) } })
        initials = entries.enumerated().reduce(into: [:]) { initials, entry in
            for letters in entry.element.initials { initials[letters, default: []].insert(entry.offset) }
        }
        self.whole = whole
        self.beside = beside
        self.near = near.map { Needle(scalars: Array($0.key.unicodeScalars), owners: $0.value) }
            .sorted { $0.scalars.lexicographicallyPrecedes($1.scalars) }
        anywhere = buckets
    }

    /// All pieces of the indexed names in a text, in order.
    func hits(in text: FoldedText) -> [Hit] {
        guard !entries.isEmpty else { return [] }
        var hits: [Hit] = []
        for (place, token) in text.tokens.enumerated() where token.shape == .letters {
            var alone = whole[token.text] ?? []
            if token.count >= 2 { alone.formUnion(owners(within: token.range, of: text.scalars)) }
            let isAlone = !alone.isEmpty
            let owners = isAlone ? alone : beside[token.text] ?? []
            if owners.isEmpty { continue }
            let tokens = isAlone ? text.startOfWord(place)..<text.endOfWord(place) : place..<place + 1
            var hit = Hit(tokens: tokens, owners: owners, isAlone: isAlone)
            while let last = hits.last, last.tokens.overlaps(hit.tokens) {
                hit = Self.joined(last, hit)
                hits.removeLast()
            }
            hits.append(hit)
        }
        return hits
    }

    /// Two hits in one word; whom the one means that counts alone is what decides.
    private static func joined(_ first: Hit, _ second: Hit) -> Hit {
        let common = first.owners.intersection(second.owners)
        let owners =
            if first.isAlone != second.isAlone {
                first.isAlone ? first.owners : second.owners
            } else {
                common.isEmpty ? first.owners.union(second.owners) : common
            }
        let tokens =
            min(
                first.tokens.lowerBound, second.tokens.lowerBound)..<max(
                first.tokens.upperBound, second.tokens.upperBound)
        return Hit(tokens: tokens, owners: owners, isAlone: first.isAlone || second.isAlone)
    }

    /// Who has a piece within some scalars; a longer piece that fits outvotes a shorter one inside it.
    private func owners(within range: Range<Int>, of scalars: [Unicode.Scalar]) -> Set<Int> {
        guard !anywhere.isEmpty else { return [] }
        var (owners, longest) = (Set<Int>(), 0)
        for start in range {
            for needle in anywhere[Int(scalars[start].value & 63)]
            where start + needle.scalars.count <= range.upperBound {
                let length = needle.scalars.count
                guard length >= longest, scalars[start..<start + length].elementsEqual(needle.scalars) else { continue }
                owners = length > longest ? needle.owners : owners.union(needle.owners)
                longest = length
            }
        }
        return owners
    }

    /// Hits that belong together joined, whoever they may mean narrowed; pieces that count only beside another and
    /// stand alone are dropped unless `isTrusted` vouches for them. With `pairsCount`, two such pieces side by side vouch for each other.
    func groups(of hits: [Hit], in text: FoldedText, pairsCount: Bool = true, isTrusted: (Hit) -> Bool) -> [Hit] {
        var (groups, pieces) = ([Hit](), 0)
        for hit in hits {
            if var last = groups.last, isBeside(last.tokens.upperBound, hit.tokens.lowerBound, in: text) {
                let common = last.owners.intersection(hit.owners)
                if !common.isEmpty {
                    pieces += text.tokens[hit.tokens.lowerBound].count > 1 ? 1 : 0
                    last = Hit(
                        tokens: last.tokens.lowerBound..<hit.tokens.upperBound, owners: common,
                        isAlone: last.isAlone || hit.isAlone || pairsCount && pieces > 1)
                    groups[groups.count - 1] = last
                    continue
                }
            }
            pieces = text.tokens[hit.tokens.lowerBound].count > 1 ? 1 : 0
            groups.append(hit)
        }
        return groups.filter { $0.isAlone || isTrusted($0) }
    }

    private func isBeside(_ end: Int, _ start: Int, in text: FoldedText) -> Bool {
        guard start - end <= 2, !text.tokens[start].startsLine || start == end else { return false }
        return (end..<start).allSatisfy { text.isSign($0, ".,'-") }
    }

    /// The mark for a group: of one person, else of the role they share, else of a name.
    func mark(for owners: Set<Int>) -> (label: MarkLabel, person: Int?) {
        let labels = Set(owners.map { entries[$0].label })
        guard labels.count == 1, let label = labels.first else {
            return (labels.contains(.facility) || labels.contains(.location) ? .location : .name, nil)
        }
        return (label, owners.count == 1 ? owners.first : nil)
    }
}
