import Foundation
import IncidentReports
import IncidentSpec
import Submission
import Testing

@testable import ClinicStore
@testable import Deidentification

/// Reports of one patient, and of one event, are linked by pseudonyms that say nothing of either.
@Suite struct PseudonymTests {
    private static let patient = ElementNumber("X.16")!
    private static let event = ElementNumber("X.17")!

    private func report(_ localID: String, record: String? = nil, event: String? = nil, more: String = "") -> String {
        line(
            localID,
            more: (record.map { ",\"1.13\":\"\($0)\"" } ?? "") + (event.map { ",\"X.18\":\"\($0)\"" } ?? "") + more)
    }

    /// The pseudonym that leaves with the last revision of a report.
    private func link(_ store: TestStore, _ localID: String, _ element: ElementNumber = patient) throws -> UUID? {
        let last = try #require(try store.practice.reports.revisions(of: localID).first)
        let entry = try #require(
            try store.practice.outbox.entry(PacketKey(last.report.id, revision: last.report.revision)))
        let packet = try ReportCodec(.v2012).decode(entry.packet)
        guard case .pseudonym(let uuid)? = packet.answers[element] else { return nil }
        return uuid
    }

    @Test func reportsOfOnePatientShareAPseudonymAndOthersDoNot() async throws {
        let store = try TestStore()
        try await store.add(
            report("a", record: "00417-712"), report("b", record: "417712"), report("c", record: "ab 12"),
            report("d", record: "AB12"), report("e", record: "417713"), report("f"), report("g", record: "-"),
            report("m", record: "Multiple"))
        let links = try "abcdefg".map { try link(store, String($0)) }
        #expect(links[0] != nil && links[0] == links[1])
        #expect(links[2] != nil && links[2] == links[3])
        #expect(Set([links[0], links[2], links[4]]).count == 3)
        #expect(links[5] == nil && links[6] == nil)
        #expect(try link(store, "m") == nil, "several patients are not one")
        // An amendment, and a patient who comes again later.
        try await store.add(report("a", record: "417712", more: ",\"1.2\":\"10:00\""), report("h", record: "417712"))
        #expect(try link(store, "a") == links[0])
        #expect(try link(store, "h") == links[0])
        #expect(try store.practice.reports.revisions(of: "a").count == 2)
    }

    @Test func reportsOfOneEventShareAPseudonymToo() async throws {
        let store = try TestStore()
        try await store.add(
            report("a", record: "1", event: "EV-2025-031"), report("b", record: "2", event: "ev 2025 031"),
            report("c", record: "1", event: "EV-2025-032"), report("d"))
        #expect(try link(store, "a", Self.event) != nil)
        #expect(try link(store, "a", Self.event) == link(store, "b", Self.event))
        #expect(try link(store, "a", Self.event) != link(store, "c", Self.event))
        #expect(try link(store, "d", Self.event) == nil)
        #expect(try link(store, "a") != link(store, "a", Self.event))
        let outbox = try Data(contentsOf: store.practice.directory.outboxFile)
        #expect(outbox.range(of: Data("EV-2025".utf8)) == nil)
    }

    /// A function of the record number would give two practices the same, and so would one practice a second store.
    @Test func aPseudonymIsRandom() async throws {
        var links: Set<UUID?> = []
        for _ in 0..<3 {
            let store = try TestStore()
            try await store.add(report("a", record: "417712"))
            let link = try #require(try link(store, "a"))
            #expect(link.uuidString.dropFirst(14).first == "4")
            links.insert(link)
        }
        #expect(links.count == 3)
    }

    @Test func whatSomebodyWroteInItsPlaceDoesNotLeave() async throws {
        let store = try TestStore()
        let written = "5a0d4f5c-3c0e-4d52-9a55-000041771200"
        try await store.add(
            report("a", more: ",\"X.16\":\"\(written)\",\"X.17\":\"\(written)\""),
            report("b", record: "1", more: ",\"X.16\":\"\(written)\""))
        #expect(try link(store, "a") == nil)
        #expect(try link(store, "a", Self.event) == nil)
        #expect(try link(store, "b") != UUID(uuidString: written))
        // Only random ones are pseudonyms: what is derived of something says so in its version.
        let refused = try await store.add(report("c", more: ",\"X.16\":\"5a0d4f5c-3c0e-5d52-9a55-000041771200\""))
        #expect(refused.new == 0)
    }

    @Test func aPreviewShowsWhatWillLeave() async throws {
        let store = try TestStore(enrolled: false)
        try await store.add(report("a", record: "417712"))
        let waiting = try #require(try store.practice.reports.revisions(of: "a").first)
        let packet = Data(try store.practice.preview(waiting).packet.utf8)
        let shown = try ReportCodec(.v2012).decode(packet).answers[Self.patient]
        try store.practice.reports.enrol(server: "https://localhost", practice: PracticeCode("P001")!, clientID: "c")
        _ = try await store.practice.prepareWaiting()
        #expect(shown == .pseudonym(try #require(try link(store, "a"))))
    }

    @Test func aRestoredStoreGoesOnWithTheSamePseudonyms() async throws {
        let lost = try TestStore()
        try await lost.add(report("a", record: "417712", event: "EV-1"))
        let sent = try #require(try lost.practice.reports.revisions(of: "a").first?.report)
        let left = try lost.practice.reports.linked([sent])[0]
        let new = try TestStore()
        try new.practice.reports.restore([(report: left, trail: RedactionTrail([]))])
        let restored = try #require(try new.practice.reports.revisions(of: "a").first?.report)
        #expect(restored.answers == sent.answers, "so that the clinic's export says nothing new")
        try await new.add(report("b", record: "417712", event: "EV-1"))
        #expect(try link(new, "b") == link(lost, "a"))
        #expect(try link(new, "b", Self.event) == link(lost, "a", Self.event))
    }
}
