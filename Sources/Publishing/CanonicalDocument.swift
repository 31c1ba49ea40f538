import Crypto
import Foundation

/// A publication as it is stored: canonical JSON and its hash.
struct CanonicalDocument: Sendable {
    let text: String
    /// SHA-256 of the text.
    let hash: Data

    /// Keys sorted and no white space, so that the same publication has the same bytes.
    init(_ publication: Publication) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        text = String(decoding: try encoder.encode(publication), as: UTF8.self)
        hash = Self.hash(of: text)
    }

    /// SHA-256 of a stored document.
    static func hash(of text: String) -> Data { Data(SHA256.hash(data: Data(text.utf8))) }

    /// Reads a stored document.
    static func publication(from text: String) throws -> Publication {
        try JSONDecoder().decode(Publication.self, from: Data(text.utf8))
    }
}
