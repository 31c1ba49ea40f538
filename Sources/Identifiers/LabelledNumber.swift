/// Numbers behind a label that says whose or what they are: record, account, chart, accession, licence ...
public struct LabelledNumber: Detector {
    /// The stable name of the rule.
    public let rule = "labelled-number"

    /// Makes the detector.
    public init() {}

    /// Labels after which any number is an identifier.
    static let strong: Set<String> = [
        "mrn", "mrns", "mrno", "emrn", "npi", "csn", "acct", "accession", "uhid", "nhs", "empi", "pid", "ptid",
        "medrec", "mpi", "passport", "dea", "ohip", "ramq", "ahv", "svnr", "dni", "nif", "nie", "bsn", "pesel", "cpf",
        "nir", "curp", "fiscale", "personnummer", "cpr", "hkid", "nric", "aadhaar", "ihi", "chi", "hcn", "phn", "mcp",
    ]
    /// Labels that need "no", "#", ":" or five digits before a number is an identifier.
    static let weak: Set<String> = [
        "mr", "account", "chart", "case", "record", "id", "ident", "identifier", "claim", "ticket", "encounter",
        "visit",
        "admission", "member", "employee", "hospital", "hosp", "specimen", "pathology", "path", "acc", "confirmation",
        "incident", "event", "report", "user", "vehicle", "plate", "referral", "order", "requisition", "folder", "file",
        "licence", "license", "badge", "policy", "subscriber", "medicare", "medicaid", "login", "hrn", "urn", "ur",
        "unit",
    ]
    /// Labels of things that bear a number of their own: three digits say enough, or two behind letters.
    static let tags: Set<String> = [
        "badge", "rm", "room", "bed", "bay", "cubicle", "login", "username", "userid", "plate", "plates", "waybill",
        "tracking",
        "grievance", "certificate",
        "cert", "lot", "tag", "bag", "seal", "inc", "ref", "reference", "po", "so", "hic", "mbi", "hold", "rma",
        "invoice", "locker", "permit", "barcode", "wristband", "accounts", "acounts", "acc", "accessions", "records",
        "form", "sequence", "source", "four", "serials", "ids", "incidents", "tickets", "cases", "log", "camry",
        "truck",
        "car", "van", "helicopter", "drawer", "folder", "implant", "capa", "rca", "ncr", "docket", "matter", "grant",
        "protocol", "insurance", "authorization", "auth", "preauth", "rx", "dot", "vin", "ein", "tin", "caller", "pin",
        "milepost", "album", "passport", "pc", "workstation", "hostname", "pass", "box", "rego", "registration",
        "plate", "tail",
    ]
    /// Of these the number says where somebody lies, not who somebody is.
    private static let rooms: Set<String> = ["rm", "room", "bed", "bay", "cubicle", "milepost", "locker"]
    private static let markers: Set<String> = ["no", "nos", "num", "number", "numbers", "nr", "id", "ids"]
    private static let fillers: Set<String> = ["is", "was", "of", "for", "patient", "pt", "wrong", "correct", "card"]
    /// A weak label that counts things in the work is not an identifier: "plan case 2", "visit no 3".
    private static let leastDigits = (strong: 1, marked: 3, weak: 5)

    private static let winds: Set<String> = ["west", "east", "north", "south", "tower", "center", "pavilion"]

    /// "4 West bed 17", "ROSEMARY 4, BED C": a bed with the ward before it.
    private func bed(_ place: Int, in text: FoldedText) -> IdentifierSpan? {
        guard ["bed", "bay", "cubicle"].contains(text.word(place)) else { return nil }
        let value = text.skip("#:", from: place + 1, atMost: 1)
        let isLetter = text.word(value).count == 1 && (text.tokens[value].casing == .upper)
        guard (1...3).contains(text.digitCount(value)) && !text.isUnit(value + 1) || isLetter else { return nil }
        let before = text.isSign(place - 1, ",-/") ? place - 2 : place - 1
        if Self.winds.contains(text.word(before)), (1...2).contains(text.digitCount(before - 1)) {
            return span(text, before - 1..<text.endOfWord(value), .removed, .medium)
        }
        guard (1...2).contains(text.digitCount(before)), let ward = text.token(before - 1), ward.shape == .letters,
            ward.count > 2, !ward.startsLine, !text.isUnit(before + 1) || before < place - 1
        else { return nil }
        return span(text, before - 1..<text.endOfWord(value), .removed, .medium)
    }

    /// Every labelled number.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { place in
            if text.tokens[place].trigger.contains(.label), let bed = bed(place, in: text) { return bed }
            guard text.tokens[place].trigger.contains(.label) else { return nil }
            let word = text.word(place)
            let isStrong = Self.strong.contains(word)
            let isTag = Self.tags.contains(word)
            guard isStrong || isTag || Self.weak.contains(word), !isPartOfWord(place, in: text) else { return nil }
            guard let (start, isMarked) = valueStart(after: place, in: text) else { return nil }
            let (end, digits) = value(at: start, in: text)
            if isTag {
                let hasLetters = text.tokens[start].shape == .letters
                let hasSign = (start..<end).contains { text.tokens[$0].shape == .sign }
                guard
                    digits
                        > (hasLetters
                            ? 1
                            : isMarked || hasSign || ["badge", "four", "rm", "room", "bed"].contains(word) ? 2 : 3),
                    !text.isUnit(end), !text.isSign(end, "%:")
                else { return nil }
                return span(text, start..<end, Self.rooms.contains(word) ? .removed : .id, .medium)
            }
            let least = isStrong ? Self.leastDigits.strong : isMarked ? Self.leastDigits.marked : Self.leastDigits.weak
            guard digits >= least else { return nil }
            return span(text, start..<end, .id)
        }
    }

    private func isPartOfWord(_ place: Int, in text: FoldedText) -> Bool {
        text.isGlued(place) && text.token(place - 1)?.shape == .letters
    }

    /// The first token of the value behind a label, and whether a marker stands between.
    private func valueStart(after label: Int, in text: FoldedText) -> (place: Int, isMarked: Bool)? {
        var (place, isMarked, fillers) = (label + 1, false, 0)
        while let token = text.token(place), place - label < 8 {
            if token.startsLine && token.shape != .digits { return nil }
            switch token.shape {
            case .mark: return nil
            case .digits: return (place, isMarked)
            case .sign:
                guard text.isSign(place, "#:=.-(/'\"_*[?") else { return nil }
                isMarked = isMarked || text.isSign(place, "#:=")
            case .letters:
                if Self.markers.contains(token.text) {
                    isMarked = true
                } else if Self.fillers.contains(token.text) {
                    fillers += 1
                    if fillers > 3 { return nil }
                } else {
                    // A value may begin with letters, as in "MRN: AB-1234".
                    let next = text.skip("-/", from: place + 1, atMost: 1)
                    let isValue =
                        text.isGlued(next) && text.digitCount(next) > 1
                        && (token.count <= 4 || next == place + 1 && !token.word.isVouched)
                    let isApart =
                        next == place + 1 && text.digitCount(next) > 2 && token.count <= 4
                        && (!token.word.isVouched
                            || token.casing == .upper && token.count < 3 && text.digitCount(next) > 3 && !isMarked)
                    return isValue || isApart ? (place, isMarked) : nil
                }
            }
            place += 1
        }
        return nil
    }

    /// The place past a value and the number of its digits: groups joined by signs, or short groups of digits by spaces.
    private func value(at start: Int, in text: FoldedText) -> (end: Int, digits: Int) {
        var (end, digits) = (start, 0)
        while let token = text.token(end), token.shape == .letters || token.shape == .digits {
            if token.shape == .letters, token.trigger.contains(.unit), text.digitCount(end - 1) > 0 { break }
            digits += text.digitCount(end)
            end += 1
            let next = text.skip("-./_", from: end, atMost: 1)
            if text.isGlued(next), next == end || text.isGlued(end), isValuePart(next, in: text) {
                end = next
                continue
            }
            // "SB 00917": letters, a space, digits.
            if digits == 0, next == end, text.digitCount(end) > 2, !text.tokens[end].startsLine { continue }
            guard next == end, let following = text.token(end), following.shape == .digits, !following.startsLine,
                (2...4).contains(token.count), (2...4).contains(following.count), token.shape == .digits,
                !text.isUnit(end + 1), !text.isSign(end + 1, "%"),
                !(text.isSign(end + 1, "./") && text.isGlued(end + 2) && text.digitCount(end + 2) > 0)
            else { break }
        }
        return (end, digits)
    }

    private func isValuePart(_ place: Int, in text: FoldedText) -> Bool {
        guard let token = text.token(place) else { return false }
        return token.shape == .digits || token.shape == .letters && token.count <= 4
    }
}
