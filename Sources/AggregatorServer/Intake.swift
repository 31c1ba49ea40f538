import AggregatorStore
import Foundation
import Identifiers
import IncidentReports
import IncidentSpec

/// Judges packets before they are stored: form, specification, leaks.
struct Intake: Sendable {
    /// One line of a submission.
    struct Line: Sendable {
        let number: Int
        let packet: Data
    }

    /// What the intake says of one line.
    enum Verdict: Sendable {
        case report(ReceivedReport, warnings: [Finding])
        case withdrawal(ReceivedWithdrawal)
        case refused(id: ReportID?, revision: Int?, [Finding])
    }

    let specification: Specification
    let clock: IncidentReports.Clock
    private let codec: ReportCodec
    private let validation: Validation
    private let leaks = LeakCheck()
    /// The elements whose texts are searched, with their numbers as text.
    private let scrubbed: [(number: ElementNumber, text: String)]

    init(_ specification: Specification, clock: IncidentReports.Clock) {
        self.specification = specification
        self.clock = clock
        codec = ReportCodec(specification)
        validation = Validation(specification)
        scrubbed = specification.allElements.filter { $0.edge == .scrub }.map { ($0.number, $0.number.description) }
    }

    /// Lines that one processor judges before others help.
    private static let share = 64

    /// Judges the lines of a submission, many of them on several processors.
    func judge(_ lines: [Line]) async -> [Verdict] {
        guard lines.count > Self.share else { return lines.map { judge($0.packet) } }
        return await withTaskGroup(of: (Int, [Verdict]).self) { group in
            for start in stride(from: 0, to: lines.count, by: Self.share) {
                let share = lines[start..<min(start + Self.share, lines.count)]
                group.addTask { (start, share.map { judge($0.packet) }) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    /// Judges one packet; refusals name elements and rules, never values.
    func judge(_ packet: Data) -> Verdict {
        let report: DeidentifiedReport
        do throws(RefusedPacket) {
            switch try codec.packet(packet) {
            case .withdrawal(let withdrawal):
                return .withdrawal(
                    ReceivedWithdrawal(withdrawal: withdrawal, contentHash: ReportCodec.contentHash(of: packet)))
            case .report(let decoded): report = decoded
            }
        } catch {
            return .refused(id: error.id, revision: error.revision, error.findings)
        }
        let findings = validation.findings(in: report.answers, today: clock.today) + leakFindings(report)
        guard !findings.hasErrors else { return .refused(id: report.id, revision: report.revision, findings) }
        // Of the canonical bytes, which are what a practice gets back, however the packet was laid out.
        let hash = ReportCodec.contentHash(of: codec.encode(report))
        return .report(ReceivedReport(report: report, contentHash: hash), warnings: findings)
    }

    private func leakFindings(_ report: DeidentifiedReport) -> [Finding] {
        let texts = scrubbed.flatMap { element in
            (report.answers[element.number]?.textValues ?? []).map { (element: element.text, text: $0) }
        }
        let leaking = Set(leaks.findings(in: texts).map(\.element))
        return leaking.sorted().map { Finding(.leak, ElementNumber($0)) }
    }
}
