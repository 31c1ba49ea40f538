/// The forms in which one person or place may be written.
struct NameForms {
    /// Pieces of four or more letters: found anywhere, even inside a longer word.
    var anywhere: Set<String> = []
    /// Pieces and joined forms that count as a whole run of letters.
    var whole: Set<String> = []
    /// Particles, initials and pieces that are everyday words: they count only beside another piece.
    var beside: Set<String> = []
    /// Pieces of five or more letters, which one slip leaves recognisable.
    var near: Set<String> = []
    /// How pieces, and two of them together, sound.
    var sounds: Set<Sound> = []
    /// First letters of first and last piece, and of all pieces.
    var initials: Set<String> = []

    /// Words that go with a name and are none.
    private static let company: Set<String> = [
        "dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "md", "phd", "rn", "np", "rtt", "cmd", "dabr",
        "msc", "mph", "mbbs", "frcr", "frcpc", "mccpm", "fastro", "facr", "jr", "sr", "ii", "iii", "iv", "esq",
    ]
    static let particles: Set<String> = [
        "van", "von", "der", "den", "ter", "ten", "de", "la", "le", "los", "las", "da", "di", "du", "dos", "das", "del",
        "al", "el", "bin", "ibn", "abu", "st", "san", "y", "e", "zu", "zum", "af", "av",
    ]
    /// Pieces of three or fewer letters that are everyday words.
    static let everyday: Set<String> = [
        "a", "an", "the", "do", "so", "my", "be", "he", "to", "in", "on", "may", "no", "or", "as", "at", "by", "go",
        "if", "is", "it", "me", "of", "oh", "ok", "per", "she", "her", "his", "him", "you", "new", "old", "day", "way",
        "low", "set", "see", "son", "and", "for", "but", "not", "can", "cut", "key", "max", "ray", "box", "bed",
        "rib", "hip", "arm", "leg", "eye", "ear", "end", "fit", "one", "two", "six", "ten", "all", "any", "due", "use",
        "was", "who", "why", "yes", "yet", "big", "bad", "red", "top", "off", "out", "ago", "map", "log", "scan", "gap",
    ]
    /// Words of facility names that say nothing about which.
    private static let generic: Set<String> = [
        "hospital", "center", "centre", "medical", "clinic", "cancer", "radiation", "oncology", "institute", "health",
        "healthcare", "system", "university", "general", "regional", "department", "care", "treatment",
        "county", "community", "memorial", "network", "group", "therapy", "associates", "physicians", "services",
        "north", "south", "east", "west", "central", "national", "state", "city", "saint", "comprehensive", "college",
        "hospitals",
    ]
    /// Words of addresses that say nothing about which.
    static let streets: Set<String> = [
        "street", "avenue", "road", "lane", "drive", "court", "place", "circle", "boulevard", "way", "square", "trail",
        "suite", "apartment", "unit", "parkway", "highway", "terrace", "north", "south", "east", "west", "floor", "ave",
        "blvd", "rd", "st", "dr", "ln", "ct", "pl", "pkwy",
    ]

    /// The forms of an identifier.
    init(_ known: KnownIdentifier) {
        let isFacility = known.role == .facility
        let isPlace = isFacility || known.role == .location
        let parts = known.parts.map { part in Self.spellings(part) }
        let leading = parts.map { Self.pieces($0[0]) }.filter { !$0.isEmpty }
        for piece in Set(parts.flatMap { $0 }.flatMap(Self.pieces)) {
            let isCommon = Self.particles.contains(piece) || Self.everyday.contains(piece)
            let isSoft = known.role == .roster && Lexicon.shared.entry(piece.unicodeScalars).isVouched
            let isPlain = isFacility && Self.generic.contains(piece) || isPlace && Self.streets.contains(piece)
            if !isPlain, piece.unicodeScalars.count >= 5 { near.insert(piece) }
            if piece.unicodeScalars.count == 1 || isCommon || isPlain || isSoft {
                beside.insert(piece)
            } else if Self.isFoundAnywhere(piece) {
                anywhere.insert(piece)
            } else if !isPlace || isFacility {
                whole.insert(piece)
            } else {
                beside.insert(piece)
            }
        }
        let pieces = leading.flatMap { $0 }
        if !isPlace {
            initials.formUnion(leading.filter { $0.count > 1 }.map(Self.firstLetters))
            let joined = zip(pieces, pieces.dropFirst()).map { $0 + $1 }
            for piece in pieces + joined where piece.utf8.count > 1 && !Self.particles.contains(piece) {
                let letters = Array(piece.unicodeScalars)[...]
                sounds.insert(Sound(letters))
                if letters.count > 4, letters.last == "e" { sounds.insert(Sound(letters + ["h"])) }
            }
        }
        if !isPlace, let first = pieces.first {
            for name in Nicknames.of(first) where !whole.contains(name) && !anywhere.contains(name) {
                if Lexicon.shared.entry(name.unicodeScalars).isVouched {
                    beside.insert(name)
                } else {
                    whole.insert(name)
                }
            }
        }
        guard pieces.count > 1 else { return }
        if isFacility {
            let words = pieces.filter { $0.count > 1 }
            let named = words.filter { !["of", "the", "and", "at", "for"].contains($0) }
            initials.formUnion([Self.firstLetters(words), Self.firstLetters(named)].filter { $0.count >= 3 })
            initials.formUnion([Self.firstLetters(pieces.filter { $0.count > 3 })].filter { $0.count >= 3 })
        } else if !isPlace {
            addJoinedForms(pieces)
        }
    }

    private mutating func addJoinedForms(_ pieces: [String]) {
        let names = pieces.filter { !Self.particles.contains($0) }
        guard names.count > 1, let first = names.first, let last = names.last else { return }
        initials.formUnion([Self.firstLetters([first, last]), Self.firstLetters(names)])
        beside.formUnion(names.map { String($0.prefix(1)) })
        // User names: jsmith, smithj, danal, ldana, danalee, leedana.
        let (f, l) = (String(first.prefix(1)), String(last.prefix(1)))
        whole.formUnion([f + last, last + f, first + l, l + first, first + last, last + first])
    }

    private static func firstLetters(_ pieces: [String]) -> String {
        String(pieces.compactMap(\.first))
    }

    /// Two Han or kana characters already name a person; of letters it takes four.
    private static func isFoundAnywhere(_ piece: String) -> Bool {
        let scalars = piece.unicodeScalars
        return scalars.count >= 4 || scalars.count >= 2 && scalars.allSatisfy { $0.properties.isIdeographic }
    }

    /// Runs of letters of a folded value, without titles and degrees as long as anything else is left.
    private static func pieces(_ folded: String) -> [String] {
        let all = folded.unicodeScalars
            .split { !$0.isLetter }
            .map { String(String.UnicodeScalarView($0)) }
        let named = all.filter { !company.contains($0) }
        return named.isEmpty ? all : named
    }

    private static let doubled: [Character: String] = ["ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"]
    private static let undoubled: [(long: String, short: String)] = [("ae", "a"), ("oe", "o"), ("ue", "u")]

    /// The folded value first, then its other romanisations, such as Mueller for Müller and back, and without "'".
    private static func spellings(_ value: String) -> [String] {
        let folded = Folding.fold(value)
        var all = [folded]
        if !value.utf8.allSatisfy({ $0 < 0x80 }) {
            let expanded = value.lowercased().reduce(into: "") { $0 += doubled[$1] ?? String($1) }
            all.append(Folding.fold(expanded))
        }
        if folded.utf8.contains(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "-") }) {
            all.append(folded.filter { $0 != "'" && $0 != "-" })
        }
        for (long, short) in undoubled where folded.utf8.count >= 5 && folded.contains(long) {
            all.append(folded.split(separator: long, omittingEmptySubsequences: false).joined(separator: short))
        }
        return all
    }
}
