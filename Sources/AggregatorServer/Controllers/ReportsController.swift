import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import IncidentSpec
import Logging
import NIOCore

/// Reports in, receipts out; and a practice's own reports back.
struct ReportsController: Sendable {
    let reports: ReportStore
    let writer: ReportWriter
    let intake: Intake
    let codec: ReportCodec
    let body: SubmissionBody
    let rate: RateLimit
    let metrics: PrometheusMetrics

    /// The most packets in one submission.
    static let batchLimit = 500

    func addRoutes(to group: RouterGroup<PracticeContext>) {
        group.post("reports", use: submit)
        group.get("reports", use: list)
        group.get("reports/:id", use: fetch)
    }

    /// What became of one line, as the caller sees it.
    struct Outcome: Encodable {
        struct ReceiptBody: Encodable {
            let id, receivedAt, contentHash: String
        }
        struct FindingBody: Encodable {
            let rule, severity, message: String
            let element: String?

            init(_ finding: Finding) {
                rule = finding.rule
                severity = finding.severity.rawValue
                message = finding.message
                element = finding.element?.description
            }
        }
        let line: Int
        let reportId: String?
        let revision: Int?
        var outcome: Word
        var receipt: ReceiptBody?
        private(set) var findings: [FindingBody]

        /// The first rule that kept it from being stored; empty when none did.
        var reason: String { findings.first { $0.severity == RuleSeverity.error.rawValue }?.rule ?? "" }

        enum Word: String, Encodable, CaseIterable { case stored, duplicate, conflict, refused, valid }
    }

    private struct Answer: Encodable { let outcomes: [Outcome] }

    @Sendable
    private func submit(_ request: Request, context: PracticeContext) async throws -> Response {
        let dryRun = request.uri.queryParameters["dryRun"].map { String($0) } ?? "false"
        guard ["true", "false"].contains(dryRun) else { throw Problem.badRequest("'dryRun' is true or false") }
        let body = try await self.body.bytes(of: request)
        let single = request.mediaType == "application/json"
        let lines = single ? [Intake.Line(number: 1, packet: body)] : Self.lines(body)
        guard (1...Self.batchLimit).contains(lines.count) else {
            throw Problem.badRequest("a submission holds 1 to \(Self.batchLimit) reports")
        }
        try rate.take(lines.count, practice: context.caller.practice.id)
        let outcomes = try await take(lines, caller: context.caller, dryRun: dryRun == "true")
        context.logger.info(
            "submission",
            metadata: [
                "practice": "\(context.caller.practice.code)",
                "outcomes": .dictionary(
                    Dictionary(grouping: outcomes, by: \.outcome).reduce(into: [:]) {
                        $0[$1.key.rawValue] = "\($1.value.count)"
                    }),
            ])
        let tally = outcomes.reduce(into: [[String]: Int]()) { $0[[$1.outcome.rawValue, $1.reason], default: 0] += 1 }
        for (words, count) in tally { metrics.count("reports", [("outcome", words[0]), ("reason", words[1])], count) }
        let status: HTTPResponse.Status = single ? Self.status(outcomes[0].outcome) : .ok
        return Response(
            status: status, headers: [.contentType: "application/json"], body: try .json(Answer(outcomes: outcomes)))
    }

    /// Stores the reports that the intake accepts, then the withdrawals; nothing is acknowledged before its commit.
    private func take(_ lines: [Intake.Line], caller: Caller, dryRun: Bool) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        var accepted: [(index: Int, report: ReceivedReport)] = []
        var withdrawals: [(index: Int, withdrawal: ReceivedWithdrawal)] = []
        for (index, line) in lines.enumerated() {
            switch intake.judge(line.packet) {
            case .refused(let id, let revision, let findings):
                outcomes.append(Self.outcome(line, id, revision, .refused, findings))
            case .accepted(.report(let report), let warnings):
                outcomes.append(Self.outcome(line, report.id, report.revision, .valid, warnings))
                // Of the canonical bytes, which are what a practice gets back, however the packet was laid out.
                let received = ReceivedReport(
                    report: report, contentHash: ReportCodec.contentHash(of: codec.encode(report)))
                accepted.append((index, received))
            case .accepted(.withdrawal(let withdrawal), let warnings):
                outcomes.append(Self.outcome(line, withdrawal.id, withdrawal.revision, .valid, warnings))
                let received = ReceivedWithdrawal(
                    withdrawal: withdrawal, contentHash: ReportCodec.contentHash(of: line.packet))
                withdrawals.append((index, received))
            }
        }
        guard !dryRun else { return outcomes }
        let submission = Submission(accepted.map(\.report), practice: caller.practice, clientID: caller.clientID)
        let stored =
            accepted.isEmpty ? [] : try await metrics.time("store") { try await writer.store(submission) }
        let withdrawn = try await reports.withdraw(
            withdrawals.map(\.withdrawal), practice: caller.practice, clientID: caller.clientID)
        for (index, outcome) in zip(accepted.map(\.index) + withdrawals.map(\.index), stored + withdrawn) {
            switch outcome {
            case .stored(let receipt): outcomes[index].take(.stored, receipt)
            case .duplicate(let receipt): outcomes[index].take(.duplicate, receipt)
            case .conflict: outcomes[index].take(.conflict, nil)
            case .withdrawn: outcomes[index].refuse(Finding(.withdrawn))
            }
        }
        return outcomes
    }

    @Sendable
    private func fetch(_ request: Request, context: PracticeContext) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap({ ReportID($0) }) else { throw Problem.notFound }
        let revision = request.uri.queryParameters["revision"].map { Int($0) ?? 0 }
        guard revision.map({ (1...999).contains($0) }) ?? true else {
            throw Problem.badRequest("'revision' must be a number from 1 to 999")
        }
        guard try await !reports.isWithdrawn(id, practice: context.caller.practice) else {
            throw Problem.reportWithdrawn
        }
        guard let report = try await reports.report(id, revision: revision, practice: context.caller.practice) else {
            throw Problem.notFound
        }
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: codec.encode(report))))
    }

    /// The lines of a body that are not empty, with their numbers from 1.
    private static func lines(_ body: Data) -> [Intake.Line] {
        var (lines, start, number) = ([Intake.Line](), body.startIndex, 1)
        while start < body.endIndex {
            let end = body[start...].firstIndex(of: UInt8(ascii: "\n")) ?? body.endIndex
            if end > start { lines.append(Intake.Line(number: number, packet: body[start..<end])) }
            (start, number) = (end + 1, number + 1)
        }
        return lines
    }

    private static func outcome(
        _ line: Intake.Line, _ id: ReportID?, _ revision: Int?, _ word: Outcome.Word, _ findings: [Finding]
    ) -> Outcome {
        Outcome(
            line: line.number, reportId: id?.description, revision: revision, outcome: word,
            findings: findings.map { Outcome.FindingBody($0) })
    }

    private static func status(_ word: Outcome.Word) -> HTTPResponse.Status {
        switch word {
        case .stored: .created
        case .duplicate, .valid: .ok
        case .conflict: .conflict
        case .refused: .unprocessableContent
        }
    }
}

extension ReportsController.Outcome {
    fileprivate mutating func refuse(_ finding: Finding) {
        outcome = .refused
        findings.append(FindingBody(finding))
    }

    fileprivate mutating func take(_ word: Word, _ receipt: Receipt?) {
        outcome = word
        self.receipt = receipt.map { ReceiptBody($0) }
    }
}
