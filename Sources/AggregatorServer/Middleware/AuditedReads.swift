import AggregatorStore
import Hummingbird
import Postgres

/// Writes each read of a practice's work product into the audit log before the answer leaves.
///
/// It stands before every route of a practice, so that no route is forgotten: one that answers a GET and is not in the
/// table fails.
struct AuditedReads: RouterMiddleware {
    let pool: Pool

    /// What a GET of each route is called in the audit log.
    static let actions: [String: AuditEvent.Action] = [
        "/v1/reports": .listReports,
        "/v1/reports/{id}": .readReport,
        "/v1/attachments": .listAttachments,
        "/v1/reports/{id}/attachments/{attachment}": .readAttachment,
        "/v1/summaries/{period}": .readSummary,
    ]

    func handle(
        _ request: Request, context: PracticeContext,
        next: @concurrent (Request, PracticeContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        guard request.method == .get, response.status == .ok else { return response }
        guard let action = context.endpointPath.flatMap({ Self.actions[$0] }) else { throw Problem.internalError }
        let subject = ["attachment", "id", "period"].lazy.compactMap { context.parameters.get($0) }.first
        try await AuditLog.append(
            AuditEvent(
                action, by: .submitter(context.caller.clientID), practice: context.caller.practice.code,
                subject: subject?.lowercased()), to: pool)
        return response
    }
}
