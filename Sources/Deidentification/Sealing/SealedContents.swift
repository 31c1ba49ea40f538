import Foundation

/// What ties sealed contents to one revision of one report; it stands inside the sealed text.
public struct SealedBinding: Equatable, Codable, Sendable {
    /// The layout of the sealed text that this program writes.
    public static let currentFormat = 1

    /// The opaque code of the practice.
    public let practice: String
    /// The report's UUID in lower case.
    public let reportID: String
    /// The report's revision.
    public let revision: Int
    /// The layout of the sealed text.
    public let formatVersion: Int

    /// Names the revision that contents belong to.
    public init(practice: String, reportID: String, revision: Int, formatVersion: Int = currentFormat) {
        self.practice = practice
        self.reportID = reportID
        self.revision = revision
        self.formatVersion = formatVersion
    }
}

/// The sealed elements of one report, in the clear.
public struct SealedContents: Equatable, Codable, Sendable {
    /// The report revision they belong to.
    public let binding: SealedBinding
    /// The key id of the certificate that was current when they were sealed.
    public let keyID: String
    /// One or several values by element number.
    public let elements: [String: [String]]
    /// The practice's own number of the report, by which a rebuilt store knows it again.
    public let localID: String?
}

extension SealedContents {
    /// The sealed text grows in these steps, so that its size tells little of the values.
    static let step = 256

    /// Sorted JSON, filled up to a multiple of ``step`` bytes by spaces in a last member `pad`.
    ///
    /// The caller cleanses the result.
    func paddedJSON() throws(SealingError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var json = try? encoder.encode(Padded(contents: self)) else { throw .sealingFailed }
        defer { LibCrypto.cleanse(&json) }

        // `pad` sorts last, so the text ends in an empty string and a brace.
        let ending = Array(#""}"#.utf8)
        let spaces = (Self.step - json.count % Self.step) % Self.step
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count + spaces)
        bytes += json.dropLast(ending.count)
        bytes += repeatElement(UInt8(ascii: " "), count: spaces)
        bytes += ending
        return bytes
    }

    /// Reads sealed text that was just opened, without a copy of it.
    init(paddedJSON bytes: UnsafeRawBufferPointer) throws(SealingError) {
        guard let start = bytes.baseAddress else { throw .malformed }
        let json = Data(
            bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none)
        guard let contents = try? JSONDecoder().decode(Self.self, from: json) else { throw .malformed }
        self = contents
    }

    private struct Padded: Encodable {
        let contents: SealedContents

        private enum CodingKeys: CodingKey { case pad }

        func encode(to encoder: any Encoder) throws {
            try contents.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode("", forKey: .pad)
        }
    }
}
