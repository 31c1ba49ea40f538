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

    init(english: String, names: String, field: String) {
        keys = Array(repeating: 0, count: 1 << 17)
        words = Array(repeating: [], count: 1 << 17)
        triggers = Array(repeating: [], count: 1 << 17)
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
                switch word.last {
                case UInt8(ascii: "^"): insert(word.dropLast(), [kind, .name])
                case UInt8(ascii: "!"): insert(word.dropLast(), .name)
                default: insert(word, kind)
                }
            }
        }
    }

    private mutating func insert(_ word: Substring.UTF8View, _ kind: Word) {
        words[slot(of: word)].formUnion(kind)
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

    /// What is known of folded letters as they stand.
    func entry(_ letters: some Sequence<Unicode.Scalar>) -> Word {
        var hash = Self.seed
        for scalar in letters { hash = Self.step(hash, scalar.value) }
        return look(hash)
    }

    /// Which detectors begin to look at folded letters.
    func trigger(_ letters: some Sequence<Unicode.Scalar>) -> Trigger {
        var hash = Self.seed
        for scalar in letters { hash = Self.step(hash, scalar.value) }
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
    func word(_ letters: ArraySlice<Unicode.Scalar>) -> Word {
        let own = entry(letters)
        if own.isVouched || own == .name { return own }
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
                if found.isVouched { return found.subtracting(.name).union(.derived) }
            }
            if base.count > 3, base.last == base.dropLast().last, entry(base.dropLast()).isVouched {
                return [.english, .derived]
            }
        }
        return []
    }

    /// Whether one slip of the keyboard makes a known word of the letters.
    func isMisspelt(_ letters: ArraySlice<Unicode.Scalar>) -> Bool {
        if entry(letters) == .name { return false }
        var spelling = Array(letters)
        for place in spelling.indices {
            let own = spelling[place]
            if place + 1 < spelling.count, spelling[place + 1] != own {
                spelling.swapAt(place, place + 1)
                if entry(spelling).isVouched { return true }
                spelling.swapAt(place, place + 1)
            }
            spelling.remove(at: place)
            if entry(spelling).isVouched { return true }
            spelling.insert(own, at: place)
            for letter in Self.alphabet {
                spelling[place] = letter
                if entry(spelling).isVouched { return true }
            }
            spelling[place] = own
            for letter in Self.alphabet {
                spelling.insert(letter, at: place)
                let isKnown = entry(spelling).isVouched
                spelling.remove(at: place)
                if isKnown { return true }
            }
        }
        return false
    }

    private static let alphabet: [Unicode.Scalar] = Array("abcdefghijklmnopqrstuvwxyz".unicodeScalars)
}

extension EmbeddedText {
    /// A list of words by its name.
    static func words(_ name: String) -> String { files["Config/words/\(name).txt"] ?? "" }
}
