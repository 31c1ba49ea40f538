import Hummingbird
import Logging

/// Turns every error into a problem, and logs our own failures with the request id and nothing of the request's body.
struct ProblemMiddleware: RouterMiddleware {
    let metrics: PrometheusMetrics

    func handle(
        _ request: Request, context: PublicContext,
        next: @concurrent (Request, PublicContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = Problem(error)
            metrics.count("problems", [("problem", problem.name)])
            if problem.status.kind == .serverError {
                context.logger.error("request failed", metadata: ["problem": "\(problem.name)", "error": "\(error)"])
            }
            return try problem.response(from: request, context: context)
        }
    }
}
