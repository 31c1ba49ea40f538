import HTTPTypes
import Hummingbird

/// Headers that every answer carries: work product is never cached, framed, sniffed or sent in the clear.
struct SecurityHeaders: RouterMiddleware {
    private static let headers: [HTTPField] = [
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        ("Cache-Control", "no-store"),
    ].compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } }

    func handle(
        _ request: Request, context: PublicContext,
        next: @concurrent (Request, PublicContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in Self.headers { response.headers[field.name] = field.value }
        return response
    }
}
