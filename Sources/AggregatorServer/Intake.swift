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

    init(_ specification: Specification, clock: IncidentReports.Clock) {
        self.specification = specification
        self.clock = clock
        codec = ReportCodec(specification)
        validation = Validation(specification)
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
        let texts = specification.allElements.filter { $0.edge == .scrub }.flatMap { element in
            (report.answers[element.number]?.textValues ?? []).map { (element: element.number.description, text: $0) }
        }
        let leaking = Set(leaks.findings(in: texts).map(\.element))
        return leaking.sorted().map { Finding(.leak, ElementNumber($0)) }
    }
}
