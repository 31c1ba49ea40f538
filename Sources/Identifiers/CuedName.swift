/// Names that no field of the report states, behind a title, a relation, a role or a verb, or before a degree.
public struct CuedName: Detector {
    /// The stable name of the rule.
    public let rule = "cued-name"

    /// Makes the detector.
    public init() {}

    /// Every name beside a cue.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        var (spans, done) = ([IdentifierSpan](), 0)
        for place in text.places where place >= done && text.tokens[place].shape == .letters {
            let trigger = text.tokens[place].trigger
            let range: Range<Int>?
            if trigger.contains(.title) {
                range = afterTitle(place, in: text)
            } else if trigger.contains(.cue) {
                range = afterCue(place, in: text) ?? (trigger.contains(.degree) ? beforeDegree(place, in: text) : nil)
            } else {
                range = trigger.contains(.degree) ? beforeDegree(place, in: text) : nil
            }
            if let found = range ?? beforeAct(place, in: text) {
                spans.append(span(text, found, .name, .medium))
                done = max(done, found.upperBound)
            }
        }
        return spans
    }

    private func afterTitle(_ title: Int, in text: FoldedText) -> Range<Int>? {
        // "15 ms".
        if text.word(title) == "ms", text.digitCount(title - 1) > 0 { return nil }
        var start = text.skip(".", from: title + 1, atMost: 1)
        // "the MR scan", "an MS degree".
        if text.tokens[title].casing == .upper, text.token(start)?.isCapitalised != true {
            return nil
        }
        // "Dr. J. Smith": the first letter belongs to the name.
        let first = start
        while text.word(start).unicodeScalars.count == 1, text.isSign(start + 1, ".") || start == first {
            start = text.skip(".", from: start + 1, atMost: 1)
        }
        guard let token = text.token(start), token.shape == .letters, token.count > 1, !token.startsLine else {
            return nil
        }
        let isWord = token.trigger.contains(.never)
        if token.casing == .lower || !text.isMixedCase {
            let isPlain = token.word.isVouched && !token.word.contains(.name)
            let endsTitle = ["doctor", "professor", "miss"].contains(text.word(title))
            guard !isWord, !isPlain || !endsTitle && !token.word.contains(.derived) && !isVerb(start, in: text) else {
                return nil
            }
        } else if isWord, token.text.count < 4 {
            return nil
        }
        return first..<endOfName(start + 1, in: text)
    }

    private func isVerb(_ place: Int, in text: FoldedText) -> Bool {
        text.holds(.act, at: place) || text.holds(.cue, at: place)
    }

    private func afterCue(_ cue: Int, in text: FoldedText) -> Range<Int>? {
        var start = text.skip(":,(-.\"", from: cue + 1, atMost: 2)
        if !text.isMixedCase, text.word(start) == "comma" { start += 1 }
        if ["is", "was", "by"].contains(text.word(start)) { start = text.skip(":", from: start + 1, atMost: 1) }
        guard let token = text.token(start), token.shape == .letters, token.count > 1,
            !token.startsLine || text.isSign(start - 1, ":,"), text.isOneWord(start)
        else { return nil }
        // What follows a title is found from the title on.
        if token.trigger.contains(.title) { return nil }
        let isStopped = text.isSign(cue + 1, ".") && start == cue + 2
        if isStopped || token.trigger.contains(.never) && token.casing == .lower { return nil }
        let isName = token.word.contains(.name)
        if text.isMixedCase {
            let isClose = text.holds(.close, at: cue)
            let isPlain = token.word.contains(.field) || token.word.contains(.derived) || token.trigger.contains(.cue)
            guard token.casing == .capital, !token.word.isVouched || isName || isClose && !isPlain else { return nil }
            if token.word.contains(.field), !isClose { return nil }
        } else {
            // "the daughter, joy, said": commas on both sides serve as a capital would.
            let isApart = text.isSign(start - 1, ",") && text.isSign(start + 1, ",")
            let isUnknown = !token.word.isVouched && token.count > 2 && text.holds(.close, at: cue)
            // "by wren", "engineer quill": no word that is met every day.
            let isSeldom =
                token.count > 2 && token.word.isDisjoint(with: [.common, .field, .derived])
                && (isName && ["by", "with", "for", "to", "and", "thanks", "from"].contains(text.word(cue))
                    || text.holds(.close, at: cue) && !token.trigger.contains(.cue)
                        && !token.trigger.contains(.function) && !token.trigger.contains(.spoken))
            guard isName || isUnknown || isSeldom, isSeldom || text.holds(.close, at: cue) || isApart,
                isApart || !token.word.contains(.field) && !token.trigger.contains(.never)
            else { return nil }
        }
        return start..<endOfName(start + 1, in: text)
    }

    /// Further pieces: hyphens, initials, and capitals or words that no list vouches for.
    private func endOfName(_ start: Int, in text: FoldedText) -> Int {
        var (end, pieces) = (start, 1)
        while pieces < 4 {
            var next = end
            if text.isGlued(next), text.isSign(next, "-'"), text.isGlued(next + 1) { next += 1 }
            if text.isSign(next, "."), text.word(next - 1).unicodeScalars.count == 1 { next += 1 }
            guard let token = text.token(next), token.shape == .letters, !token.startsLine, text.isOneWord(next) else {
                break
            }
            if token.text == "s", text.isSign(next - 1, "'") { break }
            let isGlued = next > end && text.isSign(end, "-'")
            let isPiece =
                text.isMixedCase
                ? token.isCapitalised && (!token.word.isVouched || token.word.contains(.name) || isGlued)
                    || isGlued && token.casing != .lower
                : token.count > 1
                    && (!token.word.isVouched || endsName(token, next, in: text) || endsUnknown(token, next, in: text))
                    || isGlued
            let isLetter = token.count == 1 && token.casing == .upper && text.isSign(next + 1, ".")
            guard isPiece || isLetter, !token.trigger.contains(.degree) else { break }
            (end, pieces) = (next + 1, pieces + 1)
        }
        return end
    }

    /// "doctor abernethy quill was": a plain word between an unknown piece and the next word that binds.
    private func endsUnknown(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        guard let before = text.token(place - 1), before.shape == .letters, !before.word.isVouched, before.count > 2,
            token.count > 2, !token.word.contains(.field), !token.word.contains(.derived),
            !token.trigger.contains(.function), !token.trigger.contains(.cue), !token.trigger.contains(.act)
        else { return false }
        guard let next = text.token(place + 1) else { return true }
        return next.startsLine || next.shape == .sign || next.trigger.contains(.function)
            || next.trigger.contains(.act)
    }

    /// Without capitals, a word that is a name as well before a comma, a point or what only a person does.
    private func endsName(_ token: Token, _ place: Int, in text: FoldedText) -> Bool {
        guard token.word.contains(.name), !token.trigger.contains(.never) else { return false }
        return !token.word.contains(.field) || text.isSign(place + 1, ",.") || text.holds(.act, at: place + 1)
    }

    /// "Field, RTT": the words with capitals right before a degree.
    private func beforeDegree(_ degree: Int, in text: FoldedText) -> Range<Int>? {
        guard text.isSign(degree - 1, ","), text.isMixedCase, text.tokens[degree].casing != .lower else { return nil }
        let last = degree - 2
        guard let token = text.token(last), token.shape == .letters, token.count > 1, token.casing == .capital,
            !token.word.contains(.derived), !token.trigger.contains(.cue)
        else { return nil }
        var start = last
        while last - start < 3, let before = text.token(start - 1), before.shape == .letters, before.isCapitalised,
            !before.word.isVouched || before.word.contains(.name), !text.tokens[start].startsLine
        {
            start -= 1
        }
        if start == last, token.word.contains(.field), !token.word.contains(.name) { return nil }
        return start..<degree - 1
    }

    /// "Rose noticed": a word that is a name as well, with a capital, doing what only a person does.
    private func beforeAct(_ place: Int, in text: FoldedText) -> Range<Int>? {
        let token = text.tokens[place]
        let isSeldom = token.count > 2 && token.word.isDisjoint(with: [.common, .derived])
        guard text.token(place + 1)?.startsLine == false, text.isOneWord(place),
            token.word.contains(.name)
                || isSeldom && !text.isMixedCase && token.word.contains(.english)
                    && !token.word.contains(.field)
        else { return nil }
        if !text.isMixedCase, !token.word.contains(.field), isSeldom, token.word.contains(.name),
            text.isSign(place + 1, "'"), text.word(place + 2) == "s" || text.isSign(place - 1, "@")
        {
            return place..<place + 1
        }
        if text.holds(.voice, at: place + 1), token.count > 2, token.casing != .lower || !text.isMixedCase,
            !token.trigger.contains(.function) || token.casing == .capital && !text.startsSentence(place),
            !token.trigger.contains(.cue), !token.word.contains(.derived),
            !text.holds(.determiner, at: place - 1)
        {
            return place..<place + 1
        }
        guard token.word.contains(.name), !token.word.contains(.field), text.holds(.act, at: place + 1),
            !token.trigger.contains(.never)
        else { return nil }
        if text.isMixedCase
            ? token.casing == .capital
            : isSeldom && !["and", "then", "who"].contains(text.word(place + 1))
                || ["said", "called", "noticed", "stated"].contains(text.word(place + 1))
        {
            return place..<place + 1
        }
        return nil
    }
}
