public import AggregatorStore
import Crypto
import Foundation
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import IncidentReports
public import IncidentSpec
public import Logging
import NIOCore

/// Builds the aggregator's application from its configuration; the program and the tests both call it.
///
/// - Parameters:
///   - metrics: what /metrics shows; the program also makes it the backend of swift-metrics.
///   - onListening: told the port once connections are accepted.
/// - Throws: ``ConfigurationError`` for key files that cannot be used, ``MigrationError`` for a schema that does not fit.
public func buildApplication(
    _ configuration: ServerConfiguration, store: AggregatorStore, specification: Specification,
    clock: IncidentReports.Clock, logger: Logger, metrics: PrometheusMetrics = PrometheusMetrics(),
    passwordCost: PasswordCost = .standard,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
) async throws -> some ApplicationProtocol {
    try await Migrator.check(store.access)
    let tokens = try await Tokens(
        store: store, clock: clock, publicURL: configuration.publicURL, lifetime: configuration.tokenLifetime,
        signingKey: try text(of: configuration.tokenKey, key: "token.key"))
    let router = try buildRouter(
        configuration, store, specification, clock, tokens, metrics, accountKey: try accountKey(configuration),
        passwordCost)
    return Application(
        router: router,
        server: try .tls(
            .http1(
                configuration: HTTP1Channel.Configuration(
                    // Longer than a body may take, so that who sends too slowly is told so first.
                    idleTimeout: .seconds(Int64(configuration.patience) + 5),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: headerLimit, maxHeaderListSize: headerLimit, maxHeaderFieldCount: 64))),
            tlsConfiguration: ServerCertificate(configuration, logger: logger).configuration),
        configuration: ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port), serverName: "goodcatch"),
        onServerRunning: { channel in await onListening(channel.localAddress?.port ?? configuration.port) },
        logger: logger)
}

/// The most bytes of a request's headers; an access token takes the most of them.
private let headerLimit = 16_384

/// Every route there is; the tests walk them.
func buildRouter(
    _ configuration: ServerConfiguration, _ store: AggregatorStore, _ specification: Specification,
    _ clock: IncidentReports.Clock, _ tokens: Tokens, _ metrics: PrometheusMetrics = PrometheusMetrics(),
    accountKey: SymmetricKey?, _ passwordCost: PasswordCost
) throws -> Router<PublicContext> {
    let router = Router(context: PublicContext.self)
    let provider = try configuration.signOn.map {
        try IdentityProvider($0, publicURL: configuration.publicURL, clock: clock)
    }
    let sessions = AccountSessions(
        store, clock: clock, takesPasswordsOfLinked: provider?.settings.keepsPasswords ?? true)
    router.addMiddleware {
        SecurityHeaders()
        RequestLog()
        MetricsMiddleware()
        ProblemMiddleware(metrics: metrics)
        KnownRequests()
        ConcurrencyLimit(configuration.requestLimit)
        BearerAuthentication(tokens: tokens)
        SessionAuthentication(sessions: sessions, publicURL: configuration.publicURL)
    }
    let reportStore = ReportStore(store, specification)
    let writer = ReportWriter(reportStore)
    HealthController(store: store, writer: writer, metrics: metrics, password: try metricsPassword(configuration))
        .addRoutes(to: router)
    router.get("v1/specification") { _, _ in
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: try .json(["version": specification.version]))
    }
    let description = ByteBuffer(string: OpenAPI.render(specification))
    router.get("openapi.json") { _, _ in
        Response(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: description))
    }
    let patience = Patience(.seconds(configuration.patience))
    let enrolment = EnrolmentController(
        store: store, tokens: tokens, specification: specification, clock: clock, patience: patience,
        refusals: TokenRefusals(store.access, clock: clock))
    let reports = ReportsController(
        reports: reportStore, writer: writer, intake: Intake(specification, clock: clock),
        codec: ReportCodec(specification),
        body: SubmissionBody(
            limit: configuration.bodyLimit, unpackedLimit: configuration.unpackedLimit,
            patience: patience),
        rate: RateLimit(perMinute: configuration.reportsPerMinute, clock: clock), metrics: metrics)
    enrolment.addRoutes(to: router.group("v1"))
    let practice = router.group("v1", context: PracticeContext.self).add(middleware: AuditedReads(pool: store.ingest))
    enrolment.addPracticeRoutes(to: practice)
    reports.addRoutes(to: practice)
    AttachmentsController(
        attachments: AttachmentStore(store), reports: reportStore,
        patience: Patience(.seconds(10 * configuration.patience))
    )
    .addRoutes(to: practice)
    SummariesController(summaries: ReleasedSummaries(store)).addRoutes(to: practice)
    let accounts = AccountsController(
        sessions: sessions, limiter: LoginLimiter(clock: clock), clock: clock, publicURL: configuration.publicURL,
        key: accountKey, cost: passwordCost, patience: patience, provider: provider)
    accounts.addRoutes(to: router.group("v1"))
    SignOnController(
        way: provider.flatMap { provider in
            accountKey.map { SignOnController.Way(provider: provider, key: SignOnTicket.key(from: $0)) }
        },
        sessions: sessions, limiter: LoginLimiter(clock: clock), clock: clock
    ).addRoutes(to: router.group("v1"))
    let person = router.group("v1", context: PersonContext.self)
    accounts.addPersonRoutes(to: person)
    PracticesController(pool: store.enrolment, clock: clock, patience: patience).addRoutes(to: person)
    return router
}

private func metricsPassword(_ configuration: ServerConfiguration) throws -> String? {
    try configuration.metricsPassword.map { file in
        let line = try text(of: file, key: "metrics.password").split(whereSeparator: \.isNewline).first
        guard let line, line.count >= 12 else {
            throw ConfigurationError.unusable("metrics.password", reason: "its first line has fewer than 12 characters")
        }
        return String(line)
    }
}

private func accountKey(_ configuration: ServerConfiguration) throws -> SymmetricKey? {
    guard let file = configuration.accountKey else { return nil }
    let line = try text(of: file, key: "account.key").trimmingCharacters(in: .whitespacesAndNewlines)
    guard let bytes = Data(base64Encoded: line), bytes.count == 32 else {
        throw ConfigurationError.unusable("account.key", reason: "it does not hold 32 bytes in base64")
    }
    return SymmetricKey(data: bytes)
}

private func text(of file: String, key: String) throws -> String {
    do {
        return try String(contentsOfFile: file, encoding: .utf8)
    } catch {
        throw ConfigurationError.unusable(key, reason: "it cannot be read")
    }
}
