import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports
import IncidentSpec
import Submission

/// Tells where the store stands.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell the enrolment, the keys in use and how many reports and attachments stand where.",
        discussion: """
            EXAMPLE
              goodcatch-clinic status --json
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let practice = try options.practice()
        let enrolment = try practice.reports.enrolment()
        let held = try practice.reports.counts()
        let (sent, next) = try practice.outbox.summary()
        let rows: [(name: String, count: Int)] =
            [RevisionState.waiting, .review, .withheld, .removed].map { (Report.state($0, nil), held[$0] ?? 0) }
            .merged() + OutboxState.allCases.map { (Report.state(.queued, $0), sent[$0] ?? 0) }.merged()
            + [(Report.withdrawn, try practice.reports.withdrawn().count)]
        let attachments = try practice.reports.attachments().reduce(into: [String: Int]()) {
            $0[$1.standing, default: 0] += 1
        }
        if output.json {
            var members: [String: JSONValue] = [
                "store": .string(practice.directory.url.path), "sealingKey": .string(try practice.keys.sealingKeyID()),
                "specification": .string(practice.specification.version),
                "reports": .object(Dictionary(rows.map { ($0.name, .integer($0.count)) }, uniquingKeysWith: { $1 })),
            ]
            members["attachments"] = .object(attachments.mapValues { .integer($0) })
            members["practice"] = enrolment.map { .string($0.practice.description) }
            members["server"] = enrolment.map { .string($0.server) }
            members["nextAttempt"] = next.map { .string($0.formatted(.iso8601)) }
            return Terminal.line(.object(members))
        }
        print("store: \(practice.directory.url.path)")
        print("practice: \(enrolment.map { "\($0.practice) at \($0.server)" } ?? "not enrolled")")
        print("sealing key: \(try practice.keys.sealingKeyID())")
        print(TextTable.text(["state", "reports"], rows.map { [$0.name, String($0.count)] }))
        if (held[.review] ?? 0) > 0 { print("'goodcatch-clinic review' asks what is open") }
        if !attachments.isEmpty {
            let states = AttachmentState.allCases.map(\.rawValue) + [Report.withdrawn]
            let rows = states.compactMap { state in attachments[state].map { [state, String($0)] } }
            print(TextTable.text(["state", "attachments"], rows))
        }
        if let next { print("the server asked to come again after \(next.formatted(.iso8601))") }
    }
}

extension [(String, Int)] {
    /// States that people call the same, counted together, in the order of the first.
    fileprivate func merged() -> [(name: String, count: Int)] {
        reduce(into: []) { rows, row in
            if let place = rows.firstIndex(where: { $0.name == row.0 }) {
                rows[place].count += row.1
            } else {
                rows.append((row.0, row.1))
            }
        }
    }
}
