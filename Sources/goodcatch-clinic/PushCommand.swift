import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports
import Submission

/// Sends what is ready.
struct PushCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Send every report and released attachment that is ready, and record a receipt for each.",
        discussion: """
            May be stopped or killed at any moment and run again: a report is stored exactly once. Prints one line for \
            each report: local id, report id, revision, outcome, receipt; one for each released attachment of a report \
            that the server has; the last says how many still wait. A report that the server cannot digest is set aside \
            and the rest goes on. With --dry-run the server checks the reports and stores none. With --watch it goes on \
            until it gets SIGTERM: it sends what becomes ready, waits as long \
            as the server asks, and longer after each fault.

            EXAMPLE
              goodcatch-clinic push --json
              goodcatch-clinic push --watch --interval 300

            \(ExitStatus.help)
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Only ask the server what it would do.")
    var dryRun = false

    @Flag(help: "Go on, and send what becomes ready.")
    var watch = false

    @Option(help: "Seconds between pushes with --watch, 1 to 86400.")
    var interval = 60.0

    func validate() throws {
        guard (1...86_400).contains(interval) else { throw ValidationError("--interval takes 1 to 86400 seconds") }
        guard !(watch && dryRun) else { throw ValidationError("--watch and --dry-run exclude each other") }
    }

    func run() async throws {
        guard watch else { return try await pushOnce(try options.practice()) }
        let watch = Watch(interval: interval)
        // Opened anew each time, since settings and keys may change meanwhile.
        try await watch.run {
            try await pushOnce(try options.practice())
        } nextAttempt: {
            try options.practice().outbox.summary().nextAttempt
        }
    }

    private func pushOnce(_ practice: Practice) async throws {
        let tally = try await practice.directory.locked {
            let client = try practice.client()
            let preparation = try await practice.prepareInSight()
            if !output.json { Report.tell(preparation) }
            var tally = Tally(
                localIDs: practice.reports.localIDs, waiting: try practice.outbox.waitingCount(), json: output.json)
            defer { tally.line.end() }
            let push = Push(outbox: practice.outbox, client: client, limits: practice.configuration.limits)
            do {
                if dryRun {
                    try await push.dryRun { tally.tell($0) }
                } else {
                    try await push.run { tally.tell($0) }
                    try await practice.sendAttachments(client) { tally.tell($0) }
                }
            } catch {
                if !watch { tally.finish(waiting: try practice.outbox.waitingCount()) }
                throw error
            }
            if !watch || !tally.isEmpty { tally.finish(waiting: try practice.outbox.waitingCount()) }
            try check(practice, isDryRun: dryRun)
            return tally
        }
        if tally.hasRefusals { throw ExitStatus.partial }
    }

    /// Packets that the server wants later are not sent now, which the status must tell.
    private func check(_ practice: Practice, isDryRun: Bool) throws {
        guard !isDryRun, let next = try practice.outbox.summary().nextAttempt else { return }
        Terminal.say("the server asked to come again after \(next.formatted(.iso8601))")
        if !watch { throw ExitStatus.unreachable }
    }
}

/// Tells outcomes and counts them.
private struct Tally {
    let localIDs: ([ReportID]) throws -> [ReportID: String]
    let waiting: Int
    let json: Bool
    private var counts: [SubmissionOutcome.Kind: Int] = [:]
    private var attachments: [AttachmentState: Int] = [:]

    var isEmpty: Bool { counts.isEmpty && attachments.isEmpty }
    var hasRefusals: Bool { counts[.refused] != nil || counts[.conflict] != nil || attachments[.refused] != nil }
    fileprivate var line = ProgressLine()

    init(localIDs: @escaping ([ReportID]) throws -> [ReportID: String], waiting: Int, json: Bool) {
        self.localIDs = localIDs
        self.waiting = waiting
        self.json = json
    }

    mutating func tell(_ outcomes: [SubmissionOutcome]) {
        // The outcomes are recorded already; a store that cannot be read now will say so itself.
        let known = (try? localIDs(outcomes.map(\.key.reportID))) ?? [:]
        for outcome in outcomes {
            counts[outcome.kind, default: 0] += 1
            let localID = known[outcome.key.reportID]
            json ? printJSON(outcome, localID) : printText(outcome, localID)
        }
        let done = counts.values.reduce(0, +)
        line.show("\(done) of \(waiting) answered")
    }

    mutating func tell(_ attachment: Attachment) {
        attachments[attachment.state, default: 0] += 1
        guard json else {
            var parts = [
                attachment.localID, attachment.report.description, "attachment \(attachment.number)",
                attachment.state.rawValue,
            ]
            if let receipt = attachment.receipt { parts += [receipt.id, receipt.receivedAt] }
            if let refusal = attachment.refusal { parts.append(refusal) }
            return print(parts.joined(separator: "  "))
        }
        var members: [String: JSONValue] = [
            "type": "attachment", "localId": .string(attachment.localID),
            "reportId": .string(attachment.report.description), "attachment": .integer(Int(attachment.number)),
            "outcome": .string(attachment.state.rawValue),
        ]
        members["receipt"] = attachment.receipt?.json
        members["refusal"] = attachment.refusal.map { .string($0) }
        Terminal.line(.object(members))
    }

    /// - Parameter left: how many wait still.
    mutating func finish(waiting left: Int) {
        line.end()
        let kinds = SubmissionOutcome.Kind.allCases
        let ends: [AttachmentState] = [.stored, .refused]
        if json {
            var members: [String: JSONValue] = ["type": "summary", "waiting": .integer(left)]
            for kind in kinds { members[kind.rawValue] = .integer(counts[kind] ?? 0) }
            members["attachments"] = .object(
                Dictionary(uniqueKeysWithValues: ends.map { ($0.rawValue, .integer(attachments[$0] ?? 0)) }))
            Terminal.line(.object(members))
        } else {
            var parts =
                kinds.compactMap { kind in counts[kind].map { "\($0) \(kind.rawValue)" } }
                + ends.compactMap { end in attachments[end].map { "\($0) of the attachments \(end.rawValue)" } }
            if left > 0, counts[.valid] == nil { parts.append("\(left) still waiting") }
            print(parts.isEmpty ? "nothing to send" : parts.joined(separator: ", "))
        }
    }

    private func printText(_ outcome: SubmissionOutcome, _ localID: String?) {
        let key = outcome.key
        var parts = [localID ?? "-", key.reportID.description, "\(key.revision)", outcome.kind.rawValue]
        if let receipt = outcome.receipt { parts += [receipt.id, receipt.receivedAt] }
        print(parts.joined(separator: "  "))
        for finding in outcome.findings {
            let element = finding.element.map { " element \($0)" } ?? ""
            print("  \(finding.severity) \(finding.rule)\(element): \(finding.message)")
        }
    }

    private func printJSON(_ outcome: SubmissionOutcome, _ localID: String?) {
        var members: [String: JSONValue] = [
            "type": "outcome", "reportId": .string(outcome.key.reportID.description),
            "revision": .integer(outcome.key.revision), "outcome": .string(outcome.kind.rawValue),
        ]
        members["localId"] = localID.map { .string($0) }
        if let receipt = outcome.receipt {
            members["receipt"] = receipt.json
        }
        members["findings"] = outcome.findings.isEmpty ? nil : .array(outcome.findings.map(\.json))
        Terminal.line(.object(members))
    }
}

extension RemoteFinding {
    /// For machines.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "rule": .string(rule), "severity": .string(severity), "message": .string(message),
        ]
        members["element"] = element.map { .string($0) }
        return .object(members)
    }
}
