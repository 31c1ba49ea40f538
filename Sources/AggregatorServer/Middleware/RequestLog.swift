import Hummingbird
import Logging

/// Logs each request by its method and path; the query stays out, since codes of logins come in it.
struct RequestLog: RouterMiddleware {
    func handle(
        _ request: Request, context: PublicContext,
        next: @concurrent (Request, PublicContext) async throws -> Response
    ) async throws -> Response {
        context.logger.info(
            "Request",
            metadata: ["hb.request.path": "\(request.uri.path)", "hb.request.method": "\(request.method.rawValue)"])
        return try await next(request, context)
    }
}
