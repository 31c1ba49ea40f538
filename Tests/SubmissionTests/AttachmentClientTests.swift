import Foundation
import IncidentReports
import Testing

@testable import Submission

@Suite(.serialized) struct AttachmentClientTests {
    private let attachment = OutgoingAttachment(
        id: UUID(), report: ReportID(), form: .readable(.pdf), body: Data("%PDF-".utf8) + Data(count: 3_000_000))

    private var listed: ListedAttachment {
        ListedAttachment(
            id: attachment.id, report: attachment.report, form: attachment.form,
            receipt: Receipt(id: "", receivedAt: "", contentHash: ""))
    }

    @Test func anAttachmentGoesAndComesBackOverOneConnection() async throws {
        let aggregator = try FakeAggregator()
        let client = try aggregator.client()
        let first = try await client.store(attachment)
        #expect(first.contentHash == attachment.contentHash.hexadecimal)
        #expect(try await client.store(attachment) == first)
        #expect(try await client.attachment(listed) == attachment.body)
        // The handle has to forget that it said PUT.
        let report = ReportID()
        let packet = OutgoingPacket(
            key: PacketKey(report, revision: 1), packet: Data(#"{"reportId":"\#(report)","revision":1}"#.utf8))
        #expect(try await client.submit([packet]).map(\.kind) == [.stored])
        #expect(try FakeCounts(aggregator).connections == 2)
    }

    @Test func anAnswerThatIsLostIsAskedForAgain() async throws {
        let aggregator = try FakeAggregator(faults: ["drop", "503"])
        let receipt = try await aggregator.client().store(attachment)
        #expect(receipt.contentHash == attachment.contentHash.hexadecimal)
        #expect(try FakeCounts(aggregator).stored == 1)
    }

    @Test(arguments: [
        ("413", SubmissionError.rejected(status: 413, problem: "test")), ("404", .notFound(problem: "test")),
        ("wronghash", .unexpectedAnswer("no receipt for this attachment")),
    ])
    func whatIsNoReceipt(_ fault: String, _ error: SubmissionError) async throws {
        let aggregator = try FakeAggregator(faults: [fault])
        let client = try aggregator.client()
        await #expect(throws: error) { try await client.store(attachment) }
        #expect(try FakeCounts(aggregator).stored == (fault == "wronghash" ? 1 : 0))
    }
}
