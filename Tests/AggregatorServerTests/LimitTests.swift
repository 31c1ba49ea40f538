import Configuration
import Foundation
import HTTPTypes
import Hummingbird
import IncidentReports
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import AggregatorServer

@Suite struct LimitTests {
    /// Packs bytes as the program of that name does.
    private static func gzip(_ plain: Data) throws -> Data {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/gzip")
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let writer = input.fileHandleForWriting
        Thread.detachNewThread {
            try? writer.write(contentsOf: plain)
            try? writer.close()
        }
        return output.fileHandleForReading.readDataToEndOfFile()
    }

    @Test func aPackedSubmissionIsTaken() async throws {
        let packed = try Self.gzip(Data((packet() + "\n" + packet()).utf8))
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let answer = try await server.send(
                .post, "/v1/reports", bytes: packed, type: "application/x-ndjson", token: token, coding: "gzip")
            #expect((0..<2).map(answer.outcome) == ["stored", "stored"])
        }
    }

    @Test func whatUnpacksToTooMuchOrIsNoGzipIsRefused() async throws {
        let bomb = try Self.gzip(Data(repeating: UInt8(ascii: "["), count: 50_000_000))
        let good = try Self.gzip(Data(packet().utf8))
        #expect(bomb.count < 100_000)
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            let cases: [(Data, String, HTTPResponse.Status, String)] = [
                (bomb, "gzip", .contentTooLarge, "too-large-unpacked"),
                (good.dropLast(3), "gzip", .badRequest, "not-gzip"),
                (good + good, "gzip", .badRequest, "not-gzip"), (Data(), "gzip", .badRequest, "not-gzip"),
                (Data("{}".utf8), "gzip", .badRequest, "not-gzip"),
                (good, "br", .unsupportedMediaType, "content-coding"),
            ]
            for (body, coding, status, name) in cases {
                let answer = try await server.send(.post, "/v1/reports", bytes: body, token: token, coding: coding)
                #expect(answer.status == status)
                #expect(answer.json["type"]?.string == "urn:goodcatch:problem:\(name)")
            }
        }
    }

    @Test func aPracticeThatSendsTooMuchIsToldWhenToComeAgain() async throws {
        try await TestServer.with(["limits.reportsPerMinute": 2]) { server in
            let (token, other) = (try await server.accessToken("P001"), try await server.accessToken("P002"))
            for _ in 0..<2 {
                #expect(try await server.send(.post, "/v1/reports", packet(), token: token).status == .created)
            }
            let answer = try await server.send(.post, "/v1/reports", packet(), token: token)
            #expect(answer.status == .tooManyRequests)
            #expect(answer.json["type"] == "urn:goodcatch:problem:too-many")
            #expect((1...60).contains(Int(answer.headers[.retryAfter] ?? "") ?? 0))
            #expect(try await server.send(.post, "/v1/reports", packet(), token: other).status == .created)
        }
    }

    @Test func theBucketFillsEvenly() throws {
        let time = Mutex(Date(timeIntervalSince1970: 0))
        let rate = RateLimit(perMinute: 60, clock: IncidentReports.Clock { time.withLock { $0 } })
        try rate.take(60, practice: 1)
        let early = #expect(throws: Problem.self) { try rate.take(5, practice: 1) }
        #expect(early?.headers[.retryAfter] == "5")
        time.withLock { $0 += 5 }
        try rate.take(5, practice: 1)
        // More than a minute's worth goes when the bucket is full, and is paid for afterwards.
        time.withLock { $0 += 60 }
        try rate.take(500, practice: 1)
        time.withLock { $0 += 60 }
        #expect(throws: Problem.self) { try rate.take(1, practice: 1) }
    }

    @Test func aBodyThatDoesNotComeIsNotWaitedFor() async throws {
        let (stream, end) = AsyncStream<ByteBuffer>.makeStream()
        let problem = await #expect(throws: Problem.self) {
            _ = try await RequestBody(asyncSequence: stream).bytes(
                upTo: 1000, within: Patience(.milliseconds(20)))
        }
        #expect(problem?.status == .requestTimeout)
        end.finish()
    }

    /// Bodies made by spoiling a good one: none may end the server, and none that is refused may be stored.
    @Test func theServerOutlivesMalformedBodies() async throws {
        try await TestServer.with { server in
            let token = try await server.accessToken("P001")
            var random = Spoiler(seed: 20_260_402)
            var stored = 0
            for _ in 0..<500 {
                let answer = try await server.send(
                    .post, "/v1/reports", bytes: random.spoilt(Data(packet().utf8)), token: token)
                stored += answer.status == .created ? 1 : 0
                #expect([.created, .unprocessableContent, .badRequest].contains(answer.status))
            }
            #expect(try await server.aggregator.count("report") == stored)
            #expect(stored < 250)
            #expect(try await server.send(.post, "/v1/reports", packet(), token: token).status == .created)
        }
    }
}

/// Spoils packets in the ways that parsers and validators trip over.
struct Spoiler {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private static let values = [
        "NaN", "-Infinity", "1e999", "-1", "0", "1.5", "999999999999999999999", "18446744073709551615", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\"", "null", "true", "[]", "{}", "[[]]", "[null]", "[1,1]", "\"1\"",
        "{\"a\":{}}", "\"\u{202E}\"", "1e-400", "01", "+1", "'a'", "\"2025-02-30\"", "\"9999-99-99\"", "[\"1.a\"]",
        String(repeating: "[", count: 10_000), String(repeating: "{\"a\":", count: 10_000),
        "\"" + String(repeating: "x", count: 60_000) + "\"",
    ]

    mutating func spoilt(_ packet: Data) -> Data {
        var bytes = Array(packet)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place...)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 3: bytes += bytes[place...]
            case 4:
                let end = Int.random(in: place..<bytes.count, using: &random)
                bytes.replaceSubrange(place..<end, with: bytes[0..<min(40, bytes.count)])
            default:
                // Another value behind one of the colons.
                let colons = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
                guard let colon = colons.randomElement(using: &random),
                    let value = Self.values.randomElement(using: &random)
                else { break }
                let end = bytes[colon...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") }
                bytes.replaceSubrange(colon + 1..<(end ?? bytes.endIndex), with: Array(value.utf8))
            }
            if bytes.isEmpty { bytes = [UInt8(ascii: " ")] }
        }
        return Data(bytes)
    }
}
