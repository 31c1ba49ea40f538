/// The reports of all practices, practice by practice and in each by arrival, made one at a time.
public struct SampleGenerator: Sendable, Sequence {
    /// What to generate.
    public let options: SampleOptions
    /// The practices, in the order of their reports.
    public let practices: [SamplePractice]

    private let shares: [Int]

    /// Invents the practices; the reports follow when they are asked for.
    public init(_ options: SampleOptions) {
        self.options = options
        practices = PracticeRoster.practices(options)
        shares = PracticeRoster.shares(options)
    }

    /// The reports from the first on; each call begins again with the same ones.
    public func makeIterator() -> AnyIterator<SampleReport> {
        AnyIterator(practices.indices.lazy.flatMap { reports(ofPractice: $0) }.makeIterator())
    }

    /// The reports of one practice in the order of arrival, amendments included.
    public func reports(ofPractice index: Int) -> some Sequence<SampleReport> {
        let desk = PracticeDesk(practices[index], index: index, quarters: quarters)
        return arrivals(ofPractice: index).lazy.map { report(at: desk, $0) }
    }

    private var quarters: Int { options.lastQuarter.ordinal - options.firstQuarter.ordinal + 1 }

    /// A report's place in the order of arrival; all that is kept of the reports that are still to come.
    private struct Arrival {
        let day, index: Int32
        let isAmendment: Bool
    }

    private func arrivals(ofPractice practice: Int) -> [Arrival] {
        var arrivals: [Arrival] = []
        arrivals.reserveCapacity(shares[practice] + shares[practice] / 16)
        for index in 0..<shares[practice] {
            let timing = ReportTiming(options, practice: practice, index: index)
            arrivals.append(Arrival(day: Int32(timing.arrival.number), index: Int32(index), isAmendment: false))
            if let amendment = timing.amendment {
                arrivals.append(Arrival(day: Int32(amendment.number), index: Int32(index), isAmendment: true))
            }
        }
        return arrivals.sorted { ($0.day, $0.index) < ($1.day, $1.index) }
    }

    private func report(at desk: PracticeDesk, _ arrival: Arrival) -> SampleReport {
        let index = Int(arrival.index)
        func stream(_ number: UInt64) -> SeededGenerator {
            SeededGenerator(seed: options.seed, number, UInt64(desk.index), UInt64(index))
        }
        let timing = ReportTiming(options, practice: desk.index, index: index)
        var random = stream(3)
        let facts = ReportFacts(at: desk, timing: timing, &random)
        let narrator = Narrator(facts, at: desk.practice, timing: timing, stream(4))
        var answers = ReportAnswers(
            facts: facts, practice: desk.practice, timing: timing, isAmendment: arrival.isAmendment,
            narrator: narrator, random: stream(5))
        let localID = "\(timing.incident.parts.year)-\((index + 1).padded(to: 5))"
        answers.line.open()
        answers.line.member("localId", localID)
        answers.write()
        answers.line.close()
        return SampleReport(
            practice: desk.index, localID: localID, incidentDate: timing.incident,
            arrivalDate: CivilDay(number: Int(arrival.day)), revision: arrival.isAmendment ? 2 : 1,
            json: answers.line.text, planted: answers.narrator.planted)
    }
}
