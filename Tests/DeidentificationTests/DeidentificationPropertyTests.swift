import Deidentification
import Foundation
import IncidentReports
import IncidentSpec
import Testing

/// Nothing of what must stay ever leaves, whatever the report.
@Suite struct DeidentificationPropertyTests {
    @Test(arguments: 0..<8)
    func nothingSealedOrStrippedIsReadableInWhatLeaves(share: UInt64) throws {
        let practice = try TestPractice()
        let unsealer = try Unsealer(key: practice.key, certificate: practice.certificate)
        var sent = 0
        for seed in share * 400..<(share + 1) * 400 {
            let planted = PlantedReport(seed: seed)
            let prepared: PreparedReport
            do throws(DeidentificationError) {
                prepared = try practice.deidentifier.prepare(planted.report)
            } catch {
                let text = "\(error)".lowercased()
                #expect(!planted.parts.contains { text.contains($0) }, "error of seed \(seed)")
                continue
            }
            sent += 1
            let readable = readable(prepared.packet)
            for part in planted.parts where readable.contains(part) { Issue.record("seed \(seed) leaks") }
            let trail = String(decoding: try JSONEncoder().encode(prepared.trail), as: UTF8.self).lowercased()
            #expect(!planted.parts.contains { trail.contains($0) }, "trail of seed \(seed)")

            let binding = practice.deidentifier.binding(of: planted.report.id, revision: 1)
            let opened = try unsealer.open(prepared.report.sealed!, expecting: binding)
            var expected: [String: [String]] = [:]
            for element in Specification.v2012.allElements where element.edge == .seal {
                guard let value = planted.report.answers[element.number] else { continue }
                expected[element.number.description] =
                    value.textValues.isEmpty
                    ? [String(Int(value.number!))] : value.textValues
            }
            #expect(opened.elements == expected, "envelope of seed \(seed)")
        }
        // A guard that refuses everything would leak nothing either.
        #expect(sent > 390)
    }

    /// Everything readable in a packet, folded; the envelope's base64 is not.
    private func readable(_ packet: Data) -> String {
        var members = try! JSONValue(parsing: packet).object!
        members["sealed"] = nil
        members["reportId"] = nil
        return String(decoding: JSONValue.object(members).canonicalData, as: UTF8.self)
            .folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}
