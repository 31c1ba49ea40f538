import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOSSL

/// HTTPS to the identity provider: bounded in time and size, its certificate verified, and no redirect followed.
///
/// Each exchange has a connection of its own, since logins are rare.
struct ProviderConnection: Sendable {
    private let configuration: HTTPClient.Configuration
    private let patience: TimeAmount

    /// Longest answer in bytes; discovery documents and key sets have some thousand.
    static let sizeLimit = 262_144

    /// - Throws: ``ConfigurationError`` when the file of authorities cannot be used.
    init(_ settings: SignOnConfiguration) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let file = settings.authorities {
            guard let authorities = try? NIOSSLCertificate.fromPEMFile(file), !authorities.isEmpty else {
                throw ConfigurationError.unusable("oidc.authorities", reason: "it holds no PEM certificates")
            }
            tls.trustRoots = .certificates(authorities)
        }
        patience = .seconds(Int64(settings.patience))
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: patience, read: patience, write: patience),
            proxy: settings.proxy.map {
                .server(
                    host: $0.host, port: $0.port,
                    authorization: $0.user.map { [password = $0.password] user in
                        .basic(username: user, password: password ?? "")
                    })
            })
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        self.configuration = configuration
    }

    /// Gets, or posts a form.
    ///
    /// - Throws: ``SignOnFault`` for whatever keeps the answer away.
    func send(
        to url: String, form: String? = nil, authorization: String? = nil
    ) async throws -> (status: Int, body: Data) {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "accept", value: "application/json")
        if let authorization { request.headers.add(name: "authorization", value: authorization) }
        if let form {
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: form))
        }
        do {
            return try await HTTPClient.withHTTPClient(configuration: configuration) { [request, patience] client in
                let deadline = NIODeadline.now() + patience
                let response = try await client.execute(request, deadline: deadline)
                // The deadline above ends with the head, and a body may come byte by byte.
                var body = Data()
                for try await part in response.body {
                    guard NIODeadline.now() < deadline else { throw SignOnFault.slow }
                    body.append(contentsOf: part.readableBytesView)
                    guard body.count <= Self.sizeLimit else { throw SignOnFault.tooLarge }
                }
                return (Int(response.status.code), body)
            }
        } catch {
            throw Self.fault(error)
        }
    }

    private static let late: [HTTPClientError] = [.deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout]

    private static func fault(_ error: any Error) -> SignOnFault {
        switch error {
        case let error as HTTPClientError where late.contains(error): .slow
        case let fault as SignOnFault: fault
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .certificate
        default: .unreachable
        }
    }
}
