import Deidentification
import Foundation
import Testing

@Suite struct SealingRoundTripTests {
    let fixture: SealingFixture

    init() throws { fixture = try SealingFixture() }

    @Test func bothRecipientsOpen() throws {
        let sealed = try fixture.seal()
        for unsealer in try fixture.unsealers() {
            let contents = try unsealer.open(sealed, expecting: fixture.binding)
            #expect(contents.elements == fixture.elements)
            #expect(contents.binding == fixture.binding)
            #expect(contents.keyID == fixture.current.certificate.keyID)
            #expect(contents.keyID == fixture.sealer.keyID)
        }
    }

    @Test func anyContentsReturnUnchanged() throws {
        let fragments = [
            "", " ", "\"", "\\", "\\u0041", "{}", "\",\"pad\":\"", "\n\t\r", "\u{0}", "\u{7F}", "é", "e\u{301}", "ß",
            "漢",
            "🙂", "👩🏽‍⚕️", "\u{202E}", "\u{2028}", "\u{FEFF}", "</script>", "null", "64", "Gray", "a/b",
        ]
        let unsealer = try fixture.unsealers()[0]
        var random = SplitMix(state: 1)
        for _ in 0..<300 {
            var elements: [String: [String]] = [:]
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                let number = "\(Int.random(in: 1...3, using: &random)).\(Int.random(in: 1...44, using: &random))"
                elements[number] = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    (0..<Int.random(in: 0...12, using: &random))
                        .map { _ in fragments.randomElement(using: &random) ?? "" }.joined()
                }
            }
            let binding = SealedBinding(
                practice: "p\(Int.random(in: 0...9, using: &random))", reportID: fixture.binding.reportID,
                revision: Int.random(in: 1...99, using: &random))
            let opened = try unsealer.open(fixture.sealer.seal(elements, for: binding), expecting: binding)
            #expect(bytes(opened.elements) == bytes(elements))
        }
    }

    /// Strings are equal in Swift that differ in bytes.
    private func bytes(_ elements: [String: [String]]) -> [String: [[UInt8]]] {
        elements.mapValues { $0.map { Array($0.utf8) } }
    }

    @Test func largeContentsReturnUnchanged() throws {
        let elements = ["2.41": [String(repeating: "äb\"", count: 300_000)]]
        let opened = try fixture.unsealers()[1]
            .open(fixture.sealer.seal(elements, for: fixture.binding), expecting: fixture.binding)
        #expect(opened.elements == elements)
    }

    @Test func sizeGrowsInStepsOnly() throws {
        let sizes = try (0..<700).map { length in
            try fixture.sealer.seal(["2.3": [String(repeating: "x", count: length)]], for: fixture.binding).count
        }
        #expect(Set(sizes).count <= 4)
        let steps = zip(sizes, sizes.dropFirst()).map { $1 - $0 }.filter { $0 != 0 }
        // Length fields of DER may grow with the contents; nothing shrinks.
        #expect(steps.allSatisfy { (256...260).contains($0) })
    }

    @Test func sameContentsSealDifferently() throws {
        let (first, second) = (try fixture.seal(), try fixture.seal())
        #expect(first != second)
        #expect(first.suffix(272) != second.suffix(272))
    }

    @Test func oneCertificateIsEnough() throws {
        let sealer = try Sealer(recipients: [fixture.recovery.certificate])
        let sealed = try sealer.seal(fixture.elements, for: fixture.binding)
        #expect(try SealedEnvelope(sealed).recipients.count == 1)
        #expect(try fixture.unsealers()[1].open(sealed, expecting: fixture.binding).elements == fixture.elements)
        #expect(throws: SealingError.notARecipient) {
            try fixture.unsealers()[0].open(sealed, expecting: fixture.binding)
        }
    }

    @Test func slicesOfDataOpen() throws {
        let framed = Data([1, 2, 3]) + (try fixture.seal())
        #expect(
            try fixture.unsealers()[0].open(framed.dropFirst(3), expecting: fixture.binding).elements
                == fixture.elements)
    }

    @Test func sharedKeysServeManyThreads() async throws {
        let (sealer, elements, binding) = (fixture.sealer, fixture.elements, fixture.binding)
        let unsealers = try fixture.unsealers()
        let opened = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    try (0..<50).reduce(0) { count, _ in
                        let sealed = try sealer.seal(elements, for: binding)
                        let contents = try unsealers[worker % 2].open(sealed, expecting: binding)
                        return count + (contents.elements == elements ? 1 : 0)
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(opened == 400)
    }
}
