/// Invents the practices and shares the reports out among them.
enum PracticeRoster {
    /// The practices of a seed; a practice is the same whatever their number.
    static func practices(_ options: SampleOptions) -> [SamplePractice] {
        (0..<options.practices).map { practice($0, of: options) }
    }

    /// How many reports each practice files: nearly as one over its rank, with a flattened head.
    static func shares(_ options: SampleOptions) -> [Int] {
        let weights = (0..<options.practices).map { 1_000_000 / ($0 + 4) }
        let total = weights.reduce(0, +)
        var shares: [Int] = []
        var weight = 0
        var given = 0
        for one in weights {
            weight += one
            let reached = options.reports * weight / total
            shares.append(reached - given)
            given = reached
        }
        return shares
    }

    private static func practice(_ index: Int, of options: SampleOptions) -> SamplePractice {
        var random = SeededGenerator(seed: options.seed, 1, UInt64(index))
        let rank = 4 * max(0, 40 - index) / 40
        let code = "P" + (index + 1).padded(to: 3)
        let city = Places.cities[index % Places.cities.count]
        let kind = random.pick(Places.practiceKinds)
        let name = "\(city) \(kind)"
        let acronym = String(name.split(separator: " ").compactMap(\.first))
        let linacs = max(1, rank + random.within(-1...1))
        let counts = [1: linacs + 1, 2: rank / 2, 4: 4 + linacs * 3, 5: 1 + linacs, 6: 1 + linacs, 7: 1 + linacs, 8: 1]
        let staff = staff(counts, &random)
        return SamplePractice(
            code: code, name: name, acronym: acronym, city: city, state: random.pick(Places.states),
            phone: "(\(random.within(201...989))) 555-01\(random.below(100).padded)",
            mailDomain:
                "\(city.filter { $0 != " " }.lowercased())\(kind.split(separator: " ")[0].lowercased()).example",
            staff: staff, oncologists: staff.filter { $0.role == 1 }.map(\.name),
            machines: machines(linacs: linacs, rank: rank, &random),
            planningSystem: SampleProduct(random.pick(Equipment.planning)),
            recordAndVerify: SampleProduct(random.pick(Equipment.recordAndVerify)),
            patientsOnTreatment: linacs * random.within(18...32),
            habits: habits(index, &random))
    }

    /// The third and the seventh practice differ clearly: many actual laterality incidents, and few but severe reports.
    private static func habits(_ index: Int, _ random: inout SeededGenerator) -> PracticeHabits {
        var habits = PracticeHabits(
            nearMisses: random.within(50...64), completeness: random.within(62...97),
            responses: random.within(45...85),
            voice: Voice(rawValue: random.place(in: [40, 20, 12, 8, 8, 12])) ?? .dictated,
            recordNumberPrefix: random.pick(["", "", "", "M", "RO-", "00"]))
        switch index {
        case 2:
            habits.nearMisses = 30
            habits.frequentKind = "laterality"
        case 6:
            habits.severityDraws = 3
            habits.completeness = 98
        default: break
        }
        return habits
    }

    private static func staff(_ counts: [Int: Int], _ random: inout SeededGenerator) -> [SampleStaffMember] {
        var lastNames = Names.last
        return counts.keys.sorted().flatMap { role in
            (0..<counts[role, default: 0]).map { _ in
                SampleStaffMember(
                    first: random.pick(random.chance(60) ? Names.female : Names.male),
                    // No two colleagues share a surname, so that a narrative's surname means one of them.
                    last: lastNames.remove(at: random.below(lastNames.count)), role: role)
            }
        }
    }

    private static func machines(linacs: Int, rank: Int, _ random: inout SeededGenerator) -> [SampleMachine] {
        func machine(_ name: String, _ kind: MachineKind, _ products: [(String, String)]) -> SampleMachine {
            SampleMachine(
                name: name, product: SampleProduct(random.pick(products)),
                serial: "H\(random.within(10...29))\(random.below(10_000).padded(to: 4))", kind: kind)
        }
        var machines = (1...linacs).map { machine("Linac \($0)", .linac, Equipment.linacs) }
        if rank >= 2 || random.chance(40) {
            machines.append(machine("HDR suite", .afterloader, Equipment.afterloaders))
        }
        if rank >= 3 { machines.append(machine("Radiosurgery suite", .radiosurgery, Equipment.radiosurgery)) }
        if rank >= 3 && random.chance(30) { machines.append(machine("Proton room", .proton, Equipment.protonUnits)) }
        if random.chance(25) { machines.append(machine("Superficial unit", .superficial, Equipment.superficial)) }
        return machines
    }
}
