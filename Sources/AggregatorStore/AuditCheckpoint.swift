import Crypto
public import Foundation

/// The ends of the audit log's chains at one time, signed, so that the log cannot be rewritten from before it.
public struct AuditCheckpoint: Sendable, Codable {
    private struct Contents: Sendable, Codable {
        var format = "goodcatch-checkpoint/1"
        let heads: [AuditHead]
        let rows: Int
        let time: String
    }

    private let contents: Contents
    /// ECDSA with P-256 and SHA-256 over the contents as JSON with sorted keys; DER in base64.
    private let signature: Data

    /// The ends that were signed.
    public var heads: [AuditHead] { contents.heads }
    /// When it was signed, ISO 8601.
    public var time: String { contents.time }

    /// Signs what a verification found.
    ///
    /// - Parameter key: EC P-256 private key, PEM.
    /// - Throws: ``AuditCheckpointError/unusableKey``.
    public init(_ verification: AuditVerification, time: Date, key: String) throws {
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: key) else {
            throw AuditCheckpointError.unusableKey
        }
        contents = Contents(heads: verification.heads, rows: verification.rows, time: time.ISO8601Format())
        signature = try key.signature(for: Self.encoder.encode(contents)).derRepresentation
    }

    /// Reads a checkpoint and checks its signature.
    ///
    /// - Parameter key: the EC P-256 key that signed it, private or public, PEM.
    public init(_ file: Data, key: String) throws {
        guard let checkpoint = try? JSONDecoder().decode(Self.self, from: file) else {
            throw AuditCheckpointError.notACheckpoint
        }
        guard
            let key = (try? P256.Signing.PublicKey(pemRepresentation: key))
                ?? (try? P256.Signing.PrivateKey(pemRepresentation: key))?.publicKey
        else { throw AuditCheckpointError.unusableKey }
        guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: checkpoint.signature),
            key.isValidSignature(signature, for: try Self.encoder.encode(checkpoint.contents))
        else { throw AuditCheckpointError.wrongSignature }
        self = checkpoint
    }

    /// The file.
    public func encoded() throws -> Data { try Self.encoder.encode(self) + Data("\n".utf8) }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

/// Why a checkpoint cannot be made or believed.
public enum AuditCheckpointError: Error, CustomStringConvertible {
    case unusableKey
    case notACheckpoint
    case wrongSignature

    public var description: String {
        switch self {
        case .unusableKey: "the key of the checkpoints is no EC P-256 key in PEM; see audit.key in Config/README.md"
        case .notACheckpoint: "the file is no checkpoint; name one that 'goodcatch-pso audit checkpoint' wrote"
        case .wrongSignature:
            "the checkpoint was not signed by this key, or was changed since; name its key with --key, or take a copy of it from elsewhere"
        }
    }
}
