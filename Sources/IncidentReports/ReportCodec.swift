import Crypto
public import Foundation
public import IncidentSpec

/// The packet of one report, version 1: one line of canonical JSON.
public struct ReportCodec: Sendable {
    /// The media type's own name for this version of the packet.
    public static let format = "goodcatch-report/1"

    public let specification: Specification
    /// The standard's elements and our additions, each by name.
    private let elements: ElementTable
    private let extensions: ElementTable

    public init(_ specification: Specification) {
        self.specification = specification
        elements = ElementTable(specification.elements, specification)
        extensions = ElementTable(specification.extensions, specification)
    }

    /// The exact bytes that leave; the same report always gives the same bytes.
    public func encode(_ report: DeidentifiedReport) -> Data {
        // Members stand in the order of their names.
        var json = CanonicalJSON(capacity: 4096)
        json.write(plain: "{\"elements\":")
        elements.write(report.answers, to: &json)
        json.write(plain: ",\"extensions\":")
        extensions.write(report.answers, to: &json)
        json.write(plain: ",\"format\":\"\(Self.format)\",\"forms\":")
        json.write(list: report.forms) { $0.write($1.rawValue) }
        if !report.notAsked.isEmpty {
            json.write(plain: ",\"notAsked\":")
            json.write(list: report.notAsked.sorted()) { $0.write($1.description) }
        }
        json.write(plain: ",\"reportId\":\"\(report.id)\",\"revision\":\(report.revision)")
        if let sealed = report.sealed { json.write(plain: ",\"sealed\":\"\(sealed.base64EncodedString())\"") }
        json.write(plain: ",\"specification\":")
        json.write(report.specification)
        json.write(plain: "}")
        return json.data
    }

    /// Reads one packet.
    ///
    /// - Throws: ``RefusedPacket`` with every finding about its form, among them each element that stands readable and
    ///   must not. Rules between elements are ``Validation``'s.
    public func decode(_ data: Data) throws(RefusedPacket) -> DeidentifiedReport {
        guard data.count <= Self.longestPacket, let packet = JSONReader.read(data, { read(&$0) }) else {
            throw RefusedPacket([Finding(.json)], id: nil, revision: nil)
        }
        let members = packet.members
        let id = members["reportId"]?.string.flatMap { ReportID($0) }
        let revision = members["revision"]?.integer
        var findings: [Finding] = []
        if members["format"]?.string != Self.format || !members.keys.allSatisfy(Self.members.contains) {
            findings.append(Finding(.format))
        }
        if members["specification"]?.string != specification.version { findings.append(Finding(.specification)) }
        if id == nil || !(1...999).contains(revision ?? 0) { findings.append(Finding(.identity)) }

        let forms = members["forms"]?.array?.compactMap { $0.string.flatMap { Form(rawValue: $0) } } ?? []
        if Set(forms).count != members["forms"]?.array?.count || !forms.contains(.report) || forms.contains(.extension)
        {
            findings.append(Finding(.forms))
        }
        let notAsked = members["notAsked"]?.array?.compactMap { $0.string.flatMap { ElementNumber($0) } } ?? []
        if notAsked.count != members["notAsked"]?.array?.count ?? 0
            || notAsked.contains(where: { specification[$0] == nil })
        {
            findings.append(Finding(.unknownElement))
        }

        let answers = read(packet, forms: forms, into: &findings)
        if Set(notAsked).count != notAsked.count || notAsked.contains(where: { answers[$0] != nil }) {
            findings.append(Finding(.forms))
        }
        var sealed: Data?
        if let text = members["sealed"] {
            sealed = text.string.flatMap { Data(base64Encoded: $0) }
            let isEnvelope = sealed.map { $0.count < 1 << 20 && Self.looksLikeEnvelope($0) } ?? false
            if !isEnvelope { findings.append(Finding(.sealed)) }
        }
        guard findings.isEmpty, let id, let revision else { throw RefusedPacket(findings, id: id, revision: revision) }
        return DeidentifiedReport(
            specification: specification.version, id: id, revision: revision,
            forms: Form.allCases.filter(forms.contains), notAsked: notAsked.sorted(), answers: answers, sealed: sealed)
    }

    /// SHA-256 of a packet's bytes: with practice, report and revision the key that makes sending idempotent.
    public static func contentHash(of packet: Data) -> Data { Data(SHA256.hash(data: packet)) }

    /// An envelope at its longest in base64, and room for the texts.
    private static let longestPacket = 2 << 20

    private static let members: Set<String> = [
        "format", "specification", "reportId", "revision", "forms", "notAsked", "elements", "extensions", "sealed",
    ]

    /// A packet taken apart: its elements and extensions, `nil` where they are no objects, and the other members.
    private struct Parts {
        var members: [String: JSONValue] = [:]
        var elements: [ElementTable.Member]?
        var extensions: [ElementTable.Member]?
    }

    /// Takes a packet apart; `nil` when it is no object or has a member twice.
    private func read(_ reader: inout JSONReader) -> Parts? {
        guard reader.isAtObject else { return nil }
        var parts = Parts()
        let areUnique = reader.forEachMember { name, reader in
            let name = String(decoding: name, as: UTF8.self)
            var value: JSONValue? = .null
            if reader.isAtObject, name == "elements" {
                parts.elements = elements.members(&reader)
                if parts.elements == nil { value = nil }
            } else if reader.isAtObject, name == "extensions" {
                parts.extensions = extensions.members(&reader)
                if parts.extensions == nil { value = nil }
            } else {
                value = reader.value()
            }
            guard let value else { return false }
            return parts.members.updateValue(value, forKey: name) == nil
        }
        return areUnique ? parts : nil
    }

    private func read(_ packet: Parts, forms: [Form], into findings: inout [Finding]) -> Answers {
        let reader = ValueReader(specification, leniency: .exact)
        var answers: Answers = [:]
        for members in [packet.elements, packet.extensions] {
            guard let members else {
                findings.append(Finding(.format))
                continue
            }
            for (element, value) in members {
                guard let element else {
                    findings.append(Finding(.unknownElement))
                    continue
                }
                if let refusal = Self.refusal(element.edge) {
                    findings.append(Finding(refusal, element.number))
                    continue
                }
                if !element.number.isExtension && !forms.contains(element.form) {
                    findings.append(Finding(.forms, element.number))
                }
                do throws(ValueFinding) {
                    answers[element.number] = try reader.read(value, for: element)
                } catch {
                    findings.append(error.finding)
                }
            }
        }
        return answers
    }

    /// Why an element of this edge action may not stand readable in a packet.
    private static func refusal(_ edge: EdgeAction) -> BuiltInRule? {
        switch edge {
        case .strip: .stripped
        case .seal: .unsealed
        case .hold: .held
        case .keep, .band, .scrub: nil
        }
    }

    /// The DER of a CMS ContentInfo that holds id-ct-authEnvelopedData (1.2.840.113549.1.9.16.1.23).
    static func looksLikeEnvelope(_ data: Data) -> Bool {
        let identifier: [UInt8] = [0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17]
        let head = Array(data.prefix(24))
        return head.first == 0x30 && head.indices.contains { head[$0...].starts(with: identifier) }
    }
}

/// A packet that is not taken, with every reason.
public struct RefusedPacket: Error, Sendable {
    public let findings: [Finding]
    /// The report's id, if it could be read.
    public let id: ReportID?
    public let revision: Int?

    init(_ findings: [Finding], id: ReportID?, revision: Int?) {
        self.findings = findings.inElementOrder
        self.id = id
        self.revision = revision
    }
}
