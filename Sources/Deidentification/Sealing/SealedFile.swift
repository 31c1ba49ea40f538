public import Foundation

/// What ties a sealed file to one attachment of one report; it stands inside the sealed bytes, before the file.
public struct FileBinding: Equatable, Codable, Sendable {
    /// The attachment's random id.
    public let attachment: String
    /// The report's UUID in lower case.
    public let reportID: String

    public init(attachment: String, reportID: String) {
        self.attachment = attachment
        self.reportID = reportID
    }

    /// One line of JSON.
    fileprivate func line() throws(SealingError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let json = try? encoder.encode(self) else { throw .sealingFailed }
        return json + [UInt8(ascii: "\n")]
    }
}

extension Sealer {
    /// Seals a file into the DER of a CMS AuthEnvelopedData.
    public func seal(file: Data, as binding: FileBinding) throws(SealingError) -> Data {
        var plaintext = Array(try binding.line() + file)
        defer { LibCrypto.cleanse(&plaintext) }
        return try seal(plaintext)
    }
}

extension Unsealer {
    /// Opens a file that was sealed as the attachment that is expected.
    public func open(file sealed: Data, expecting binding: FileBinding) throws(SealingError) -> Data {
        let line = try binding.line()
        return try open(sealed) { bytes throws(SealingError) in
            guard bytes.starts(with: line) else { throw .boundToAnotherReport }
            return Data(bytes.dropFirst(line.count))
        }
    }
}
