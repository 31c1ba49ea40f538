import HTTPTypes
import Hummingbird

/// Reads the access token of a request that needs one, and puts the caller into the request's context.
struct BearerAuthentication: RouterMiddleware {
    let tokens: Tokens

    func handle(
        _ request: Request, context: PublicContext,
        next: @concurrent (Request, PublicContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if context.endpoint?.access == .practice, let header = request.headers[.authorization],
            header.lowercased().hasPrefix("bearer ")
        {
            context.caller = try await tokens.caller(accessToken: String(header.dropFirst(7)))
        }
        return try await next(request, context)
    }
}
