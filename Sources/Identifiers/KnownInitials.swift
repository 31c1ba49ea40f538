/// First letters of the persons of the report, as in "J.S." and "per JS".
public struct KnownInitials: Detector {
    /// The stable name of the rule.
    public let rule = "known-initials"

    /// Makes the detector.
    public init() {}

    /// Abbreviations of the field and of everyday notes; initials that read the same need a cue.
    static let abbreviations: Set<String> = [
        "pt", "rt", "mu", "ct", "mr", "ap", "pa", "ll", "rl", "si", "lr", "is", "qa", "or", "er", "ed", "id", "iv",
        "im",
        "po", "np", "md", "do", "rn", "pr", "pe", "ok", "us", "uk", "am", "pm", "ac", "dc", "tx", "dx", "rx", "hx",
        "fx",
        "sx", "bx", "cc", "cm", "mm", "gy", "mv", "kv", "hu", "tb", "dd", "sd", "sc", "ir", "it", "ln", "lt", "ms",
        "na",
        "no", "of", "on", "in", "as", "at", "be", "by", "go", "he", "if", "me", "my", "so", "to", "up", "we", "ax",
        "pm",
        "pv", "td", "bp", "hr", "rr", "cbct", "mri", "pet", "oar", "ptv", "ctv", "gtv", "itv", "drr", "mlc", "epid",
        "hdr",
        "ldr", "sbrt", "srs", "tbi", "kvp", "icd", "cpt", "prn", "qd", "bid", "tid", "ssd", "sad", "tps", "ris", "ois",
        "rvs", "dvh", "imrt", "vmat", "igrt", "tg", "sb", "rca", "pso", "nos", "lul", "rul", "lll", "rll", "sup", "inf",
        "ant", "pos", "lat", "vrt", "lng", "lao", "rao", "lpo", "rpo", "obi", "cns", "gi", "gu", "gyn", "mfo", "mbd",
        "ref", "iso", "avg", "max", "min", "met", "mets", "sib", "ssn", "dob", "mrn", "ph", "rad", "onc", "the", "and",
    ]
    private static let cues: Set<String> = ["per", "by", "initials", "therapist", "physicist", "dosimetrist", "signed"]

    /// Every set of initials of a known person.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        let owners = context.people.initials
        if owners.isEmpty { return [] }
        var spans: [IdentifierSpan] = []
        var done = 0
        for place in text.places where place >= done {
            guard text.tokens[place].shape == .letters, text.tokens[place].count <= 4 else { continue }
            let token = text.tokens[place]
            if token.count > 1, context.people.initials(token) == nil { continue }
            if token.count > 1, token.casing != .upper, !isActing(place, in: text) {
                // In a text without capitals, letters that are no word of any kind.
                guard !text.isMixedCase, token.count == 2, !token.word.isVouched, text.isOneWord(place),
                    !token.trigger.contains(.abbreviation), !text.isSign(place - 1, "'"),
                    text.digitCount(place - 1) == 0
                else { continue }
                let (label, person) = context.people.mark(for: owners[token.text] ?? [])
                spans.append(span(text, place..<place + 1, label, person: person, .medium))
                continue
            }
            let (letters, end) = token.count == 1 ? dotted(place, in: text) : (token.text, place + 1)
            guard letters.count > 1, let people = owners[letters] else { continue }
            if end == place + 1, !isActing(place, in: text), !isInitials(place, letters, in: text) { continue }
            let (label, person) = context.people.mark(for: people)
            spans.append(span(text, place..<end, label, person: person, .medium))
            done = end
        }
        return spans
    }

    /// Letters each followed by a point, and the place past them.
    private func dotted(_ start: Int, in text: FoldedText) -> (letters: String, end: Int) {
        var (letters, place) = ("", start)
        while text.word(place).unicodeScalars.count == 1, place == start || !text.tokens[place].startsLine {
            letters += text.word(place)
            guard text.isSign(place + 1, "."), text.isGlued(place + 1) else { return (letters, place + 1) }
            place += 2
        }
        return (letters, place)
    }

    /// "js noticed", "per js".
    private func isActing(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        if !token.word.isVouched, !token.trigger.contains(.abbreviation), text.isOneWord(place),
            text.holds(.deed, at: place + 1) || text.holds(.voice, at: place + 1)
                || ["pulled", "did", "took", "gave", "made", "ran", "put", "had", "got", "set"].contains(
                    text.word(place + 1))
        {
            return true
        }
        return text.isOneWord(place)
            && (["initialed", "initialled", "noticed", "said", "signed", "countersigned"].contains(text.word(place + 1))
                || ["initials", "initialed", "per"].contains(text.word(place - 1)))
    }

    /// "/LT" or "- LT" on a line of its own, 'signed "MR"', "WL: on my way".
    private func isSignature(_ place: Int, in text: FoldedText) -> Bool {
        let endsLine = text.token(place + 1)?.startsLine ?? true
        if endsLine, text.isSign(place - 1, "/-~*"), text.tokens[place - 1].startsLine { return true }
        if text.isSign(place - 1, "\"'("), Self.cues.contains(text.word(place - 2)) { return true }
        return text.isSpeaker(place)
    }

    private func isInitials(_ place: Int, _ letters: String, in text: FoldedText) -> Bool {
        guard text.isMixedCase || !text.tokens[place].word.isVouched, text.endOfWord(place) == place + 1,
            text.startOfWord(place) == place
        else {
            return false
        }
        if text.isGlued(place), text.isSign(place - 1, "-") { return false }
        // A line that holds nothing else is a signature.
        if text.tokens[place].startsLine, text.token(place + 1)?.startsLine ?? true { return true }
        if isSignature(place, in: text) { return true }
        return !Self.abbreviations.contains(letters) || Self.cues.contains(text.word(place - 1))
    }
}
