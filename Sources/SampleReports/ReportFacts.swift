/// What happened, before anyone writes it down.
struct ReportFacts {
    /// The patient of a report.
    struct Patient {
        let first, last, sex, recordNumber: String
        let age: Int
        let birthDate: CivilDay
        /// Element 2.4.
        let race: Int
    }

    /// The family of the incident.
    let kind: IncidentKind
    /// The treatment, where there is one.
    let treatment: TreatmentCase?
    /// "left" or "right" where the site is paired.
    let side: String?
    /// The machine, where one is involved.
    let machine: SampleMachine?
    /// The patient, also where no field names one.
    let patient: Patient
    /// Element 1.5.
    let isNearMiss: Bool
    /// What the reporter tells first.
    let account: Template
    /// Element 1.7.
    let wrongFractions: Int
    /// Element 1.14.
    let modality: Int
    /// Elements 2.42 and 1.9; nil where no process map applies.
    let origin, found: Int?
    /// Extensions X.14 and X.15.
    let caughtBarriers, failedBarriers: [Int]
    /// Element 2.44.
    let causes: [String]
    /// Element 2.37; -1 is unknown.
    let medicalSeverity: Int
    /// Element 2.35; nil is not applicable.
    let dosimetricSeverity: Int?
    /// Elements 2.19 to 2.21 and 1.15 to 1.17.
    let discoverer, reporter: SampleStaffMember
    /// One member of the staff for each role of element 1.17 that the practice has, in the order of the roles.
    let cast: [SampleStaffMember]

    /// Element 1.6.
    var affected: Int { isNearMiss ? 0 : kind.affected }

    /// True if the report is about one patient, whose name then stands in its fields.
    var namesPatient: Bool { treatment != nil && affected < 2 }

    /// The process map, where steps can be named.
    var map: ProcessMap? { origin == nil ? nil : kind.map }

    /// The site with its side.
    var site: String {
        guard let treatment else { return "site" }
        return side.map { "\($0) \(treatment.site)" } ?? treatment.site
    }

    /// The site with the other side.
    var wrongSite: String {
        guard let treatment, let side else { return site }
        return (side == "left" ? "right " : "left ") + treatment.site
    }

    /// The member of the cast with a role.
    func member(_ role: Int) -> SampleStaffMember? { cast.first { $0.role == role } }

    private static let severityWeights = [300, 230, 160, 100, 70, 50, 35, 25, 14, 10, 6]

    /// Draws the facts of one report of a practice.
    init(at desk: PracticeDesk, timing: ReportTiming, _ random: inout SeededGenerator) {
        let practice = desk.practice
        let place = random.place(in: desk.kindWeights[timing.quarter])
        let kind = desk.kinds[place].kind
        self.kind = kind
        let cases = desk.kinds[place].cases
        let treatment = cases.isEmpty ? nil : random.pick(cases)
        self.treatment = treatment
        side = treatment?.isPaired == true ? random.pick(["left", "right"]) : nil
        let machines = practice.machines.filter { $0.kind == (treatment.map(\.delivery.machine) ?? .linac) }
        machine = machines.isEmpty ? nil : random.pick(machines)
        patient = Self.patient(sex: treatment?.sex, prefix: practice.habits.recordNumberPrefix, timing, &random)

        let nearMisses = min(97, practice.habits.nearMisses + timing.quarter)
        isNearMiss = kind.actual.isEmpty || (!kind.near.isEmpty && random.chance(nearMisses))
        account = random.pick(isNearMiss ? kind.near : kind.actual)
        if isNearMiss || kind.effect != .dose {
            wrongFractions = 0
        } else {
            let most = account.uses(.wrongFractions) ? treatment?.fractions ?? 1 : 1
            wrongFractions = min(most, random.pick([1, 1, 1, 1, 2, 2, 3, 4, 5, 8, 12]))
        }

        let isKilovoltage = treatment?.delivery == .orthovoltage && random.chance(30)
        modality = isKilovoltage ? 6 : treatment?.delivery.modality ?? 7
        let map = modality <= 4 ? kind.map : nil
        let origin = kind.origins.isEmpty ? nil : random.pick(kind.origins)
        let found = origin.map { [isNearMiss] in Self.found(kind, isNearMiss: isNearMiss, after: $0, &random) }
        self.origin = map == nil ? nil : origin
        self.found = map == nil ? nil : found
        if let map, let origin, let found {
            let barriers = map.safetyBarriers
            caughtBarriers = barriers.contains(found) ? [found] : []
            let passed = barriers.filter { (origin..<found).contains($0) }
            failedBarriers = random.some(random.below(4), of: passed)
        } else {
            caughtBarriers = []
            failedBarriers = []
        }
        causes = random.some(1 + random.place(in: [45, 30, 17, 8]), of: kind.causes)

        medicalSeverity = random.chance(3) ? -1 : Self.severity(kind, practice.habits, &random)
        let step = [1, 2, 3, 3, 4, 5, 6, 7, 8, 8, 9][max(0, medicalSeverity)] + random.within(-1...2)
        dosimetricSeverity = kind.effect == .dose ? min(10, max(1, step)) : nil

        var cast: [SampleStaffMember] = []
        for role in [1, 2, 4, 5, 6, 7, 8] {
            let members = practice.staff(role: role)
            if !members.isEmpty { cast.append(random.pick(members)) }
        }
        self.cast = cast
        let role = Phrases.finding(self.found, map ?? .external).role
        let discoverer = cast.first { $0.role == role } ?? cast[0]
        self.discoverer = discoverer
        reporter = random.chance(65) ? discoverer : random.pick(practice.staff)
    }

    /// A step after the origin: one before delivery for a near miss, a later one for a dose already delivered.
    private static func found(
        _ kind: IncidentKind, isNearMiss: Bool, after origin: Int, _ random: inout SeededGenerator
    ) -> Int {
        let (delivered, quality) = kind.map == .brachytherapy ? (512, 700) : (514, 800)
        let later = kind.found.filter { $0 > origin }
        let fitting: [Int]
        if isNearMiss {
            fitting = later.filter { $0 < delivered || $0 > quality }
        } else if kind.effect == .dose {
            let usual = kind.map == .brachytherapy ? [603, 604] : [601, 602, 603, 605, 607].filter { $0 > origin }
            let late = later.filter { $0 > delivered }
            fitting = late.isEmpty ? usual : late
        } else {
            fitting = later
        }
        return random.pick(fitting.isEmpty ? later : fitting)
    }

    private static func severity(_ kind: IncidentKind, _ habits: PracticeHabits, _ random: inout SeededGenerator) -> Int
    {
        if kind.harm == 0 {
            return min(random.place(in: severityWeights), random.place(in: severityWeights))
        }
        return (1...(kind.harm + habits.severityDraws - 1)).reduce(0) { worst, _ in
            max(worst, random.place(in: severityWeights))
        }
    }

    private static func patient(
        sex: String?, prefix: String, _ timing: ReportTiming, _ random: inout SeededGenerator
    ) -> Patient {
        let sex = sex ?? random.pick(["F", "M"])
        let age =
            random.chance(3)
            ? random.within(4...39) : random.chance(4) ? random.within(90...97) : random.within(40...89)
        let birthday = CivilDay(
            year: timing.incident.parts.year - age, month: random.within(1...12), day: random.within(1...28))
        let year = timing.incident.parts.year - age - (birthday > timing.incident.shifted(years: -age) ? 1 : 0)
        return Patient(
            first: random.pick(sex == "F" ? Names.female : Names.male), last: random.pick(Names.last), sex: sex,
            recordNumber: prefix + random.below(10_000_000).padded(to: 7), age: age,
            birthDate: CivilDay(year: year, month: birthday.parts.month, day: birthday.parts.day),
            race: random.pick([6, 6, 6, 6, 6, 6, 3, 3, 4, 4, 2, 8, 9, 7, 1, 5]))
    }
}
