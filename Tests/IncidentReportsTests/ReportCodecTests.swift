import Foundation
@_spi(Deidentifier) import IncidentReports
import IncidentSpec
import Testing

struct ReportCodecTests {
    let specification = Specification.v2012
    let codec = ReportCodec(.v2012)

    /// A packet that is taken, to be spoilt one member at a time.
    static let packet: [String: JSONValue] = [
        "format": "goodcatch-report/1", "specification": "2012", "reportId": "0b7f6b6e-0000-4000-8000-000000000001",
        "revision": 1, "forms": ["report", "analysis"],
        "elements": ["incidentType": 2, "incidentDescription": "A plan was sent twice.", "causes": ["1.d.viii"]],
        "extensions": ["ageBand": 3],
    ]

    private func decode(_ members: [String: JSONValue]) throws -> DeidentifiedReport {
        try codec.decode(JSONValue.object(members).canonicalData)
    }

    /// The rules and elements for which the packet is refused once a member is replaced; `nil` removes it.
    private func refusals(_ member: String, _ value: JSONValue?) throws -> Set<String> {
        var members = Self.packet
        members[member] = value
        let error = try #require(throws: RefusedPacket.self) { try decode(members) }
        #expect(error.findings.allSatisfy { $0.severity == .error })
        return Set(error.findings.map { $0.rule + ($0.element.map { " \($0)" } ?? "") })
    }

    private func refusals(element name: String, _ value: JSONValue, in member: String = "elements") throws -> Set<
        String
    > {
        var values = try #require(Self.packet[member]?.object)
        values[name] = value
        return try refusals(member, .object(values))
    }

    @Test func takesThePacket() throws {
        let report = try decode(Self.packet)
        #expect(report.id.description == "0b7f6b6e-0000-4000-8000-000000000001")
        #expect(report.forms == [.report, .analysis])
        #expect(report.answers.count == 4)
        #expect(report.sealed == nil)
    }

    @Test func whatIsDecodedIsWhatWasEncoded() throws {
        var random = SplitMix(state: 20_120_701)
        for _ in 0..<500 {
            let report = RandomReport.make(&random)
            let packet = codec.encode(report)
            #expect(try codec.decode(packet) == report)
            #expect(codec.encode(try codec.decode(packet)) == packet)
            #expect(!packet.contains(UInt8(ascii: "\n")))
        }
    }

    @Test func theOrderOfMembersAndBlanksDoNotMatter() throws {
        let loose = """
            { "revision": 1, "extensions": {"ageBand": 3}, "specification": "2012", "format": "goodcatch-report/1",
              "forms": ["analysis", "report"], "reportId": "0B7F6B6E-0000-4000-8000-000000000001", "elements":
              {"causes": ["1.d.viii"], "incidentType": 2, "incidentDescription": "A plan was sent twice."} }
            """
        #expect(codec.encode(try codec.decode(Data(loose.utf8))) == codec.encode(try decode(Self.packet)))
    }

    @Test func theContentHashIsSHA256() {
        let hex = ReportCodec.contentHash(of: Data("abc".utf8)).map {
            String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }
        #expect(hex.joined() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    /// No element that must not leave readable gets through, whatever it holds.
    @Test func refusesWhatMustNotLeave() throws {
        let rules: [EdgeAction: String] = [.strip: "D-STRIPPED", .seal: "D-UNSEALED", .hold: "D-HELD"]
        var seen = 0
        for element in specification.allElements {
            guard let rule = rules[element.edge] else { continue }
            let member = element.number.isExtension ? "extensions" : "elements"
            for value: JSONValue in ["Zweifelhaft", 1, ["Zweifelhaft"], .null, .object([:])] {
                #expect(try refusals(element: element.name, value, in: member) == ["\(rule) \(element.number)"])
                seen += 1
            }
        }
        #expect(seen == (9 + 6 + 1 + 2) * 5)
    }

    @Test(
        arguments: [
            ("format", "goodcatch-report/2", "F-FORMAT"), ("format", nil, "F-FORMAT"), ("elements", nil, "F-FORMAT"),
            ("elements", [], "F-FORMAT"), ("extensions", nil, "F-FORMAT"), ("practice", "P001", "F-FORMAT"),
            ("specification", "2011", "F-SPECIFICATION"), ("specification", nil, "F-SPECIFICATION"),
            ("reportId", "1", "F-IDENTITY"), ("reportId", nil, "F-IDENTITY"), ("revision", 0, "F-IDENTITY"),
            ("revision", 1000, "F-IDENTITY"), ("revision", "1", "F-IDENTITY"),
            ("notAsked", ["2.99"], "V-UNKNOWN-ELEMENT"),
            ("notAsked", [2], "V-UNKNOWN-ELEMENT"), ("sealed", "", "F-SEALED"), ("sealed", "not base64", "F-SEALED"),
            ("sealed", 1, "F-SEALED"), ("sealed", "MIIBAAAA", "F-SEALED"), ("sealed", .null, "F-SEALED"),
        ] as [(String, JSONValue?, String)])
    func refusesMember(_ member: String, _ value: JSONValue?, _ rule: String) throws {
        #expect(try refusals(member, value) == [rule])
    }

    @Test(
        arguments: [
            nil, [], ["analysis"], ["report", "report", "analysis"], ["report", "analysis", "extension"],
            ["report", "analysis", "other"], ["report", "analysis", 1],
        ] as [JSONValue?])
    func refusesForms(_ forms: JSONValue?) throws {
        #expect(try refusals("forms", forms).contains("F-FORMS"))
    }

    @Test func refusesAnswersOfAFormThatWasNotAsked() throws {
        #expect(try refusals("forms", ["report"]) == ["F-FORMS 2.44"])
        #expect(try refusals(element: "incidentClosed", "Y") == ["F-FORMS 3.7"])
    }

    @Test(
        arguments: [
            ("nosuchelement", 1, "elements", "V-UNKNOWN-ELEMENT"), ("1.5", 2, "elements", "V-UNKNOWN-ELEMENT"),
            ("ageBand", 3, "elements", "V-UNKNOWN-ELEMENT"), ("incidentType", 2, "extensions", "V-UNKNOWN-ELEMENT"),
            ("incidentType", "2", "elements", "V-OPTION 1.5"), ("incidentType", 3, "elements", "V-OPTION 1.5"),
            ("incidentDate", "1.3.2025", "elements", "V-TYPE 1.1"), ("causes", "1.a", "elements", "V-TYPE 2.44"),
            ("totalPrescribedDose", 5040, "elements", "V-RANGE 2.14"),
            ("incidentDescription", "\u{7}", "elements", "V-CHARACTERS 1.8"),
            ("ageBand", 9, "extensions", "V-OPTION X.3"),
        ] as [(String, JSONValue, String, String)])
    func refusesElement(_ name: String, _ value: JSONValue, _ member: String, _ rule: String) throws {
        #expect(try refusals(element: name, value, in: member) == [rule])
    }

    @Test(arguments: ["", "[]", "1", "{", "{\"format\":", "null"])
    func refusesWhatIsNoObject(_ text: String) throws {
        let error = try #require(throws: RefusedPacket.self) { try codec.decode(Data(text.utf8)) }
        #expect(error.findings == [Finding(.json)])
        #expect(error.id == nil)
    }

    @Test func aRefusalNamesTheReportAndEveryReason() throws {
        var members = Self.packet
        members["specification"] = "2011"
        members["elements"] = ["patientLastName": "Zweifelhaft", "incidentType": 17, "Zweifelhaft": 1]
        let error = try #require(throws: RefusedPacket.self) { try decode(members) }
        #expect(error.id?.description == "0b7f6b6e-0000-4000-8000-000000000001")
        #expect(error.revision == 1)
        #expect(error.findings.count == 4)
        #expect(!error.findings.map(\.description).joined().contains("Zweifelhaft"))
        #expect(!String(describing: error).contains("Zweifelhaft"))
    }
}
