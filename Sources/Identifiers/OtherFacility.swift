/// Hospitals, clinics and universities that no field of the report states, by the words their names end or begin with.
public struct OtherFacility: Detector {
    /// The stable name of the rule.
    public let rule = "other-facility"

    /// Makes the detector.
    public init() {}

    /// Words that end the name of a facility.
    static let heads: Set<String> = [
        "hospital", "hospitals", "clinic", "clinics", "center", "centre", "institute", "infirmary", "memorial",
        "health",
        "healthcare", "university", "hospice", "associates", "va", "foundation", "college", "sanatorium", "oncology",
        "imaging", "radiology", "medicine", "pavilion", "campus", "partners", "network", "regional", "general",
        "baptist",
        "methodist", "presbyterian", "lutheran", "childrens", "children", "cboc", "ems", "vamc", "ctr", "grp", "hosp",
        "physicians", "midwives", "ophthalmology", "urology", "cardiology", "dermatology", "dental", "pharmacy",
        "rehab",
        "lodge", "inn", "brothers", "specialty", "alliance", "neuro", "neurosurgery", "trust", "polyclinic",
        "surgicenter", "sanitarium", "ambulance", "orthopedics", "orthopaedics", "gastroenterology", "pediatrics",
        "obgyn", "dermatologists", "urologists", "surgeons", "consultants", "specialists", "rehabilitation",
        "laboratories", "labs", "wellness", "nursing", "manor", "eldercare", "homecare", "women", "womens", "surgery",
        "living", "society", "doctors", "nuclear", "proton",
    ]
    /// Words inside a name that do not tell which facility it is.
    static let generic: Set<String> = heads.union([
        "medical", "cancer", "radiation", "oncology", "general", "regional", "community", "children", "childrens",
        "day",
        "treatment", "outpatient", "outside", "other", "another", "local", "referring", "our", "same", "previous",
        "main", "satellite", "the", "this", "that", "county", "city", "state", "urology", "surgery", "surgical", "care",
        "comprehensive", "proton", "therapy", "breast", "imaging", "diagnostic", "family", "veterans", "affairs",
        "academic", "teaching", "private", "public", "new", "old", "nearby", "home", "department", "mental", "public",
        "patient", "radiology", "physics", "dental", "pain", "sleep", "urgent", "emergency", "prior", "first", "second",
        "different", "host", "primary", "tertiary", "partner", "sister", "affiliated", "each", "every", "any", "her",
        "his", "their", "your", "large", "small", "rural", "busy", "occupational", "s", "staff", "call", "head", "neck",
        "employee", "integrated", "system", "systems", "group", "physician", "physicians", "services", "service",
        "data",
        "operations", "learning", "training", "education", "research", "simulation", "gynecologic", "pediatric",
        "nuclear", "internal", "clinical", "medicine", "school", "of", "and", "population", "global", "behavioral",
    ])
    /// Words at which to begin to look.
    static let triggers = heads.union(houses.keys).union(["st", "saint", "mt", "mount"]).union(leaders).union(patrons)
    private static let directions: Set<String> = [
        "east", "west", "north", "south", "northwest", "northeast", "southeast", "southwest", "central", "eastern",
        "western",
        "northern", "southern", "new", "greater", "upper", "lower", "mid",
    ]

    /// "Arkansas State", "Eastern Maine", "Texas Oncology": a state with a word beside it that makes a house of it.
    private func stateHouse(_ place: Int, in text: FoldedText) -> Range<Int>? {
        guard text.isMixedCase, text.tokens[place].casing == .capital, States.codes[text.word(place)] != nil,
            !text.isSign(place - 1, ",")
        else { return nil }
        let isLed = Self.directions.contains(text.word(place - 1)) && text.tokens[place - 1].casing == .capital
        let isOneName =
            ["carolina", "dakota", "york", "jersey", "mexico", "hampshire"].contains(text.word(place))
            || text.word(place) == "virginia" && text.word(place - 1) == "west"
        var end = place + 1
        while let token = text.token(end), token.casing == .capital, !token.startsLine, token.isSpaced,
            Self.generic.contains(token.text) || Self.heads.contains(token.text)
        {
            end += 1
        }
        guard isLed && !isOneName || end > place + 1 else { return nil }
        return (isLed ? place - 1 : place)..<end
    }

    private static let joints: Set<String> = ["of", "the", "and", "de", "for", "at"]
    private static let stops: Set<String> = [
        "from", "at", "to", "in", "by", "with", "for", "via", "and", "or", "a", "an", "the", "of", "near", "outside",
    ]

    /// Every name of a facility.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        var spans: [IdentifierSpan] = []
        for place in text.places where !text.tokens[place].trigger.isDisjoint(with: [.facility, .state]) {
            let token = text.tokens[place]
            if token.trigger.contains(.state), let range = stateHouse(place, in: text) {
                spans.append(span(text, range, .facility, .medium))
            }
            guard token.trigger.contains(.facility) else { continue }
            if token.text == "st" || token.text == "saint" || token.text == "mt" || token.text == "mount",
                let range = saint(place, in: text)
            {
                spans.append(span(text, range, .facility, .medium))
            }
            if let range = led(place, in: text) ?? house(place, in: text) {
                spans.append(span(text, range, .facility, .medium))
            }
            guard token.trigger.contains(.head) else { continue }
            if let range = text.isMixedCase && token.isCapitalised ? capitals(place, in: text) : plain(place, in: text)
            {
                spans.append(span(text, range, .facility, .medium))
            }
            if token.text == "university", let range = university(place, in: text) {
                spans.append(span(text, range, .facility, .medium))
            }
        }
        return spans
    }

    /// "St. Vincent's Cancer Center": capitals back from the head, and on to the last head.
    private func capitals(_ head: Int, in text: FoldedText) -> Range<Int>? {
        var (start, isTold) = (head, false)
        while head - start < 9, !text.tokens[start].startsLine, let token = text.token(start - 1) {
            if token.shape == .letters, token.isCapitalised || token.text == "s" && text.isSign(start - 2, "'") {
                isTold = isTold || token.count > 1 && !token.trigger.contains(.generic) && !isOpening(start - 1, text)
                start -= 1
            } else if token.shape == .letters, Self.joints.contains(token.text),
                text.token(start - 2)?.isCapitalised == true,
                !text.tokens[start - 1].startsLine
            {
                start -= 1
            } else if text.isSign(start - 1, "'-&") || text.isSign(start - 1, ".") && isShort(start - 2, text) {
                start -= 1
            } else {
                break
            }
        }
        while start < head, text.tokens[start].shape == .sign || isOpening(start, text) { start += 1 }
        let end = endOfHeads(head, in: text)
        isTold = isTold || end > head + 2 && text.word(end - 2) == "of"
        return isTold && start < head ? start..<end : nil
    }

    /// A point after "St." or a single letter ends no sentence.
    private func isShort(_ place: Int, _ text: FoldedText) -> Bool {
        ["st", "mt", "ft", "s"].contains(text.word(place)) || text.word(place).unicodeScalars.count == 1
    }

    /// A word that has its capital from the beginning of a sentence.
    private func isOpening(_ place: Int, _ text: FoldedText) -> Bool {
        let token = text.tokens[place]
        return token.word.isVouched && !token.word.contains(.name) && Self.startsSentence(place, text)
            || token.trigger.contains(.never)
    }

    private static func startsSentence(_ place: Int, _ text: FoldedText) -> Bool {
        text.tokens[place].startsLine || text.isSign(place - 1, ".!?:;") && text.word(place - 2) != "st"
    }

    private func endOfHeads(_ head: Int, in text: FoldedText) -> Int {
        var end = head + 1
        while let token = text.token(end), token.shape == .letters, !token.startsLine,
            token.isCapitalised || !text.isMixedCase,
            token.trigger.contains(.head) || ["system", "group", "medical", "cancer"].contains(token.text)
        {
            end += 1
        }
        if text.isSign(end, "'"), text.isGlued(end + 1), text.word(end + 1) == "s" { end += 2 }
        guard text.isMixedCase else { return end }
        if let token = text.token(end), token.casing == .capital, !token.startsLine,
            ["east", "west", "north", "south", "northwest", "northeast", "southeast", "southwest"].contains(token.text)
        {
            end += 1
        }
        // "Doctors Hospital of Laredo".
        if text.word(end) == "of", text.word(end + 1) == "the", let name = text.token(end + 2), name.casing == .capital,
            !name.startsLine, !name.word.contains(.field)
        {
            end += 3
        } else if text.word(end) == "of", let name = text.token(end + 1), name.casing == .capital, !name.startsLine,
            !name.word.contains(.field) || States.codes[name.text] != nil
        {
            end += 2
        } else if text.word(end) == "of", Self.directions.contains(text.word(end + 1)),
            let name = text.token(end + 2), name.casing == .capital, !name.startsLine
        {
            end += 3
        }
        return end
    }

    /// Heads that name a house only behind "at" or "from": "mental health", "outside imaging".
    private static let faint: Set<String> = [
        "oncology", "health", "medicine", "imaging", "radiology", "network", "partners", "va", "general", "campus",
        "children", "specialty", "dental", "pharmacy", "physicians", "cardiology", "dermatology", "urology", "brothers",
        "foundation", "university", "college", "alliance", "neuro", "neurosurgery", "trust", "orthopedics",
        "orthopaedics", "gastroenterology", "pediatrics", "surgeons", "consultants", "specialists", "rehabilitation",
        "laboratories", "labs", "wellness", "nursing", "ambulance", "manor", "urologists", "obgyn", "women", "womens",
        "surgery", "living", "society", "doctors", "nuclear", "proton", "dermatologists",
    ]

    /// Without capitals: up to three words back from the head, if any of them tells which house it is.
    private func plain(_ head: Int, in text: FoldedText) -> Range<Int>? {
        var (start, isTold, isUnknown) = (head, false, false)
        while head - start < 5, let token = text.token(start - 1), !text.tokens[start].startsLine {
            // "valley women's pavilion".
            if text.word(start) == "s", text.isSign(start - 1, "'"), text.isGlued(start - 1) {
                start -= 1
                continue
            }
            guard token.shape == .letters, !Self.stops.contains(token.text), !token.trigger.contains(.act) else {
                break
            }
            let isGeneric = token.trigger.contains(.generic) || token.count == 1
            if !isGeneric, token.word.contains(.field) && !token.word.contains(.name) { break }
            if !isGeneric, token.trigger.contains(.function) || token.trigger.contains(.cue) { break }
            isTold = isTold || !isGeneric
            isUnknown = isUnknown || !token.word.isVouched
            start -= 1
        }
        while start < head, text.holds(.generic, at: start), !isUnknown { start += 1 }
        let lead = text.word(start - 1)
        let isLed =
            ["at", "from", "to", "in", "via", "site"].contains(lead)
            || text.isSign(start - 1, ":") && ["site", "facility", "hospital"].contains(text.word(start - 2))
        guard isTold, start < head, isUnknown || isLed || !Self.faint.contains(text.word(head)) && lead != "a" else {
            return nil
        }
        return start..<endOfHeads(head, in: text)
    }

    /// "St. Vincent's", "Mount Sinai" with no head behind.
    private func saint(_ place: Int, in text: FoldedText) -> Range<Int>? {
        let name = text.skip(".", from: place + 1, atMost: 1)
        guard let token = text.token(name), token.shape == .letters, token.count > 2, !token.startsLine else {
            return nil
        }
        let isCapital = text.isMixedCase && token.isCapitalised && text.tokens[place].casing != .lower
        let isBare = !text.tokens[place].word.isVouched && (!token.word.isVouched || token.word.contains(.name))
        guard isCapital || isBare, text.digitCount(place - 1) == 0 else { return nil }
        if text.isSign(name + 1, "'"), text.word(name + 2) == "s" { return place..<name + 3 }
        return place..<name + 1
    }

    /// Houses known by name alone, each as the words of it.
    private static let houses: [String: Set<String>] = [
        "holy": ["cross", "family", "name", "spirit", "redeemer"], "good": ["samaritan", "shepherd"],
        "sacred": ["heart"],
        "mayo": ["clinic"], "cleveland": ["clinic"], "anderson": ["cancer"], "sloan": ["kettering"], "dana": ["farber"],
        "johns": ["hopkins"], "kaiser": ["permanente"], "mercy": ["health", "general"], "our": ["lady"],
        "baptist": ["memorial", "health"], "methodist": ["health"], "memorial": ["hermann", "sloan"],
        "trinity": ["health"],
        "providence": ["health"], "mount": ["sinai"], "cedars": ["sinai"], "abbott": ["northwestern"],
        "lahey": ["clinic"],
        "deaconess": ["health"], "presbyterian": ["health"], "lutheran": ["general", "health"], "sutter": ["health"],
    ]

    /// Words that lead the name of a house in other languages.
    private static let leaders: Set<String> = [
        "clinique", "polyclinique", "hopital", "hopitaux", "institut", "clinica", "policlinica", "policlinico",
        "ospedale", "istituto", "instituto", "klinikum", "klinik", "krankenhaus", "spital", "hospital", "chu", "chru",
        "nemocnice", "szpital", "ziekenhuis", "sykehus", "sjukhus", "centro", "fundacion", "hospice", "maison",
        "residence",
    ]
    /// Whom or what houses are named after, with "of" and a word behind.
    private static let patrons: Set<String> = ["lady", "mercy", "sisters", "daughters", "queen", "heart"]
    private static let leadJoints: Set<String> = [
        "de", "des", "du", "della", "del", "di", "da", "do", "dos", "das", "la", "le", "les", "l", "d", "der", "am",
        "im", "zum", "st", "san", "santa", "sankt", "of", "the", "van", "el", "los", "las",
    ]

    /// "Clinique des Deux Rives", "our lady of the reeds".
    private func led(_ place: Int, in text: FoldedText) -> Range<Int>? {
        let token = text.tokens[place]
        if Self.patrons.contains(token.text), text.word(place + 1) == "of" {
            let isLady = token.text == "lady" && text.word(place - 1) == "our"
            guard isLady || ["at", "from", "to", "in", "via", "of"].contains(text.word(place - 1)),
                token.text != "lady" || isLady
            else { return nil }
            let name = text.word(place + 2) == "the" ? place + 3 : place + 2
            guard let last = text.token(name), last.shape == .letters, !last.startsLine, last.count > 2 else {
                return nil
            }
            return (isLady ? place - 1 : place)..<endOfHeads(name, in: text)
        }
        guard Self.leaders.contains(token.text), token.isCapitalised, text.isMixedCase else { return nil }
        var (end, words) = (place + 1, 0)
        while words < 4, let next = text.token(end), !next.startsLine {
            if next.shape == .letters, next.casing == .capital, !next.word.contains(.field) || next.word.contains(.name)
            {
                words += 1
            } else if !(next.shape == .letters && Self.leadJoints.contains(next.text) || text.isSign(end, "'-.")) {
                break
            }
            end += 1
        }
        while end > place + 1, text.tokens[end - 1].casing != .capital { end -= 1 }
        let isTold = (place + 1..<end).contains { !text.holds(.generic, at: $0) && text.tokens[$0].count > 2 }
        return words > 0 && isTold ? place..<end : nil
    }

    private func house(_ place: Int, in text: FoldedText) -> Range<Int>? {
        guard let words = Self.houses[text.word(place)] else { return nil }
        let next = text.skip("-", from: place + 1, atMost: 1)
        guard words.contains(text.word(next)) else { return nil }
        return place..<endOfHeads(next, in: text)
    }

    /// "University of Washington".
    private func university(_ place: Int, in text: FoldedText) -> Range<Int>? {
        guard text.word(place + 1) == "of" || text.word(place + 1) == "at" else { return nil }
        var end = place + 2
        while end - place < 5, let token = text.token(end), token.shape == .letters,
            text.isMixedCase ? token.isCapitalised : end == place + 2
        {
            end += 1
        }
        return end > place + 2 ? place..<end : nil
    }
}
