public import AggregatorStore
import Foundation
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import IncidentReports
public import IncidentSpec
public import Logging
import NIOCore
import NIOSSL

/// Builds the aggregator's application from its configuration; the program and the tests both call it.
///
/// - Parameter onListening: told the port once connections are accepted.
/// - Throws: ``ConfigurationError`` for key files that cannot be used, ``MigrationError`` for a schema that does not fit.
public func buildApplication(
    _ configuration: ServerConfiguration, store: AggregatorStore, specification: Specification,
    clock: IncidentReports.Clock, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
) async throws -> some ApplicationProtocol {
    try await Migrator.check(store.access)
    let tokens = try await Tokens(
        store: store, clock: clock, publicURL: configuration.publicURL, lifetime: configuration.tokenLifetime,
        signingKey: try text(of: configuration.tokenKey, key: "token.key"))
    let router = buildRouter(configuration, store, specification, clock, tokens)
    return Application(
        router: router,
        server: try .tls(
            .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(Int64(configuration.patience)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: headerLimit, maxHeaderListSize: headerLimit, maxHeaderFieldCount: 64))),
            tlsConfiguration: tlsConfiguration(configuration)),
        configuration: ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port), serverName: "goodcatch"),
        onServerRunning: { channel in await onListening(channel.localAddress?.port ?? configuration.port) },
        logger: logger)
}

/// The most bytes of a request's headers; an access token takes the most of them.
private let headerLimit = 16_384

private func buildRouter(
    _ configuration: ServerConfiguration, _ store: AggregatorStore, _ specification: Specification,
    _ clock: IncidentReports.Clock, _ tokens: Tokens
) -> Router<PublicContext> {
    let router = Router(context: PublicContext.self)
    router.addMiddleware {
        SecurityHeaders()
        LogRequestsMiddleware(.info)
        ProblemMiddleware()
        ConcurrencyLimit(configuration.requestLimit)
        BearerAuthentication(tokens: tokens)
    }
    router.get("healthz") { _, _ in
        Response(status: .ok, headers: [.contentType: "application/json"], body: try .json(["status": "ok"]))
    }
    router.get("v1/specification") { _, _ in
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: try .json(["version": specification.version]))
    }
    let enrolment = EnrolmentController(store: store, tokens: tokens, specification: specification, clock: clock)
    let reportStore = ReportStore(store, specification)
    let reports = ReportsController(
        reports: reportStore, writer: ReportWriter(reportStore), intake: Intake(specification, clock: clock),
        codec: ReportCodec(specification),
        body: SubmissionBody(
            limit: configuration.bodyLimit, unpackedLimit: configuration.unpackedLimit,
            patience: .seconds(configuration.patience)),
        rate: RateLimit(perMinute: configuration.reportsPerMinute, clock: clock))
    enrolment.addRoutes(to: router.group("v1"))
    let practice = router.group("v1", context: PracticeContext.self)
    enrolment.addPracticeRoutes(to: practice)
    reports.addRoutes(to: practice)
    AttachmentsController(attachments: AttachmentStore(store), reports: reportStore).addRoutes(to: practice)
    SummariesController(summaries: ReleasedSummaries(store)).addRoutes(to: practice)
    return router
}

private func tlsConfiguration(_ configuration: ServerConfiguration) throws -> TLSConfiguration {
    let chain: [NIOSSLCertificateSource]
    let key: NIOSSLPrivateKey
    do {
        chain = try NIOSSLCertificate.fromPEMFile(configuration.certificate).map { .certificate($0) }
    } catch {
        throw ConfigurationError.unusable("server.certificate", reason: "it holds no PEM certificates")
    }
    do {
        key = try NIOSSLPrivateKey(file: configuration.privateKey, format: .pem)
    } catch {
        throw ConfigurationError.unusable("server.privateKey", reason: "it holds no PEM private key")
    }
    var tls = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    tls.minimumTLSVersion = configuration.minimumTLS == "1.2" ? .tlsv12 : .tlsv13
    return tls
}

private func text(of file: String, key: String) throws -> String {
    do {
        return try String(contentsOfFile: file, encoding: .utf8)
    } catch {
        throw ConfigurationError.unusable(key, reason: "it cannot be read")
    }
}
