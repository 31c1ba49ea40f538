public import Foundation

/// A kind of file that may be attached to a report (element 2.43).
public enum AttachmentKind: String, Sendable, CaseIterable {
    case pdf, png, jpeg

    /// The largest file, in bytes.
    public static let largest = 20 << 20

    /// Tells the kind by what the file begins with, never by its name.
    public init?(_ file: Data) {
        let kind = Self.allCases.first { file.starts(with: $0.beginning) }
        guard let kind else { return nil }
        self = kind
    }

    private var beginning: [UInt8] {
        switch self {
        case .pdf: Array("%PDF-".utf8)
        case .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        case .jpeg: [0xFF, 0xD8, 0xFF]
        }
    }

    fileprivate var mediaType: String { self == .pdf ? "application/pdf" : "image/\(rawValue)" }
}

/// The form in which an attachment travels and is stored.
public enum AttachmentForm: Sendable, Hashable {
    /// CMS AuthEnvelopedData that only the practice can open.
    case sealed
    /// The file itself, because a person at the practice chose so.
    case readable(AttachmentKind)

    /// Every form there is.
    public static let all = [.sealed] + AttachmentKind.allCases.map { readable($0) }

    /// Knows the form by its media type (RFC 7193 for CMS).
    public init?(mediaType: String) {
        guard let form = Self.all.first(where: { $0.mediaType == mediaType }) else { return nil }
        self = form
    }

    public var mediaType: String {
        switch self {
        case .sealed: "application/cms"
        case .readable(let kind): kind.mediaType
        }
    }

    /// The most bytes; an envelope is some hundred larger than its file.
    public var largest: Int { self == .sealed ? AttachmentKind.largest + 4096 : AttachmentKind.largest }

    /// Whether bytes begin as this form does.
    public func matches(_ body: Data) -> Bool {
        switch self {
        case .sealed: ReportCodec.looksLikeEnvelope(body)
        case .readable(let kind): AttachmentKind(body) == kind
        }
    }
}

extension ReportCodec {
    /// The Content-Digest field of bytes (RFC 9530), by which a body that was cut or changed on its way is known.
    public static func contentDigest(of body: Data) -> String {
        "sha-256=:\(contentHash(of: body).base64EncodedString()):"
    }
}
