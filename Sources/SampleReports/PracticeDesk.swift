/// What a practice can report: the incident kinds that its machines allow, and their weights by quarter.
struct PracticeDesk {
    /// A kind with the treatments that the practice offers for it.
    struct PossibleKind {
        let kind: IncidentKind
        let cases: [TreatmentCase]
    }

    /// The practice.
    let practice: SamplePractice
    /// Its place among the practices.
    let index: Int
    /// The kinds that its machines allow.
    let kinds: [PossibleKind]
    /// For each quarter the weight of each of `kinds`.
    let kindWeights: [[Int]]

    /// Works out the kinds of a practice and their weights.
    init(_ practice: SamplePractice, index: Int, quarters: Int) {
        self.practice = practice
        self.index = index
        let owned = practice.machines.map(\.kind)
        let kinds = IncidentKind.all.map { kind in
            PossibleKind(
                kind: kind,
                cases: TreatmentCase.all.filter { one in
                    kind.deliveries.contains(one.delivery) && owned.contains(one.delivery.machine ?? .afterloader)
                        && (one.isPaired || !kind.isPaired)
                })
        }.filter { !$0.cases.isEmpty || $0.kind.deliveries.isEmpty }
        self.kinds = kinds
        kindWeights = (0..<quarters).map { quarter in
            kinds.map { possible in
                let kind = possible.kind
                let usual = (0..<quarter).reduce(kind.weight * 1_000) { weight, _ in weight + weight * kind.trend / 100
                }
                return kind.name == practice.habits.frequentKind ? usual * 8 : usual
            }
        }
    }
}

/// When things happened to one report.
struct ReportTiming {
    /// The place of the incident's quarter among the quarters of the options.
    let quarter: Int
    /// Elements 1.1, 1.4 and 1.3, and the day on which the report is sent.
    let incident, discovery, report, arrival: CivilDay
    /// The day on which the amendment is sent, where there is one.
    let amendment: CivilDay?

    /// Reports grow by 3 percent a quarter and dip in summer.
    private static let season = [100, 106, 86, 112]

    /// Draws the days of a report.
    init(_ options: SampleOptions, practice: Int, index: Int) {
        var random = SeededGenerator(seed: options.seed, 2, UInt64(practice), UInt64(index))
        let first = options.firstQuarter.ordinal
        let quarters = (first...options.lastQuarter.ordinal).map(SampleQuarter.init(ordinal:))
        let weights = quarters.enumerated().map { place, quarter in
            (100 + 3 * place) * Self.season[quarter.quarter - 1]
        }
        quarter = random.place(in: weights)
        let days = quarters[quarter]
        var incident = days.firstDay.advanced(by: random.below(days.days))
        if incident.isWeekend && random.chance(95) {
            let weekdays = [-1, 1, 2, -2].map(incident.advanced(by:)).filter { !$0.isWeekend && days.contains($0) }
            incident = weekdays.first ?? incident
        }
        self.incident = incident
        discovery = incident.advanced(by: Self.lag(&random, [55, 30, 15], [0...0, 1...5, 6...30]))
        report = discovery.advanced(by: Self.lag(&random, [55, 30, 15], [0...0, 1...3, 4...20]))
        arrival = report.advanced(by: Self.lag(&random, [80, 14, 6], [2...30, 31...90, 91...300]))
        amendment = random.chance(4) ? arrival.advanced(by: random.within(7...120)) : nil
    }

    private static func lag(_ random: inout SeededGenerator, _ weights: [Int], _ lags: [ClosedRange<Int>]) -> Int {
        random.within(lags[random.place(in: weights)])
    }
}
