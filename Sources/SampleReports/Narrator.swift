/// Writes the free text of one report in the voice of its author, and keeps what identifies someone.
struct Narrator {
    /// What happened.
    let facts: ReportFacts
    /// Where it happened.
    let practice: SamplePractice
    /// When it happened.
    let timing: ReportTiming
    /// How its author writes.
    let voice: Voice
    /// True if the text names people, numbers and places; otherwise it speaks of "the patient".
    let identifies: Bool
    private var random: SeededGenerator
    private(set) var planted: [PlantedIdentifier] = []
    private var element = ""

    /// Chooses a voice and whether the text names people.
    init(_ facts: ReportFacts, at practice: SamplePractice, timing: ReportTiming, _ random: SeededGenerator) {
        self.facts = facts
        self.practice = practice
        self.timing = timing
        self.random = random
        identifies = self.random.chance(50)
        voice = self.random.chance(50) ? practice.habits.voice : Voice(rawValue: self.random.below(6)) ?? .dictated
    }

    /// Element 1.8: an account between an opening, a closing and, where people are named, one to three more sentences.
    mutating func description() -> String {
        element = "incidentDescription"
        var text = ""
        let namesPatient = identifies && facts.namesPatient
        if voice == .chart { text += fill(namesPatient ? Phrases.chartHeader : Phrases.plainChartHeader) }
        text += fill(random.pick(Phrases.opening)) + fill(facts.account)
        for detail in random.some(random.below(4), of: Phrases.details) { text += " " + fill(detail) }
        text += fill(random.pick(Phrases.closing))
        for sentence in sentences(1 + random.below(3)) { text += " " + sentence }
        if voice == .chart && identifies { text += fill(Phrases.chartFooter) }
        return text
    }

    /// Another text element: one of the templates, sometimes followed by a sentence that names someone.
    mutating func text(_ element: String, _ templates: [Template], extra: Int = 25) -> String {
        self.element = element
        let text = fill(random.pick(templates))
        guard let sentence = sentences(random.chance(extra) ? 1 : 0).first else { return text }
        return text + " " + sentence
    }

    /// A text element made of several templates.
    mutating func text(_ element: String, allOf templates: [Template]) -> String {
        self.element = element
        return templates.map { fill($0) }.joined()
    }

    /// Notes an identifier that stands in a structured field.
    mutating func note(_ element: String, _ kind: PlantedIdentifier.Kind, _ value: String) {
        planted.append(PlantedIdentifier(element: element, kind: kind, value: value, form: .known))
    }

    private mutating func sentences(_ count: Int) -> [String] {
        guard identifies else { return [] }
        let choices = facts.namesPatient ? Phrases.identifying : Phrases.identifyingOthers
        return random.some(count, of: choices).map { fill($0) }
    }

    private mutating func fill(_ template: Template) -> String {
        var text = ""
        var isSingular = false
        for piece in template.pieces {
            switch piece {
            case .words(let wordings):
                let words = voice.cased(wordings[voice.wording])
                text += isSingular ? Self.singular(words) : words
            case .blank(let blank, let isCapital):
                text += shown(blank, isCapital: isCapital)
                isSingular = blank == .wrongFractions && facts.wrongFractions == 1
            }
        }
        return text
    }

    /// The words with the first of them in the singular.
    private static func singular(_ words: String) -> String {
        let first = words.drop { $0 == " " }.prefix { $0.isLetter }
        guard let last = first.last, last == "s" || last == "S" else { return words }
        return String(words[..<first.startIndex]) + first.dropLast() + words[first.endIndex...]
    }

    private mutating func shown(_ blank: Blank, isCapital: Bool) -> String {
        let text = plain(blank) ?? identifier(blank)
        guard isCapital, voice != .lower else { return text }
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Blanks that name nobody.
    private mutating func plain(_ blank: Blank) -> String? {
        let text: String
        switch blank {
        case .site: text = facts.site
        case .wrongSite: text = facts.wrongSite
        case .machine: text = facts.machine?.name ?? "the treatment room"
        case .dose: text = random.chance(50) ? "\(fractionDose) cGy" : "\(fractionDose.hundredths) Gy"
        case .total: text = random.chance(50) ? "\(totalDose) cGy" : "\(totalDose.hundredths) Gy"
        case .fractions: text = "\(facts.treatment?.fractions ?? 1)"
        case .wrongFractions: text = "\(facts.wrongFractions)"
        case .distance:
            let tenths = random.within(4...45)
            text = random.chance(60) ? "\((tenths * 10).hundredths) cm" : "\(tenths) mm"
        case .direction: text = random.pick(["superior", "inferior", "left", "right", "anterior", "posterior"])
        default:
            guard let noun = Self.nouns[blank], !identifies || !facts.canName(blank) || random.chance(30) else {
                return nil
            }
            text = noun[voice.wording]
        }
        return voice.cased(text)
    }

    private var fractionDose: Int { facts.treatment?.fractionDose ?? 200 }
    private var totalDose: Int { facts.treatment?.totalDose ?? 200 }

    private static let nouns: [Blank: [String]] = [
        .patient: ["the patient", "pt", "the pateint"], .therapist: ["the therapist", "RTT", "the theripist"],
        .physicist: ["the physicist", "phys", "the physisist"],
        .dosimetrist: ["the dosimetrist", "dosi", "the dosimitrist"],
        .oncologist: ["the physician", "MD", "the physican"], .nurse: ["the nurse", "RN", "the nurse"],
        .resident: ["the resident", "resident", "the residant"],
    ]

    private mutating func identifier(_ blank: Blank) -> String {
        let patient = facts.patient
        switch blank {
        case .patient:
            let title = patient.sex == "F" ? random.pick(["Mrs. ", "Ms. "]) : "Mr. "
            return person(patient.first, patient.last, title: title, .patientName)
        case .oncologist: return staff(1, title: "Dr. ")
        case .resident: return staff(2, title: "Dr. ")
        case .therapist: return staff(4)
        case .dosimetrist: return staff(5)
        case .physicist: return staff(6)
        case .nurse: return staff(7)
        case .recordNumber: return recordNumber()
        case .birthDate: return plant(date(patient.birthDate, isISO: false), .date, .stranger)
        case .date: return someDate()
        case .phone: return phone()
        case .relative:
            let isWoman = random.chance(50)
            let relation = random.pick(isWoman ? ["the sister", "the daughter"] : ["the brother", "the son"])
            let first = random.pick(isWoman ? Names.female : Names.male)
            return voice.cased(relation + " ") + plant("\(first) \(random.pick(Names.last))", .otherName, .stranger)
        case .engineer:
            let name = stranger()
            return person(name.first, name.last, .otherName, isStranger: true)
        case .email: return email()
        case .outsideFacility: return plant(random.pick(Places.outside), .facility, .stranger)
        case .serial:
            guard let serial = facts.machine?.serial else { return voice.cased("unknown") }
            return plant(serial, .serialNumber, .known)
        case .facility:
            let isFull = random.chance(50)
            return plant(isFull ? practice.name : practice.acronym, .facility, isFull ? .known : .variant)
        case .login: return plant(Self.login(facts.reporter), .login, .variant)
        case .town:
            let town = random.pick(Places.cities)
            return plant(town, .place, town == practice.city ? .known : .stranger)
        default: return ""
        }
    }

    private mutating func staff(_ role: Int, title: String = "") -> String {
        guard let member = facts.member(role) else { return voice.cased("someone") }
        return person(member.first, member.last, title: title, .staffName)
    }

    /// A person by one of the ways in which colleagues write names.
    private mutating func person(
        _ first: String, _ last: String, title: String = "", _ kind: PlantedIdentifier.Kind, isStranger: Bool = false
    ) -> String {
        let usual: PlantedIdentifier.Form = isStranger ? .stranger : .known
        let derived: PlantedIdentifier.Form = isStranger ? .stranger : .variant
        switch random.place(in: [40, 22, 8, 8, 6, 8, 8]) {
        case 0: return voice.cased(title) + plant(last, kind, usual)
        case 1: return plant("\(first) \(last)", kind, usual)
        case 2: return plant("\(last), \(first)", kind, usual)
        case 3: return plant("\(first.prefix(1)). \(last)", kind, derived)
        case 4 where !isStranger: return plant("\(first.prefix(1))\(last.prefix(1))", kind, derived)
        case 5: return plant(Names.nickname(first) ?? first, kind, Names.nickname(first) == nil ? usual : derived)
        default:
            let misspelt = Names.misspelt(last, &random)
            return voice.cased(title) + plant(misspelt, kind, misspelt == last ? usual : derived)
        }
    }

    private mutating func stranger() -> (first: String, last: String) {
        (random.pick(random.chance(50) ? Names.female : Names.male), random.pick(Names.last))
    }

    private mutating func recordNumber() -> String {
        let number = facts.patient.recordNumber
        switch random.below(5) {
        case 0: return plant(number.prefix(number.count - 4) + "-" + number.suffix(4), .recordNumber, .variant)
        case 1: return plant(number.prefix(number.count - 3) + " " + number.suffix(3), .recordNumber, .variant)
        default: return plant(number, .recordNumber, .known)
        }
    }

    private mutating func someDate() -> String {
        let day = random.pick([timing.incident, timing.discovery, timing.report])
        let isISO = random.chance(25)
        // Only the day of the incident stands in every report.
        return plant(date(day, isISO: isISO), .date, isISO && day == timing.incident ? .known : .variant)
    }

    private mutating func date(_ day: CivilDay, isISO: Bool) -> String {
        if isISO { return day.description }
        let (year, month, dayOfMonth) = day.parts
        let name = Self.months[month - 1]
        return random.pick([
            "\(month)/\(dayOfMonth)/\(year)", "\(month.padded)/\(dayOfMonth.padded)/\((year % 100).padded)",
            "\(name) \(dayOfMonth), \(year)", "\(dayOfMonth) \(name.prefix(3)) \(year)",
        ])
    }

    private static let months = list(
        "January February March April May June July August September October November December")

    private mutating func phone() -> String {
        if random.chance(30) { return plant(practice.phone, .phone, .known) }
        let (area, last) = (random.within(201...989), random.below(100).padded)
        return plant(
            random.pick(["(\(area)) 555-01\(last)", "\(area)-555-01\(last)", "\(area).555.01\(last)"]), .phone,
            .stranger)
    }

    private mutating func email() -> String {
        if random.chance(60) {
            return plant("\(Self.login(random.pick(practice.staff)))@\(practice.mailDomain)", .email, .variant)
        }
        let name = stranger()
        return plant("\(Self.plainLetters(name.first)).\(Self.plainLetters(name.last))@mail.example", .email, .stranger)
    }

    private mutating func plant(
        _ value: some StringProtocol, _ kind: PlantedIdentifier.Kind, _ form: PlantedIdentifier.Form
    ) -> String {
        let shown = voice.cased(String(value))
        planted.append(PlantedIdentifier(element: element, kind: kind, value: shown, form: form))
        return shown
    }

    /// The user name of a member of the staff: initial and surname.
    private static func login(_ member: SampleStaffMember) -> String {
        plainLetters(member.first.prefix(1) + member.last)
    }

    /// ASCII letters only, in lower case.
    private static func plainLetters(_ name: some StringProtocol) -> String {
        name.lowercased().filter { $0.isASCII && $0.isLetter }
    }
}

extension ReportFacts {
    /// True if there is someone to name in a blank.
    func canName(_ blank: Blank) -> Bool {
        switch blank {
        case .patient: namesPatient
        case .resident: member(2) != nil
        default: true
        }
    }
}
