/// A blank of a narrative template; the raw value stands in braces, with a capital where a sentence begins.
enum Blank: String, Sendable {
    case patient, therapist, physicist, dosimetrist, oncologist, nurse
    case site, wrongSite, machine, dose, total, fractions, wrongFractions, distance, direction, date
    case recordNumber, birthDate, phone, relative, engineer, email, outsideFacility, serial, resident, facility, login
    case town
}

/// How the person who wrote a report writes.
enum Voice: Int, Sendable {
    case dictated, telegraphic, misspelt, upper, lower, chart

    /// Which of a template's wordings the voice starts from.
    var wording: Int {
        switch self {
        case .telegraphic, .lower: 1
        case .misspelt: 2
        default: 0
        }
    }

    /// The letter case of the voice.
    func cased(_ text: String) -> String {
        switch self {
        case .upper: text.uppercased()
        case .lower: text.lowercased()
        default: text
        }
    }
}

/// Text with blanks, kept in the plain, the telegraphic and the misspelt wording.
struct Template: Sendable, ExpressibleByStringLiteral {
    /// A piece of a template.
    enum Piece: Sendable {
        case words([String])
        case blank(Blank, capital: Bool)
    }

    /// Words and blanks in turn.
    let pieces: [Piece]

    /// Splits a text at its braces; an unknown blank is a mistake of the table and stops the program.
    init(stringLiteral text: String) {
        var pieces: [Piece] = []
        for (place, part) in text.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            guard place > 0 else {
                pieces.append(Self.words(part))
                continue
            }
            let ends = part.firstIndex(of: "}") ?? part.endIndex
            let name = part[..<ends]
            guard let blank = Blank(rawValue: name.prefix(1).lowercased() + name.dropFirst()) else {
                preconditionFailure("unknown blank in a sample template: \(name)")
            }
            pieces.append(.blank(blank, capital: name.first?.isUppercase == true))
            pieces.append(Self.words(part[ends...].dropFirst()))
        }
        self.pieces = pieces
    }

    /// True if the template has this blank.
    func uses(_ wanted: Blank) -> Bool {
        pieces.contains { piece in
            if case .blank(wanted, _) = piece { true } else { false }
        }
    }

    private static func words(_ text: Substring) -> Piece {
        .words([String(text), reworded(text, WordForms.telegraphic), reworded(text, WordForms.misspelt)])
    }

    /// Replaces whole words; a word replaced by nothing takes one space with it.
    private static func reworded(_ text: Substring, _ forms: [String: String]) -> String {
        var words: [String] = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let core = word.drop { !$0.isLetter }.prefix { $0.isLetter || $0 == "-" }
            guard !core.isEmpty, let form = forms[core.lowercased()] else {
                words.append(String(word))
                continue
            }
            if form.isEmpty && core.count == word.count { continue }
            let isCapital = core.first?.isUppercase == true
            let shown = isCapital ? form.prefix(1).uppercased() + form.dropFirst() : form
            words.append(word[..<core.startIndex] + shown + word[core.endIndex...])
        }
        return words.joined(separator: " ")
    }
}

/// Words as people in a hurry write them.
enum WordForms {
    /// Abbreviations; an empty form drops the word.
    static let telegraphic: [String: String] = [
        "the": "", "a": "", "an": "", "was": "", "were": "", "had": "", "treatment": "tx", "treatments": "txs",
        "treated": "tx'd", "fraction": "fx", "fractions": "fxs", "patient": "pt", "patients": "pts",
        "prescription": "Rx", "prescribed": "Rx'd", "with": "w/", "without": "w/o", "before": "prior", "and": "&",
        "therapist": "RTT", "therapists": "RTTs", "dosimetrist": "dosi", "physicist": "phys", "physician": "MD",
        "simulation": "sim", "isocenter": "iso", "approximately": "approx", "because": "b/c", "setup": "s/u",
        "verification": "verif", "measurement": "meas", "instructions": "instr", "position": "posn",
        "correct": "corr", "review": "rev", "department": "dept", "information": "info", "that": "",
    ]

    /// Misspellings.
    static let misspelt: [String: String] = [
        "treatment": "treatement", "received": "recieved", "fraction": "fracton", "fractions": "fractoins",
        "prescription": "perscription", "prescribed": "perscribed", "isocenter": "isocentre", "therapist": "theripist",
        "therapists": "theripists", "physicist": "physisist", "separate": "seperate", "until": "untill",
        "noticed": "notcied", "approved": "aproved", "verified": "verifed", "delivered": "deliverd",
        "simulation": "simmulation", "incorrect": "incorect", "different": "diffrent", "occurred": "occured",
        "their": "thier", "which": "wich", "position": "postion", "before": "befor", "review": "reveiw",
        "identified": "identifed", "necessary": "neccessary", "calculation": "calcualtion", "immediately": "imediately",
        "applicator": "aplicator", "planning": "planing", "corrected": "corected", "schedule": "shedule",
    ]
}
