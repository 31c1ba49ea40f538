import Hummingbird
import Synchronization

/// Answers at once that the service is busy when too many requests are under way.
final class ConcurrencyLimit: RouterMiddleware {
    typealias Context = PublicContext
    private let limit: Int
    private let running = Atomic(0)

    init(_ limit: Int) { self.limit = limit }

    func handle(
        _ request: Request, context: PublicContext,
        next: @concurrent (Request, PublicContext) async throws -> Response
    ) async throws -> Response {
        let others = running.add(1, ordering: .relaxed).oldValue
        defer { running.subtract(1, ordering: .relaxed) }
        guard others < limit else { throw Problem.busy }
        return try await next(request, context)
    }
}
