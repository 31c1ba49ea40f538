import AggregatorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IncidentReports
import NIOCore
import Postgres
import TestSupport
import Testing

@Suite struct AttachmentTests {
    private let report = ReportID()
    /// The beginning of a CMS AuthEnvelopedData, which is all that the aggregator can know of one.
    private let envelope =
        Data([0x30, 0x82, 1, 0, 0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x17])
        + Data((0..<240).map { UInt8($0) })
    private let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3])

    private struct Answer {
        let status: HTTPResponse.Status
        let type: String?
        let body: Data
        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
        var problem: String? { json["type"]?.string?.replacing("urn:goodcatch:problem:", with: "") }
    }

    private func path(_ id: UUID, _ report: ReportID? = nil) -> String {
        "/v1/reports/\(report ?? self.report)/attachments/\(id.uuidString.lowercased())"
    }

    private func put(
        _ server: TestServer, _ path: String, _ body: Data, type: String = "application/cms", digest: String? = nil,
        token: String?
    ) async throws -> Answer {
        var headers: HTTPFields = [.contentType: type]
        headers[HTTPField.Name("Content-Digest")!] = digest ?? ReportCodec.contentDigest(of: body)
        if let token { headers[.authorization] = "Bearer \(token)" }
        return try await execute(server, path, .put, headers, ByteBuffer(bytes: body))
    }

    private func get(_ server: TestServer, _ path: String, token: String) async throws -> Answer {
        try await execute(server, path, .get, [.authorization: "Bearer \(token)"], nil)
    }

    private func execute(
        _ server: TestServer, _ path: String, _ method: HTTPRequest.Method, _ headers: HTTPFields, _ body: ByteBuffer?
    ) async throws -> Answer {
        try await server.client.execute(uri: path, method: method, headers: headers, body: body) { response in
            Answer(
                status: response.status, type: response.headers[.contentType],
                body: Data(response.body.readableBytesView))
        }
    }

    /// A practice with its report stored.
    private func practice(_ server: TestServer, _ code: String) async throws -> String {
        let token = try await server.accessToken(code)
        let stored = try await server.send(
            .post, "/v1/reports", packet { $0["reportId"] = .string(report.description) }, token: token)
        #expect(stored.status == .created)
        return token
    }

    private func withdraw(_ server: TestServer, _ token: String) async throws {
        let packet = Withdrawal(specification: "2012", id: report, revision: 2, reason: .duplicate).packet
        let answer = try await server.send(.post, "/v1/reports", String(decoding: packet, as: UTF8.self), token: token)
        #expect(answer.status == .created)
    }

    @Test func anAttachmentIsStoredOnce() async throws {
        try await TestServer.with { server in
            let token = try await practice(server, "P001")
            let id = UUID()
            let first = try await put(server, path(id), envelope, token: token)
            #expect(first.status == .created)
            #expect(first.json["outcome"] == "stored")
            let hash = ReportCodec.contentHash(of: envelope).map { String(Int($0) + 256, radix: 16).dropFirst() }
            #expect(first.json["receipt"]?["contentHash"]?.string == hash.joined())
            let again = try await put(server, path(id), envelope, token: token)
            #expect(again.status == .ok)
            #expect(again.json["outcome"] == "duplicate")
            #expect(again.json["receipt"] == first.json["receipt"])
            for (body, type) in [(envelope + [1], "application/cms"), (png, "image/png")] {
                let other = try await put(server, path(id), body, type: type, token: token)
                #expect(other.status == .conflict)
                #expect(other.problem == "attachment-conflict")
            }
            let back = try await get(server, path(id), token: token)
            #expect(back.body == envelope)
            #expect(back.type == "application/cms")
            #expect(try await server.aggregator.count("report_attachment") == 1)
            #expect(try await server.aggregator.count("attachment_content") == 1)
        }
    }

    @Test func whatIsNotTaken() async throws {
        try await TestServer.with { server in
            let token = try await practice(server, "P001")
            func refused(
                _ status: HTTPResponse.Status, _ problem: String, _ body: Data, type: String = "application/cms",
                digest: String? = nil, path other: String? = nil
            ) async throws {
                let answer = try await put(
                    server, other ?? path(UUID()), body, type: type, digest: digest, token: token)
                #expect(answer.status == status, "\(problem)")
                #expect(answer.problem == problem)
            }
            try await refused(.unsupportedMediaType, "media-type", png, type: "image/gif")
            try await refused(.unsupportedMediaType, "media-type", png, type: "image/jpeg")
            try await refused(.unsupportedMediaType, "media-type", png)
            try await refused(.unsupportedMediaType, "media-type", Data(), type: "application/pdf")
            try await refused(
                .unprocessableContent, "content-digest", envelope, digest: ReportCodec.contentDigest(of: png))
            try await refused(.unprocessableContent, "content-digest", envelope, digest: "")
            try await refused(.notFound, "report-unknown", envelope, path: path(UUID(), ReportID()))
            try await refused(.notFound, "not-found", envelope, path: "/v1/reports/\(report)/attachments/scan.pdf")
            let large = png + Data(count: AttachmentKind.largest)
            try await refused(.contentTooLarge, "too-large", large, type: "image/png")
            try await refused(
                .contentTooLarge, "too-large", envelope + Data(count: AttachmentForm.sealed.largest))
            #expect(try await put(server, path(UUID()), envelope, token: nil).status == .unauthorized)
            #expect(try await server.aggregator.count("report_attachment") == 0)
        }
    }

    /// The same report id at two practices is two reports, and an attachment of one is nothing to the other.
    @Test func anAttachmentIsThePracticesOwn() async throws {
        try await TestServer.with { server in
            let token = try await practice(server, "P001")
            let stranger = try await practice(server, "P002")
            let id = UUID()
            #expect(try await put(server, path(id), envelope, token: token).status == .created)
            #expect(try await get(server, path(id), token: stranger).status == .notFound)
            #expect(try await get(server, "/v1/attachments", token: stranger).json["attachments"] == .array([]))
            #expect(try await put(server, path(id), png, type: "image/png", token: stranger).status == .created)
            #expect(try await get(server, path(id), token: token).body == envelope)
        }
    }

    @Test func theListingHasPages() async throws {
        try await TestServer.with { server in
            let token = try await practice(server, "P001")
            var ids: Set<String> = []
            for _ in 0..<5 {
                let id = UUID()
                ids.insert(id.uuidString.lowercased())
                _ = try await put(server, path(id), png, type: "image/png", token: token)
            }
            var found: [String] = []
            var next: String? = ""
            while let after = next {
                let query = "?limit=2" + (after.isEmpty ? "" : "&after=\(after)")
                let page = try await get(server, "/v1/attachments" + query, token: token).json
                for entry in page["attachments"]?.array ?? [] {
                    found.append(entry["attachmentId"]?.string ?? "")
                    #expect(entry["reportId"]?.string == report.description)
                    #expect(entry["mediaType"] == "image/png")
                    #expect(entry["size"]?.integer == png.count)
                }
                next = page["next"]?.string
            }
            #expect(found == ids.sorted())
            for query in ["?limit=0", "?limit=501", "?after=x"] {
                #expect(try await get(server, "/v1/attachments" + query, token: token).status == .badRequest)
            }
        }
    }

    /// Withdrawing is final: the bytes go, the receipts stay.
    @Test func aWithdrawalDeletesTheBytes() async throws {
        try await TestServer.with { server in
            let token = try await practice(server, "P001")
            let stranger = try await practice(server, "P002")
            let id = UUID()
            for token in [token, stranger] { _ = try await put(server, path(id), envelope, token: token) }
            try await withdraw(server, token)
            #expect(try await server.aggregator.count("report_attachment") == 2)
            #expect(try await server.aggregator.count("attachment_content") == 1)
            #expect(try await get(server, path(id), token: token).problem == "report-withdrawn")
            #expect(try await get(server, "/v1/attachments", token: token).json["attachments"] == .array([]))
            for late in [id, UUID()] {
                let answer = try await put(server, path(late), envelope, token: token)
                #expect(answer.status == .gone)
                #expect(answer.problem == "report-withdrawn")
            }
            #expect(try await get(server, path(id), token: stranger).body == envelope)
        }
    }

    /// Whichever comes first, no bytes of a withdrawn report stay.
    @Test func aWithdrawalMeetsAttachmentsOnTheirWay() async throws {
        try await TestServer.with { server in
            let token = try await practice(server, "P001")
            let statuses = try await withThrowingTaskGroup(of: HTTPResponse.Status?.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        if number == 6 {
                            try await withdraw(server, token)
                            return nil
                        }
                        return try await put(server, path(UUID()), envelope, token: token).status
                    }
                }
                return try await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
            }
            #expect(statuses.count == 11)
            #expect(statuses.allSatisfy { $0 == .created || $0 == .gone })
            #expect(
                try await server.aggregator.count("report_attachment") == statuses.count { $0 == .created })
            #expect(try await server.aggregator.count("attachment_content") == 0)
        }
    }
}
