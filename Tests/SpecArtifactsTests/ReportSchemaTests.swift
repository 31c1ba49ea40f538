import Foundation
@_spi(Deidentifier) import IncidentReports
import IncidentSpec
import SpecArtifacts
import Testing

struct ReportSchemaTests {
    let specification = Specification.v2012
    let schema: JSONValue

    init() throws { schema = try JSONValue(parsing: Data(ReportSchema.render(.v2012).utf8)) }

    /// A packet with one answer of each kind.
    private func packet() throws -> JSONValue {
        let envelope: [UInt8] = [
            0x30, 0x82, 0x01, 0x00, 0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17,
        ]
        let written: [String: JSONValue] = [
            "1.1": "2025-03-01", "1.2": "09:05", "1.5": 1, "1.6": 2, "1.7": 2, "1.8": "Two shifts,\none wrong.",
            "1.9": "EBRT:5.10", "2.14": .real(50.4), "2.17": [3, 6], "2.36": "unknown", "2.37": "unknown", "2.38": 1,
            "2.44": ["1.d.viii", "3.b"], "3.1": "B", "X.3": 8, "X.4": 2, "X.14": ["EBRT:5.10"],
        ]
        let reader = ValueReader(specification, leniency: .exact)
        var answers: Answers = [:]
        for (number, value) in written {
            let element = try #require(specification.element(number))
            answers[element.number] = try reader.read(value, for: element)
        }
        let report = DeidentifiedReport(
            specification: specification.version, id: ReportID(), revision: 3, forms: [.report, .analysis, .response],
            notAsked: [ElementNumber("2.4")!], answers: answers, sealed: Data(envelope))
        return try JSONValue(parsing: ReportCodec(specification).encode(report))
    }

    private func faults(_ value: JSONValue) -> [String] { SchemaCheck(root: schema).faults(value, schema, at: "") }

    @Test func isDraft202012AndClosed() {
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["additionalProperties"] == .bool(false))
        for member in ["elements", "extensions"] {
            #expect(schema["properties"]?[member]?["additionalProperties"] == .bool(false))
        }
        #expect(schema["properties"]?["format"]?["const"] == .string(ReportCodec.format))
    }

    @Test func holdsExactlyWhatMayStandReadable() {
        for (member, elements) in [("elements", specification.elements), ("extensions", specification.extensions)] {
            let names = schema["properties"]?[member]?["properties"]?.object?.keys.sorted()
            #expect(names == elements.filter(\.leavesReadable).map(\.name).sorted())
        }
        #expect(schema["properties"]?["elements"]?["properties"]?.object?.count == 69 - 8 - 6 - 1)
    }

    @Test func requiresWhatValidationRequires() {
        let required = schema["properties"]?["elements"]?["required"]?.array?.compactMap(\.string)
        #expect(required?.compactMap { specification[name: $0]?.level } == Array(repeating: .required, count: 8))
    }

    @Test func takesAPacketThatTheCodecWrites() throws {
        #expect(faults(try packet()) == [])
    }

    /// The path of a member, the value put there and the keyword that must object.
    static let spoilt: [(path: [String], value: JSONValue, keyword: String)] = [
        (["elements", "patientLastName"], "Zweifelhaft", "additionalProperties"),
        (["elements", "reporterRole"], 1, "additionalProperties"),
        (["elements", "attachedFiles"], ["a.png"], "additionalProperties"),
        (["extensions", "reporterRoleOther"], "clerk", "additionalProperties"),
        (["elements", "ageBand"], 3, "additionalProperties"), (["practice"], "P001", "additionalProperties"),
        (["elements", "incidentDate"], "2025-13-01", "pattern"), (["elements", "incidentDate"], 20_250_301, "type"),
        (["elements", "incidentTime"], "24:00", "pattern"), (["elements", "incidentType"], "1", "enum"),
        (["elements", "incidentType"], 3, "enum"), (["elements", "imageGuidance"], [5], "enum"),
        (["elements", "treatmentTechnique"], 3, "type"), (["elements", "totalPrescribedDose"], 5040, "maximum"),
        (["elements", "fractionsDeliveredIncorrectly"], -1, "minimum"),
        (["elements", "fractionsDeliveredIncorrectly"], .real(1.5), "type"),
        (["elements", "incidentDescription"], "", "minLength"),
        (["elements", "incidentDescription"], "a\u{7}", "pattern"),
        (["elements", "summaryTitle"], .string(String(repeating: "x", count: 401)), "maxLength"),
        (["elements"], [:], "required"), (["revision"], 1000, "maximum"), (["reportId"], "7", "pattern"),
        (["forms"], ["analysis"], "contains"), (["forms"], ["report", "extension"], "enum"),
        (["forms"], ["report", "analysis"], "propertyNames"), (["notAsked"], ["9.9"], "enum"),
        (["sealed"], "not base64", "pattern"), (["specification"], "2011", "const"),
    ]

    /// What the schema objects to, the codec or the validation refuses as well.
    @Test(arguments: spoilt)
    func objects(_ spoilt: (path: [String], value: JSONValue, keyword: String)) throws {
        let packet = try packet().replacing(spoilt.path[...], with: spoilt.value)
        #expect(faults(packet).contains { $0.hasSuffix(" " + spoilt.keyword) })
        do throws(RefusedPacket) {
            let report = try ReportCodec(specification).decode(packet.canonicalData)
            let findings = Validation(specification).findings(in: report.answers, today: CalendarDate("2025-06-30")!)
            #expect(findings.hasErrors)
        } catch {
            #expect(error.findings.hasErrors)
        }
    }
}

extension JSONValue {
    /// A copy in which the member at the path has another value.
    fileprivate func replacing(_ path: ArraySlice<String>, with value: JSONValue) -> JSONValue {
        guard let key = path.first, case .object(var members) = self else { return value }
        members[key] = (members[key] ?? .null).replacing(path.dropFirst(), with: value)
        return .object(members)
    }
}
