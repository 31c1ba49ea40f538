import Synchronization

/// The words that vouch for a text: English and the field's own, embedded, so that every machine scrubs alike.
struct Lexicon: Sendable {
    /// What is known of a word.
    struct Word: OptionSet, Sendable, Hashable {
        let rawValue: UInt8
        /// A word of everyday English.
        static let english = Word(rawValue: 1)
        /// A word, an abbreviation, a product or an eponym of the field.
        static let field = Word(rawValue: 2)
        /// Somebody's name as well.
        static let name = Word(rawValue: 4)
        /// Made of another word by an ending.
        static let derived = Word(rawValue: 8)

        /// No list vouches for it, but for a word from which it is one slip of the keyboard away.
        static let slip = Word(rawValue: 16)
        /// One of the commonest words of English.
        static let common = Word(rawValue: 32)
        /// Somebody's name sooner than a word of a narrative.
        static let personal = Word(rawValue: 64)

        /// Whether a list vouches for the word.
        var isVouched: Bool { rawValue & 3 != 0 }
    }

    /// The embedded lists.
    static let shared = Lexicon(
        english: EmbeddedText.words("english"), names: EmbeddedText.words("names"), field: EmbeddedText.words("field"))

    /// Open addressing over hashes of words; two words that share all 64 bits are not to be expected.
    private var keys: [UInt64]
    private var words: [Word]
    private var triggers: [Trigger]
    /// One bit for what a listed word begins with, of up to six letters, so that most slips are told wrong early.
    private var beginnings: [UInt64]
    /// How the longer words of the field and the commonest of English sound.
    private static let sounds = Set(
        ["english", "field"].flatMap { list in
            EmbeddedText.words(list).split { $0 == " " || $0 == "\n" }.filter {
                $0.utf8.count > 5
                    && (list == "field" ? $0.utf8.last != UInt8(ascii: "^") : $0.utf8.last == UInt8(ascii: "+"))
            }.map { Sound(Array($0.unicodeScalars)[...]) }.filter { $0.count > 4 }
        })

    init(english: String, names: String, field: String) {
        keys = Array(repeating: 0, count: 1 << 17)
        words = Array(repeating: [], count: 1 << 17)
        triggers = Array(repeating: [], count: 1 << 17)
        beginnings = Array(repeating: 0, count: 1 << 14)
        for (trigger, words) in Trigger.words {
            for word in words { triggers[slot(of: word[...].utf8)].formUnion(trigger) }
        }
        add(english, as: .english)
        add(names, as: [])
        add(field, as: .field)
    }

    private mutating func add(_ list: String, as kind: Word) {
        for line in list.utf8.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            for word in line.split(separator: UInt8(ascii: " ")) {
                var (word, kind) = (word, kind)
                while let mark = Self.marks[word.last ?? 0] {
                    kind = mark == .name && word.last == UInt8(ascii: "!") ? .name : kind.union(mark)
                    word = word.dropLast()
                }
                insert(word, kind)
            }
        }
    }

    /// What a sign behind a listed word says of it.
    private static let marks: [UInt8: Word] = [
        UInt8(ascii: "^"): .name, UInt8(ascii: "!"): .name, UInt8(ascii: "+"): .common,
        UInt8(ascii: "~"): [.name, .personal],
    ]

    private mutating func insert(_ word: Substring.UTF8View, _ kind: Word) {
        words[slot(of: word)].formUnion(kind)
        guard kind.isVouched else { return }
        var hash = Self.seed
        for byte in word.prefix(Self.longestBeginning) {
            hash = Self.step(hash, UInt32(byte))
            beginnings[Self.bit(hash).word] |= Self.bit(hash).mask
        }
    }

    private static let longestBeginning = 6

    private static func bit(_ hash: UInt64) -> (word: Int, mask: UInt64) {
        (Int(truncatingIfNeeded: hash >> 40) & 0x3FFF, 1 << (hash >> 20 & 63))
    }

    private func begins(_ hash: UInt64, _ count: Int) -> Bool {
        count > Self.longestBeginning || beginnings[Self.bit(hash).word] & Self.bit(hash).mask != 0
    }

    /// The slot of a word, taken if it was free.
    private mutating func slot(of word: Substring.UTF8View) -> Int {
        var hash = Self.seed
        for byte in word { hash = Self.step(hash, UInt32(byte)) }
        var slot = Int(truncatingIfNeeded: hash) & (keys.count - 1)
        while keys[slot] != 0, keys[slot] != hash { slot = (slot + 1) & (keys.count - 1) }
        keys[slot] = hash
        return slot
    }

    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func step(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
        (hash ^ UInt64(scalar)) &* 0x9E37_79B9_7F4A_7C15 ^ (hash >> 29)
    }

    private func look(_ hash: UInt64) -> Word {
        var slot = Int(truncatingIfNeeded: hash) & (keys.count - 1)
        while keys[slot] != 0 {
            if keys[slot] == hash { return words[slot] }
            slot = (slot + 1) & (keys.count - 1)
        }
        return []
    }

    /// The hash of folded letters.
    static func hash(_ letters: some Sequence<Unicode.Scalar>) -> UInt64 {
        var hash = seed
        for scalar in letters { hash = step(hash, scalar.value) }
        return hash
    }

    /// What is known of folded letters as they stand.
    func entry(_ letters: some Sequence<Unicode.Scalar>) -> Word {
        look(Self.hash(letters))
    }

    /// Which detectors begin to look at folded letters.
    func trigger(_ hash: UInt64) -> Trigger {
        var slot = Int(truncatingIfNeeded: hash) & (keys.count - 1)
        while keys[slot] != 0 {
            if keys[slot] == hash { return triggers[slot] }
            slot = (slot + 1) & (keys.count - 1)
        }
        return []
    }

    /// Endings and what stands in their place in the word they make another of.
    static let endings: [(ending: [Unicode.Scalar], stems: [[Unicode.Scalar]])] = [
        ("ies", ["y"]), ("es", ["", "e"]), ("s", [""]), ("ied", ["y"]), ("ed", ["", "e"]), ("ing", ["", "e"]),
        ("ily", ["y"]), ("ly", [""]), ("ers", ["", "e"]), ("er", ["", "e"]), ("ness", [""]), ("able", ["", "e"]),
        ("wise", [""]), ("less", [""]),
    ].map { (Array($0.0.unicodeScalars), $0.1.map { Array($0.unicodeScalars) }) }

    private static let beginnings: [[Unicode.Scalar]] = [
        "re", "un", "non", "pre", "mis", "over", "under", "post", "inter", "intra", "multi", "sub", "micro", "macro",
        "anti",
        "hyper", "hypo", "neo", "radio", "chemo", "brachy", "auto", "extra", "trans", "ultra", "peri", "para", "semi",
        "bio", "cardio", "neuro", "electro", "endo", "gastro", "immuno", "mid", "down", "up", "out",
    ].map { Array($0.unicodeScalars) }

    /// What is known of folded letters, with the usual endings and beginnings taken off.
    func word(_ letters: ArraySlice<Unicode.Scalar>, hash: UInt64) -> Word {
        let own = look(hash)
        if own.isVouched || own == .name { return own }
        let slot = Int(truncatingIfNeeded: hash >> 20) & 0xFFFF
        let kept = Self.kept.withLock { $0[slot] }
        if kept >> 8 == hash >> 8 { return Word(rawValue: UInt8(truncatingIfNeeded: kept)) }
        var word = derived(letters, own)
        if !word.isVouched, letters.count > 2, isMisspelt(letters) { word.insert(.slip) }
        Self.kept.withLock { $0[slot] = hash & ~0xFF | UInt64(word.rawValue) }
        return word
    }

    /// What was found out of words met before; a practice's names and terms come up again and again.
    private static let kept = Mutex<[UInt64]>(Array(repeating: 0, count: 1 << 16))

    private func derived(_ letters: ArraySlice<Unicode.Scalar>, _ own: Word) -> Word {
        let stemmed = stem(letters)
        if stemmed.isVouched { return stemmed }
        for beginning in Self.beginnings where letters.count >= beginning.count + 4 && letters.starts(with: beginning) {
            let rest = letters.dropFirst(beginning.count)
            let found = entry(rest).union(stem(rest))
            if found.isVouched { return [.english, .derived] }
        }
        return own
    }

    private func stem(_ letters: ArraySlice<Unicode.Scalar>) -> Word {
        for (ending, stems) in Self.endings
        where letters.count >= ending.count + 3 && letters.suffix(ending.count).elementsEqual(ending) {
            let base = letters.dropLast(ending.count)
            for stem in stems {
                let found = entry(base + stem)
                // "rop" is an abbreviation; a roper is none.
                let isWord = found.contains(.english) || base.count + stem.count > 3 || ending.count == 1
                if found.isVouched, isWord { return found.subtracting([.name, .personal]).union(.derived) }
            }
            if base.count > 3, base.last == base.dropLast().last, entry(base.dropLast()).isVouched {
                return [.english, .derived]
            }
        }
        return []
    }

    /// Whether one slip of the keyboard makes a known word of the letters, its usual ending aside.
    private func isMisspelt(_ letters: ArraySlice<Unicode.Scalar>) -> Bool {
        if entry(letters) == .name { return false }
        if isSlip(letters) { return true }
        for (ending, stems) in Self.slippedEndings
        where letters.count >= ending.count + 4 && letters.suffix(ending.count).elementsEqual(ending) {
            let base = letters.dropLast(ending.count)
            if stems.contains(where: { isSlip(base + $0) || entry(base + $0).isVouched }) { return true }
        }
        return false
    }

    /// Endings as hurried people write them, beside the right ones.
    private static let slippedEndings: [(ending: [Unicode.Scalar], stems: [[Unicode.Scalar]])] =
        [
            ("d", ["", "e"]), ("de", ["", "e"]), ("t", ["", "e"]), ("ign", ["", "e"]), ("ng", ["", "e"]), ("ly", [""]),
            ("aly", ["al"]), ("ed", ["", "e"]), ("es", ["", "e"]), ("s", [""]), ("ing", ["", "e"]), ("er", [""]),
        ].map { (Array($0.0.unicodeScalars), $0.1.map { Array($0.unicodeScalars) }) }

    /// Whether one letter left out, added, replaced or swapped with its neighbour makes a listed word of the letters.
    private func isSlip(_ letters: ArraySlice<Unicode.Scalar>) -> Bool {
        var hash = Self.seed
        var place = letters.startIndex
        func finishes(_ hash: UInt64, _ rest: Int) -> Bool {
            var hash = hash
            for index in rest..<max(rest, letters.endIndex) { hash = Self.step(hash, letters[index].value) }
            return look(hash).isVouched
        }
        while true {
            let count = place - letters.startIndex
            for letter in Self.alphabet {
                let next = Self.step(hash, letter.value)
                guard begins(next, count + 1) else { continue }
                if finishes(next, place) { return true }
                if place < letters.endIndex, finishes(next, place + 1) { return true }
            }
            if place == letters.endIndex { return false }
            if finishes(hash, place + 1) { return true }
            if place + 1 < letters.endIndex,
                finishes(Self.step(Self.step(hash, letters[place + 1].value), letters[place].value), place + 2)
            {
                return true
            }
            hash = Self.step(hash, letters[place].value)
            place += 1
            guard begins(hash, count + 1) else { return false }
        }
    }

    /// Whether letters that no list vouches for sound as a word of the field does: "fizzics", "lymfoma".
    func sounds(_ letters: ArraySlice<Unicode.Scalar>) -> Bool {
        guard letters.count > 5 else { return false }
        let sound = Sound(letters)
        return sound.count > 4 && Self.sounds.contains(sound)
    }

    private static let alphabet: [Unicode.Scalar] = Array("abcdefghijklmnopqrstuvwxyz".unicodeScalars)
}

extension EmbeddedText {
    /// A list of words by its name.
    static func words(_ name: String) -> String { files["Config/words/\(name).txt"] ?? "" }
}
