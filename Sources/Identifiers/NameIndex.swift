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
        var owners: Set<Int>
    }

    /// Persons or places, those of the practice first.
    private(set) var entries: [Entry] = []
    /// Pieces of five or more letters, which are told also when they are torn apart, and whose they are.
    private(set) var tearable: [String: Set<Int>] = [:]
    /// Everything a tearable piece begins with.
    private(set) var beginnings: Set<String> = []
    /// First letters and whose they are.
    private(set) var initials: [String: Set<Int>] = [:]
    /// One bit for each of them, by the lexicon's hash.
    private var initialBits = [UInt64](repeating: 0, count: 16)
    /// How pieces sound and whose they are.
    private(set) var sounds: [Sound: Set<Int>] = [:]
    /// One bit for each sound.
    private var soundBits = [UInt64](repeating: 0, count: 64)
    /// Pieces long enough to be known with one slip.
    private(set) var near: [Needle] = []
    /// The same by the low bits of their first scalar.
    private var shortened: [[Needle]] = []
    private var places: [Set<String>: Int] = [:]
    /// One bit for the first two letters of each tearable piece.
    private var starts = [UInt64](repeating: 0, count: 16)
    /// One bit for each piece that counts as a whole run of letters or beside another, by the lexicon's hash.
    private var runs = [UInt64](repeating: 0, count: 64)
    /// One bit for the first two letters of each piece found anywhere.
    private var pairs = [UInt64](repeating: 0, count: 16)
    private var whole: [String: Set<Int>] = [:]
    private var beside: [String: Set<Int>] = [:]
    /// Needles by the low bits of their first scalar.
    private var anywhere: [[Needle]] = []

    /// Indexes known identifiers; those of the practice are the same from one report to the next and are kept.
    init(_ known: [KnownIdentifier], kept: KeptForms) {
        self = kept.index(of: known.filter { $0.role == .roster || $0.role == .facility })
        for identifier in known where identifier.role != .roster && identifier.role != .facility {
            add(identifier, NameForms(identifier))
        }
    }

    /// Indexes known identifiers.
    init(_ known: [KnownIdentifier]) {
        for identifier in known { add(identifier, NameForms(identifier)) }
    }

    private mutating func add(_ identifier: KnownIdentifier, _ forms: NameForms) {
        let identity = forms.anywhere.union(forms.whole).union([identifier.role.label.rawValue])
        let place = places[identity] ?? entries.count
        if place == entries.count {
            entries.append(Entry(label: identifier.role.label, initials: forms.initials))
            places[identity] = place
        }
        for form in forms.whole { whole[form, default: []].insert(place) }
        for form in forms.beside { beside[form, default: []].insert(place) }
        for form in forms.whole.union(forms.beside) {
            let bit = Int(truncatingIfNeeded: Lexicon.hash(form.unicodeScalars) >> 12) & 4095
            runs[bit / 64] |= 1 << UInt64(bit % 64)
        }
        for letters in forms.initials {
            initials[letters, default: []].insert(place)
            let bit = Int(truncatingIfNeeded: Lexicon.hash(letters.unicodeScalars) >> 12) & 1023
            initialBits[bit / 64] |= 1 << UInt64(bit % 64)
        }
        for sound in forms.sounds {
            sounds[sound, default: []].insert(place)
            soundBits[sound.bit / 64] |= 1 << UInt64(sound.bit % 64)
        }
        for form in forms.near.sorted() { Self.add(Array(form.unicodeScalars), place, to: &near) }
        if shortened.isEmpty, !forms.near.isEmpty { shortened = Array(repeating: [], count: 64) }
        for form in forms.near {
            let scalars = Array(form.unicodeScalars)
            Self.add(scalars, place, to: &shortened[Int(scalars[0].value & 63)])
        }
        if anywhere.isEmpty, !forms.anywhere.isEmpty { anywhere = Array(repeating: [], count: 64) }
        for form in forms.anywhere {
            let scalars = Array(form.unicodeScalars)
            Self.add(scalars, place, to: &anywhere[Int(scalars[0].value & 63)])
            let pair = Self.startBit(scalars.prefix(2))
            pairs[pair / 64] |= 1 << UInt64(pair % 64)
            guard form.count >= 5 else { continue }
            tearable[form, default: []].insert(place)
            for end in form.indices { beginnings.insert(String(form[..<end])) }
            let bit = Self.startBit(scalars.prefix(2))
            starts[bit / 64] |= 1 << UInt64(bit % 64)
        }
    }

    private static func add(_ scalars: [Unicode.Scalar], _ place: Int, to needles: inout [Needle]) {
        if let same = needles.firstIndex(where: { $0.scalars == scalars }) {
            needles[same].owners.insert(place)
        } else {
            needles.append(Needle(scalars: scalars, owners: [place]))
        }
    }

    private static func startBit(_ letters: some Sequence<Unicode.Scalar>) -> Int {
        letters.reduce(0) { $0 &* 31 &+ Int($1.value) } & 1023
    }

    /// Whose first letters a word may be, and whose piece may sound so; most words are told wrong by one bit.
    func initials(_ token: Token) -> Set<Int>? {
        let bit = Int(truncatingIfNeeded: token.hash >> 12) & 1023
        return initialBits[bit / 64] & 1 << UInt64(bit % 64) == 0 ? nil : initials[token.text]
    }

    /// Whose piece sounds so.
    func owners(of sound: Sound) -> Set<Int>? {
        soundBits[sound.bit / 64] & 1 << UInt64(sound.bit % 64) == 0 ? nil : sounds[sound]
    }

    /// Whether a tearable piece may begin with some letters.
    func mayBegin(with letters: ArraySlice<Unicode.Scalar>) -> Bool {
        guard letters.count > 1 else { return true }
        let bit = Self.startBit(letters.prefix(2))
        return starts[bit / 64] & 1 << UInt64(bit % 64) != 0
    }

    /// The pieces known with one slip that may begin as some letters do.
    func near(beginningAs letters: ArraySlice<Unicode.Scalar>) -> [Needle] {
        guard !shortened.isEmpty, let first = letters.first else { return [] }
        return shortened[Int(first.value & 63)]
    }

    /// All pieces of the indexed names in a text, in order.
    func hits(in text: FoldedText) -> [Hit] {
        guard !entries.isEmpty else { return [] }
        var hits: [Hit] = []
        for place in text.places where text.tokens[place].shape == .letters {
            let bit = Int(truncatingIfNeeded: text.tokens[place].hash >> 12) & 4095
            let isRun = runs[bit / 64] & 1 << UInt64(bit % 64) != 0
            let range = text.tokens[place].range
            let isHeld = range.count > 1 && mayHold(range, of: text.scalars)
            guard isRun || isHeld else { continue }
            var alone = isRun ? whole[text.tokens[place].text] ?? [] : []
            if isHeld { alone.formUnion(owners(within: range, of: text.scalars)) }
            let isAlone = !alone.isEmpty
            let owners = isAlone ? alone : isRun ? beside[text.tokens[place].text] ?? [] : []
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

    /// Whether any two letters side by side begin a piece.
    private func mayHold(_ range: Range<Int>, of scalars: [Unicode.Scalar]) -> Bool {
        var last = Int(scalars[range.lowerBound].value)
        for place in range.dropFirst() {
            let next = Int(scalars[place].value)
            let bit = (last &* 31 &+ next) & 1023
            if pairs[bit / 64] & 1 << UInt64(bit % 64) != 0 { return true }
            last = next
        }
        return false
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
