import Dispatch
import Foundation
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// The server's certificate and key, read again when their files change, so that renewing them stops nothing.
///
/// The files are looked at when a connection begins, once a second at most. A pair that cannot be used, such as a new
/// certificate beside a key not replaced yet, is told in the log and the one before goes on.
final class ServerCertificate: Sendable {
    /// What tells one state of the two files from another.
    private struct Stamp: Equatable {
        let modified: [Date?]
        let sizes: [Int?]
    }

    private struct State {
        var looked = Date.distantPast
        var stamp: Stamp
        /// What to use in place of the pair that the server began with.
        var replacement: NIOSSLContextConfigurationOverride = .noChanges
    }

    private let files: [String]
    private let minimum: TLSVersion
    private let logger: Logger
    private let first: TLSConfiguration
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "server certificate")

    /// - Throws: ``ConfigurationError`` when the files do not hold a certificate and its key.
    init(_ configuration: ServerConfiguration, logger: Logger) throws {
        files = [configuration.certificate, configuration.privateKey]
        minimum = configuration.minimumTLS == "1.2" ? .tlsv12 : .tlsv13
        self.logger = logger
        state = Mutex(State(stamp: Self.stamp(of: files)))
        first = try Self.read(files, minimum)
    }

    /// The configuration of the server.
    var configuration: TLSConfiguration {
        var configuration = first
        configuration.sslContextCallback = { _, promise in
            // Not on the connection's thread: a pair that does not fit leaves errors there, which would end the handshake.
            self.queue.async { promise.succeed(self.current()) }
        }
        return configuration
    }

    /// What a connection that begins now uses.
    private func current() -> NIOSSLContextConfigurationOverride {
        state.withLock { state in
            let now = Date()
            guard now.timeIntervalSince(state.looked) >= 1 else { return state.replacement }
            state.looked = now
            let stamp = Self.stamp(of: files)
            guard stamp != state.stamp else { return state.replacement }
            state.stamp = stamp
            do {
                let read = try Self.read(files, minimum)
                state.replacement.certificateChain = read.certificateChain
                state.replacement.privateKey = read.privateKey
                logger.notice("read the server's certificate again")
            } catch {
                logger.error("the server's certificate cannot be replaced", metadata: ["error": "\(error)"])
            }
            return state.replacement
        }
    }

    private static func stamp(of files: [String]) -> Stamp {
        let attributes = files.map { try? FileManager.default.attributesOfItem(atPath: $0) }
        return Stamp(
            modified: attributes.map { $0?[.modificationDate] as? Date }, sizes: attributes.map { $0?[.size] as? Int })
    }

    private static func read(_ files: [String], _ minimum: TLSVersion) throws -> TLSConfiguration {
        let chain: [NIOSSLCertificateSource]
        let key: NIOSSLPrivateKey
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files[0]).map { .certificate($0) }
        } catch {
            throw ConfigurationError.unusable("server.certificate", reason: "it holds no PEM certificates")
        }
        do {
            key = try NIOSSLPrivateKey(file: files[1], format: .pem)
        } catch {
            throw ConfigurationError.unusable("server.privateKey", reason: "it holds no PEM private key")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = minimum
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw ConfigurationError.unusable("server.privateKey", reason: "it is not the certificate's key")
        }
        return configuration
    }
}
