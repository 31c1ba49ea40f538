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
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Outcome.json(outcomes))))
    }

    /// Stores the reports that the intake accepts, then the withdrawals; nothing is acknowledged before its commit.
    private func take(_ lines: [Intake.Line], caller: Caller, dryRun: Bool) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        var accepted: [(index: Int, report: ReceivedReport)] = []
        var withdrawals: [(index: Int, withdrawal: ReceivedWithdrawal)] = []
        for (index, (line, verdict)) in zip(lines, await intake.judge(lines)).enumerated() {
            switch verdict {
            case .refused(let id, let revision, let findings):
                outcomes.append(
                    Outcome(line: line.number, id: id, revision: revision, outcome: .refused, findings: findings))
            case .report(let received, let warnings):
                let report = received.report
                outcomes.append(
                    Outcome(
                        line: line.number, id: report.id, revision: report.revision, outcome: .valid, findings: warnings
                    ))
                accepted.append((index, received))
            case .withdrawal(let received):
                let withdrawal = received.withdrawal
                outcomes.append(
                    Outcome(line: line.number, id: withdrawal.id, revision: withdrawal.revision, outcome: .valid))
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
            case .conflict: outcomes[index].outcome = .conflict
            case .withdrawn:
                outcomes[index].outcome = .refused
                outcomes[index].findings.append(Finding(.withdrawn))
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
        let ends = body.withUnsafeBytes { bytes in bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") } }
        var (lines, start) = ([Intake.Line](), body.startIndex)
        for (index, end) in (ends.map { body.startIndex + $0 } + [body.endIndex]).enumerated() {
            if end > start { lines.append(Intake.Line(number: index + 1, packet: body[start..<end])) }
            start = end + 1
        }
        return lines
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
