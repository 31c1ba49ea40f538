/// Places and facilities told by "at", "from", "in" and "to" before words that no list explains: "from Bonners Ferry",
/// "at covenant plainview".
public struct CuedPlace: Detector {
    /// The stable name of the rule.
    public let rule = "cued-place"

    /// Makes the detector.
    public init() {}

    private static let cues: Set<String> = [
        "at", "from", "in", "to", "near", "outside", "of", "via", "past", "college", "hotel",
    ]
    /// Behind these, without an article, stands a place sooner than a word that is seldom met.
    private static let whereabouts: Set<String> = ["at", "from", "in", "to", "near", "outside", "past"]
    /// Words at which to begin to look.
    static let triggers = cues.union(living)
    private static let joints: Set<String> = ["of", "de", "del", "la", "las", "los", "the", "du", "upon", "el", "san"]
    /// Words that tell what sort of house it is.
    static let houses: Set<String> = [
        "hospital", "clinic", "center", "centre", "ctr", "institute", "medical", "med", "regional", "general",
        "memorial",
        "health", "healthcare", "university", "oncology", "onc", "urology", "imaging", "radiology", "children",
        "childrens", "kids", "womens", "women", "specialty", "valley", "county", "community", "system", "group",
        "associates", "cancer", "infirmary", "hospice", "campus", "pavilion", "va", "vamc", "cboc", "lodge", "inn",
        "baptist", "methodist", "presbyterian", "lutheran", "brothers", "sisters", "mercy", "providence", "surgical",
        "surgery", "rehab", "nursing", "heights", "park", "ridge", "falls", "springs", "beach", "city", "north",
        "south",
        "east", "west", "northern", "southern", "eastern", "western", "marrow", "dental", "cardiology", "derm",
        "dermatology", "gen", "hosp", "care", "family", "falls", "creek", "hill", "hills", "grove", "lake", "river",
    ]

    private static let living: Set<String> = [
        "lives", "live", "lived", "living", "resides", "residing", "stays", "staying", "address",
    ]

    /// "lives on right fork of beaver creek": everything up to the end of the phrase.
    private func home(after cue: Int, in text: FoldedText) -> Range<Int>? {
        guard text.tokens[cue].shape == .letters, Self.living.contains(text.word(cue)),
            ["at", "on", "in", "near", "is"].contains(text.word(cue + 1))
        else {
            return nil
        }
        var (end, words) = (cue + 2, 0)
        while words < 6, let token = text.token(end), !token.startsLine, token.shape != .sign, token.shape != .mark,
            token.text == "of" && words > 0 || !token.trigger.contains(.never) && !token.trigger.contains(.act),
            !["past", "period", "comma", "alone", "near", "so", "since", "facility", "nursing", "assisted", "apart"]
                .contains(token.text), !(text.isMixedCase && token.casing == .lower && words > 0 && token.text != "of")
        {
            end += 1
            words += 1
        }
        guard
            words > 1
                || words == 1 && text.tokens[cue + 2].shape == .letters
                    && (!text.isMixedCase || text.tokens[cue + 2].casing == .capital)
        else { return nil }
        return cue + 2..<end
    }

    /// Whom houses are named after.
    private static let patrons: Set<String> = [
        "baptist", "methodist", "presbyterian", "lutheran", "brothers", "sisters", "mercy", "providence", "covenant",
        "trinity", "sinai", "samaritan", "kaiser", "mayo", "shriners", "adventist", "ascension", "franciscan", "usa",
    ]

    /// Every place behind a cue.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { cue in
            guard text.tokens[cue].trigger.contains(.place) || text.isSign(cue, "@") else { return nil }
            let token = text.tokens[cue]
            if let range = home(after: cue, in: text) { return span(text, range, .location, .medium) }
            guard token.shape == .sign ? isAt(cue, in: text) : Self.cues.contains(token.text),
                let range = text.isMixedCase ? capitals(after: cue, in: text) : plain(after: cue, in: text)
            else { return nil }
            return span(text, range, label(range, cue, in: text), .medium)
        }
    }

    /// "@ WakeMed", but no address and no dose "@ 50%".
    private func isAt(_ place: Int, in text: FoldedText) -> Bool {
        text.isSign(place, "@") && text.token(place)?.isSpaced == true && text.token(place + 1)?.isSpaced == true
    }

    private func label(_ range: Range<Int>, _ cue: Int, in text: FoldedText) -> MarkLabel {
        if range.contains(where: { text.holds(.house, at: $0) && !text.holds(.land, at: $0) }) {
            return .facility
        }
        if range.contains(where: { text.holds(.land, at: $0) }) { return .location }
        let first = text.tokens[range.lowerBound].word
        if range.count == 1, text.word(cue) == "to" && first.contains(.name) || first.contains(.personal) {
            return .name
        }
        return text.word(cue) == "at" || text.word(cue).isEmpty ? .facility : .location
    }

    /// Capitals that a list of the field does not explain, up to five words.
    private func capitals(after cue: Int, in text: FoldedText) -> Range<Int>? {
        var start = cue + 1
        if text.word(start) == "the" { start += 1 }
        var (end, words, isTold) = (start, 0, false)
        while words < 5, let token = text.token(end), !token.startsLine || end == start {
            if token.shape == .letters,
                token.casing == .capital || token.casing != .lower && token.count > 1 && !token.word.isVouched
            {
                if Months.month(token.text) != nil || token.trigger.contains(.weekday) { break }
                let isTerm = token.word.contains(.field) && !token.word.contains(.name)
                if isTerm, !token.trigger.contains(.house), words == 0 { return nil }
                if token.trigger.contains(.cue), !token.word.contains(.name), words == 0 { return nil }
                isTold = isTold || !isTerm && token.count > 2
                words += 1
                end += 1
            } else if words > 0, Self.joints.contains(token.text), text.token(end + 1)?.casing == .capital {
                end += 1
            } else if words > 0, text.isSign(end, "'-&."), text.isGlued(end) || text.isSign(end, "&"),
                text.token(end + 1)?.casing == .capital || text.word(end + 1) == "s" && text.isSign(end, "'"),
                !text.isSign(end, ".") || text.word(end - 1).count < 4
            {
                end += text.word(end + 1) == "s" ? 2 : 1
            } else {
                break
            }
        }
        guard isTold, words > (text.word(cue) == "of" ? 1 : 0), !isState(start..<end, in: text),
            !text.isSign(end - 1, "'-&.")
        else { return nil }
        // "to Grant" may be anybody; "in General" begins a heading.
        if words == 1, text.tokens[start].word.isVouched, !text.tokens[start].word.contains(.name) {
            return text.word(cue) == "at" && text.tokens[start].count > 3 ? start..<end : nil
        }
        return start..<end
    }

    /// A state alone tells nobody.
    private func isState(_ range: Range<Int>, in text: FoldedText) -> Bool {
        States.codes[text.word(range.upperBound - 1)] != nil
            && (range.count == 1
                || range.count == 2
                    && ["new", "north", "south", "west", "rhode"].contains(text.word(range.lowerBound)))
    }

    /// Without capitals: up to four words behind the cue that end in a house or in a word that nothing vouches for.
    private func plain(after cue: Int, in text: FoldedText) -> Range<Int>? {
        guard text.word(cue) != "of" else { return nil }
        var (end, found, isTold) = (cue + 1, cue + 1, false)
        while end - cue < 6, let token = text.token(end), !token.startsLine {
            if token.shape == .mark {
                guard [.removed, .location, .facility, .name].contains(token.label), end > cue + 1, isTold else {
                    break
                }
                return cue + 1..<end
            }
            if token.shape == .sign {
                guard text.isSign(end, "'-.") && text.isGlued(end), text.isGlued(end + 1), end > cue + 1 else { break }
                end += 1
                continue
            }
            guard token.shape == .letters, !token.trigger.contains(.act), !isStop(token) else { break }
            if Self.patrons.contains(token.text) {
                (isTold, found) = (true, end + 1)
            } else if token.trigger.contains(.house) {
                if isTold { found = end + 1 }
            } else if States.codes[token.text] != nil, end > cue + 1 {
                (isTold, found) = (true, end + 1)
            } else if token.word.contains(.field), !token.word.contains(.name) {
                break
            } else if token.count > 1 {
                isTold = true
                let isUnknown = !token.word.isVouched || token.word.contains(.name) && !token.word.contains(.english)
                let isSeldom = end == cue + 1 && Self.whereabouts.contains(text.word(cue)) && isSeldom(end, in: text)
                let endsPlace = end == found && end > cue + 1 && self.endsPlace(end, in: text)
                if isUnknown || isSeldom || endsPlace { found = end + 1 }
            }
            end += 1
        }
        return isTold && found > cue + 1 ? cue + 1..<found : nil
    }

    /// A word of English that is none of the commonest nor of the field, nor made of another.
    private func isSeldom(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        return token.count > 2 && token.word.isDisjoint(with: [.field, .common, .derived]) && text.isOneWord(place)
            && !token.trigger.contains(.function) && !token.trigger.contains(.spoken)
            && !text.isSign(place + 1, "-") && Months.month(token.text) == nil
    }

    /// "from kirkcaldy links said": a plain word behind the name of a place, with a word that binds or a sign behind it.
    private func endsPlace(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        guard token.count > 2, token.word.isDisjoint(with: [.field, .derived]), !token.trigger.contains(.function),
            !token.text.hasSuffix("ed"), !token.trigger.contains(.spoken)
        else { return false }
        guard let next = text.token(place + 1) else { return true }
        return next.startsLine || next.shape == .sign || next.trigger.contains(.function)
            || next.trigger.contains(.act)
    }

    private func isStop(_ token: Token) -> Bool {
        token.trigger.contains(.never) && token.text != "and" || token.trigger.contains(.cue) && token.text != "and"
            || ["time", "least", "law", "laws", "full", "stop"].contains(token.text)
    }
}
