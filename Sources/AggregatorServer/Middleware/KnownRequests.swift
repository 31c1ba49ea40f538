import HTTPTypes
import Hummingbird

/// Refuses what the description of the service does not know, before anything is done for it: a method that a path has
/// not, a query parameter that is misspelt or given twice, a body of another media type.
struct KnownRequests: RouterMiddleware {
    func handle(
        _ request: Request, context: PublicContext,
        next: @concurrent (Request, PublicContext) async throws -> Response
    ) async throws -> Response {
        guard let path = context.endpointPath else {
            let others = Endpoint.fitting(path: request.uri.path)
            guard others.isEmpty else { throw Problem.method(allowed: others.map(\.method)) }
            return try await next(request, context)
        }
        guard let endpoint = Endpoint.byPath[path]?.first(where: { $0.method == request.method }) else {
            throw Problem.internalError
        }
        if !endpoint.takesOtherParameters {
            try Self.check(request.uri.queryParameters.map { String($0.key) }, of: endpoint)
        }
        if !endpoint.body.isEmpty, request.mediaType.flatMap({ endpoint.body[$0] }) == nil {
            throw Problem.mediaType(of: endpoint)
        }
        var context = context
        context.endpoint = endpoint
        return try await next(request, context)
    }

    private static func check(_ names: [String], of endpoint: Endpoint) throws {
        let known = Set(endpoint.parameters.filter { $0.place == .query }.map(\.name))
        guard known.isSuperset(of: names) else {
            throw Problem.badRequest("the query has a parameter that is not known here")
        }
        guard Set(names).count == names.count else {
            throw Problem.badRequest("the query gives a parameter twice")
        }
    }
}
