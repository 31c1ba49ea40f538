import Crypto
public import Foundation

/// A one-time code of 128 random bits, written in groups that are easy to read out.
public struct EnrolmentCode: Sendable {
    public let text: String

    /// A new random code.
    public init() {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        var generator = SystemRandomNumberGenerator()
        let characters = (0..<26).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] }
        text = stride(from: 0, to: 26, by: 5).map { String(characters[$0..<min($0 + 5, 26)]) }.joined(separator: "-")
    }

    /// A code as somebody typed it.
    public init(typed: String) { text = typed }

    /// SHA-256 of the code without its separators, in capitals.
    public var hash: Data {
        let plain = text.uppercased().filter { $0.isLetter || $0.isNumber }
        return Data(SHA256.hash(data: Data(plain.utf8)))
    }
}
