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
        case accepted(Packet, warnings: [Finding])
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

    /// Judges one packet; refusals name elements and rules, never values.
    func judge(_ packet: Data) -> Verdict {
        let report: DeidentifiedReport
        do throws(RefusedPacket) {
            switch try codec.packet(packet) {
            case .withdrawal(let withdrawal): return .accepted(.withdrawal(withdrawal), warnings: [])
            case .report(let decoded): report = decoded
            }
        } catch {
            return .refused(id: error.id, revision: error.revision, error.findings)
        }
        let findings = validation.findings(in: report.answers, today: clock.today) + leakFindings(report)
        return findings.hasErrors
            ? .refused(id: report.id, revision: report.revision, findings)
            : .accepted(.report(report), warnings: findings)
    }

    private func leakFindings(_ report: DeidentifiedReport) -> [Finding] {
        let texts = scrubbed.flatMap { element in
            (report.answers[element.number]?.textValues ?? []).map { (element: element.text, text: $0) }
        }
        let leaking = Set(leaks.findings(in: texts).map(\.element))
        return leaking.sorted().map { Finding(.leak, ElementNumber($0)) }
    }
}
