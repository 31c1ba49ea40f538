import CLibCrypto
public import Foundation

/// The outside of a sealed envelope, after a check that it has exactly the form ``Sealer`` writes.
///
/// That is one CMS AuthEnvelopedData (RFC 5083) without attributes: AES-256-GCM with a nonce of 12 and a tag of 16
/// bytes, and for every recipient ECDH on an ephemeral P-256 key, the X9.63 derivation over SHA-256 and AES-256 wrap.
public struct SealedEnvelope: Sendable {
    /// The subject key identifiers of the recipients' certificates; their order in an envelope means nothing.
    public let recipients: Set<[UInt8]>

    /// Checks the form; needs no key.
    public init(_ sealed: Data) throws(SealingError) {
        guard let captured = Form.envelope.captures(inAll: ArraySlice(sealed)) else { throw .malformed }
        recipients = Set(captured.map(Array.init))
    }

    /// Whether the key of a certificate opens it.
    public func isSealed(to certificate: SealingCertificate) -> Bool {
        recipients.contains(certificate.subjectKeyID)
    }
}

/// The form of one DER value.
private indirect enum Form: Sendable {
    /// A value that holds values of these forms, in this order.
    case holding(UInt8, [Form])
    /// A value that holds one or more values of one form.
    case holdingMany(UInt8, Form)
    /// A value with exactly these content bytes.
    case exactly(UInt8, [UInt8])
    /// A value with a number of content bytes in this range.
    case bytes(UInt8, ClosedRange<Int>)
    /// A value with a number of content bytes, the first of which are these.
    case starting(UInt8, [UInt8], count: Int)
    /// A value with a number of content bytes in this range, which are wanted.
    case captured(UInt8, ClosedRange<Int>)
}

extension Form {
    // Identifier octets: class, constructed or not, and tag number.
    private static let integer: UInt8 = 0x02
    private static let bits: UInt8 = 0x03
    private static let octets: UInt8 = 0x04
    private static let sequence: UInt8 = 0x30
    private static let set: UInt8 = 0x31
    private static let primitive0: UInt8 = 0x80
    private static let context0: UInt8 = 0xA0
    private static let context1: UInt8 = 0xA1

    private static func object(_ nid: Int32) -> Form {
        let object = OBJ_nid2obj(nid)
        return .exactly(0x06, Array(UnsafeBufferPointer(start: OBJ_get0_data(object), count: OBJ_length(object))))
    }

    /// No unused bits, and an uncompressed P-256 point (RFC 5480 section 2.2); OpenSSL takes other writings of it.
    private static let point = Form.starting(bits, [0, 4], count: 66)

    /// KeyAgreeRecipientInfo (RFC 5652 section 6.2.2, RFC 5753 section 3.1).
    private static let recipient = Form.holding(
        context1,
        [
            .exactly(integer, [3]),
            .holding(context0, [.holding(context1, [.holding(sequence, [object(NID_X9_62_id_ecPublicKey)]), point])]),
            .holding(
                sequence,
                [
                    object(NID_dhSinglePass_stdDH_sha256kdf_scheme),
                    .holding(sequence, [object(NID_id_aes256_wrap)]),
                ]),
            .holding(
                sequence,
                [.holding(sequence, [.holding(context0, [.captured(octets, 1...64)]), .bytes(octets, 40...40)])]),
        ])

    /// AuthEnvelopedData (RFC 5083 section 2.1) with the parameters of RFC 5084 section 3.2.
    static let envelope = Form.holding(
        sequence,
        [
            object(NID_id_smime_ct_authEnvelopedData),
            .holding(
                context0,
                [
                    .holding(
                        sequence,
                        [
                            .exactly(integer, [0]),
                            .holdingMany(set, recipient),
                            .holding(
                                sequence,
                                [
                                    object(NID_pkcs7_data),
                                    .holding(
                                        sequence,
                                        [
                                            object(NID_aes_256_gcm),
                                            .holding(sequence, [.bytes(octets, 12...12), .exactly(integer, [16])]),
                                        ]),
                                    .bytes(primitive0, 1...Int(Int32.max)),
                                ]),
                            .bytes(octets, 16...16),
                        ])
                ]),
        ])

    /// The wanted bytes, if the text is one value of this form and nothing after it.
    func captures(inAll text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        guard let values = DERValue.all(in: text), values.count == 1 else { return nil }
        return captures(in: values[0])
    }

    private func captures(in value: DERValue) -> [ArraySlice<UInt8>]? {
        switch self {
        case .holding(value.identifier, let forms):
            guard let parts = DERValue.all(in: value.content), parts.count == forms.count else { return nil }
            return Self.joined(zip(forms, parts).map { $0.captures(in: $1) })
        case .holdingMany(value.identifier, let form):
            guard let parts = DERValue.all(in: value.content), !parts.isEmpty else { return nil }
            return Self.joined(parts.map(form.captures))
        case .exactly(value.identifier, let content):
            return value.content.elementsEqual(content) ? [] : nil
        case .bytes(value.identifier, let count):
            return count.contains(value.content.count) ? [] : nil
        case .starting(value.identifier, let start, let count):
            return value.content.count == count && value.content.starts(with: start) ? [] : nil
        case .captured(value.identifier, let count):
            return count.contains(value.content.count) ? [value.content] : nil
        default:
            return nil
        }
    }

    private static func joined(_ parts: [[ArraySlice<UInt8>]?]) -> [ArraySlice<UInt8>]? {
        parts.reduce([]) { all, part in all.flatMap { all in part.map { all + $0 } } }
    }
}

/// One value in DER: its identifier octet and its content.
private struct DERValue {
    let identifier: UInt8
    let content: ArraySlice<UInt8>

    /// The values that fill `text` one after the other, or nil if it is not made of such.
    static func all(in text: ArraySlice<UInt8>) -> [DERValue]? {
        var values: [DERValue] = []
        var rest = text
        while let identifier = rest.first {
            guard let header = header(of: rest) else { return nil }
            let body = rest.dropFirst(header.size)
            guard header.length <= body.count else { return nil }
            values.append(DERValue(identifier: identifier, content: body.prefix(header.length)))
            rest = body.dropFirst(header.length)
        }
        return values
    }

    private static func header(of text: ArraySlice<UInt8>) -> (size: Int, length: Int)? {
        defer { ERR_clear_error() }
        return text.withUnsafeBufferPointer { bytes in
            var next = bytes.baseAddress
            var (length, tag, kind) = (0, Int32(0), Int32(0))
            let result = ASN1_get_object(&next, &length, &tag, &kind, bytes.count)
            // Bit 7 tells an error, bit 0 a length left open, which DER does not know.
            guard result & 0x81 == 0, let next, let start = bytes.baseAddress else { return nil }
            return (start.distance(to: next), length)
        }
    }
}
