import Deidentification
import Foundation
import IncidentReports
import IncidentSpec
import Testing

/// What left and its envelope give back everything but what was stripped, held or scrubbed.
@Suite struct RebuilderTests {
    private let specification = Specification.v2012

    @Test func everythingThatLeftComesBack() throws {
        let practice = try TestPractice()
        let unsealer = try Unsealer(key: practice.key, certificate: practice.certificate)
        let rebuilder = Rebuilder(practice.deidentifier.policy)
        for seed in UInt64(9000)..<9100 {
            let original = PlantedReport(seed: seed).report
            guard let prepared = try? practice.deidentifier.prepare(original) else { continue }
            let sent = try ReportCodec(specification).decode(prepared.packet)
            let contents = try unsealer.open(
                try #require(sent.sealed), expecting: practice.deidentifier.binding(of: original.id, revision: 1))
            let (report, trail) = try rebuilder.rebuild(sent, contents)
            #expect(report.localID == original.localID)
            #expect(report.id == original.id)
            for element in specification.allElements {
                let (before, after) = (original.answers[element.number], report.answers[element.number])
                switch element.edge {
                case .keep where element.number != PSES.status: #expect(after == before, "\(element.number)")
                case .seal: #expect(after == before, "\(element.number) of seed \(seed)")
                case .scrub: #expect((after == nil) == (before == nil), "\(element.number)")
                case .strip, .hold, .band: #expect(after == nil, "\(element.number)")
                case .keep: break
                }
            }
            #expect(Set(trail.entries.map(\.element)) == Set(report.answers.keys))
            // What was rebuilt can be amended: its sealed elements go into a new envelope.
            let again = try practice.deidentifier.prepare(report)
            #expect(again.report.answers == prepared.report.answers)
        }
    }

    @Test func aBandComesBackWhereItWasAllThatWasTold() throws {
        let rebuilder = Rebuilder(ElementPolicy(specification))
        let band = ElementNumber("X.3")!
        let planted = PlantedReport(seed: 1).report
        var answers = planted.answers
        answers[ElementNumber("2.3")!] = nil
        answers[band] = .option(2)
        let practice = try TestPractice()
        let report = IdentifiedReport(
            localID: "auto-000007", id: planted.id, revision: 1, specification: planted.specification,
            forms: planted.forms, notAsked: planted.notAsked, answers: answers)
        let sent = try practice.deidentifier.prepare(report).report
        let contents = try Unsealer(key: practice.key, certificate: practice.certificate).open(
            try #require(sent.sealed), expecting: practice.deidentifier.binding(of: report.id, revision: 1))
        #expect(contents.localID == "auto-000007")
        let rebuilt = try rebuilder.rebuild(sent, contents).report
        #expect(rebuilt.answers[band] == .option(2))
        // The new store numbers reports anew, so an old number of that kind would be given twice.
        #expect(rebuilt.localID == planted.id.description)
        #expect(try rebuilder.rebuild(sent, nil).report.localID == planted.id.description)
    }

    @Test func anEnvelopeOfAnEarlierProgramStillOpens() throws {
        let binding = #"{"formatVersion":1,"practice":"P001","reportID":"r","revision":1}"#
        let old = #"{"binding":\#(binding),"elements":{},"keyID":"k"}"#
        #expect(try JSONDecoder().decode(SealedContents.self, from: Data(old.utf8)).localID == nil)
    }

    @Test func resealingChangesTheRecipientsAndNothingElse() throws {
        let practice = try TestPractice()
        let planted = PlantedReport(seed: 2).report
        let sent = try practice.deidentifier.prepare(planted).report
        let binding = practice.deidentifier.binding(of: planted.id, revision: 1)
        let contents = try Unsealer(key: practice.key, certificate: practice.certificate).open(
            try #require(sent.sealed), expecting: binding)
        let new = try SealingFixture.pair()
        let resealed = try Sealer(recipients: [new.certificate]).reseal(sent, contents)
        #expect(resealed.answers == sent.answers)
        let envelope = try #require(resealed.sealed)
        #expect(try !SealedEnvelope(envelope).isSealed(to: practice.certificate))
        let opened = try Unsealer(key: new.key, certificate: new.certificate).open(envelope, expecting: binding)
        #expect(opened.elements == contents.elements)
        #expect(opened.localID == contents.localID)
    }

    @Test func aKeyOpensWhatWasSealedToItsEarlierCertificate() throws {
        let fixture = try SealingFixture()
        let certificate = try fixture.recovery.key.certificate(
            commonName: "restore", validFrom: Date(timeIntervalSince1970: 1_800_000_000), validForDays: 1)
        #expect(certificate.keyID != fixture.recovery.certificate.keyID)
        let opened = try Unsealer(key: fixture.recovery.key, certificate: certificate)
            .open(fixture.seal(), expecting: fixture.binding)
        #expect(opened.elements == fixture.elements)
    }
}
