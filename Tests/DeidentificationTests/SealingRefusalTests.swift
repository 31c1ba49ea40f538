import Deidentification
import Foundation
import Testing

@Suite struct SealingRefusalTests {
    let fixture: SealingFixture
    let sealed: Data

    init() throws {
        fixture = try SealingFixture()
        sealed = try fixture.seal()
    }

    @Test(arguments: [
        SealedBinding(practice: "practice-8", reportID: "0b5c6a52-7d0e-4c3f-9c57-2f1f0a6f4b11", revision: 2),
        SealedBinding(practice: "practice-7", reportID: "0b5c6a52-7d0e-4c3f-9c57-2f1f0a6f4b12", revision: 2),
        SealedBinding(practice: "practice-7", reportID: "0b5c6a52-7d0e-4c3f-9c57-2f1f0a6f4b11", revision: 3),
        SealedBinding(
            practice: "practice-7", reportID: "0b5c6a52-7d0e-4c3f-9c57-2f1f0a6f4b11", revision: 2, formatVersion: 9),
    ])
    func anotherReportIsRefused(_ other: SealedBinding) throws {
        for unsealer in try fixture.unsealers() {
            #expect(throws: SealingError.boundToAnotherReport) { try unsealer.open(sealed, expecting: other) }
        }
    }

    @Test func strangersAreRefused() throws {
        let stranger = try SealingFixture.pair()
        let unsealer = try Unsealer(key: stranger.key, certificate: stranger.certificate)
        #expect(throws: SealingError.notARecipient) { try unsealer.open(sealed, expecting: fixture.binding) }
    }

    /// A part that concerns one recipient alone may be damaged without harm to the other, who then still reads the
    /// true contents; everything else is refused to both.
    @Test func everyFlippedBitIsRefused() throws {
        let unsealers = try fixture.unsealers()
        var refusedToBoth = 0
        for bit in 0..<sealed.count * 8 {
            var altered = sealed
            altered[bit / 8] ^= 1 << UInt8(bit % 8)
            let opened = unsealers.compactMap { try? $0.open(altered, expecting: fixture.binding) }
            #expect(opened.count < 2, "bit \(bit) is not protected")
            #expect(opened.allSatisfy { $0.elements == fixture.elements })
            refusedToBoth += opened.isEmpty ? 1 : 0
        }
        // Ciphertext, nonce and tag at least.
        #expect(refusedToBoth > (256 + 12 + 16) * 8)
    }

    @Test func alteredContentsNonceAndTagAreTampered() throws {
        let unsealer = try fixture.unsealers()[0]
        // From the end: tag of 16, its header of 2, ciphertext.
        for fromEnd in [1, 16, 19, 100, 18 + 256] {
            var altered = sealed
            altered[altered.count - fromEnd] ^= 0x40
            #expect(throws: SealingError.tampered) { try unsealer.open(altered, expecting: fixture.binding) }
        }
    }

    @Test func everyTruncationIsMalformed() throws {
        let unsealer = try fixture.unsealers()[0]
        for count in 0..<sealed.count {
            #expect(throws: SealingError.malformed) {
                try unsealer.open(sealed.prefix(count), expecting: fixture.binding)
            }
        }
        #expect(throws: SealingError.malformed) { try unsealer.open(sealed + [0], expecting: fixture.binding) }
        #expect(throws: SealingError.malformed) { try unsealer.open(sealed + sealed, expecting: fixture.binding) }
    }

    /// OpenSSL takes a tag of four bytes, which is found by trial.
    @Test func shortTagIsMalformed() throws {
        var altered = sealed
        for length in [2, 19, 23] {
            let value = Int(altered[length]) << 8 + Int(altered[length + 1]) - 12
            altered[length] = UInt8(value >> 8)
            altered[length + 1] = UInt8(value & 0xFF)
        }
        altered[altered.count - 17] = 4
        altered.removeLast(12)
        let openssl = try OpenSSLCommand()
        try openssl.write("sealed.der", altered)
        try openssl.run("asn1parse", "-inform", "DER", "-in", "sealed.der")
        #expect(throws: SealingError.malformed) {
            try fixture.unsealers()[0].open(altered, expecting: fixture.binding)
        }
    }

    @Test func randomBytesAreMalformed() throws {
        var random = SplitMix(state: 2)
        for count in 0..<500 {
            let bytes = Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
            #expect(throws: SealingError.malformed) { try SealedEnvelope(bytes) }
        }
    }

    @Test func recipientsMustBeThereAndDiffer() throws {
        let certificate = fixture.current.certificate
        #expect(throws: SealingError.noRecipients) { try Sealer(recipients: []) }
        #expect(throws: SealingError.repeatedRecipient) { try Sealer(recipients: [certificate, certificate]) }
    }

    @Test func keyAndCertificateMustMatch() throws {
        #expect(throws: SealingError.keyOfAnotherCertificate) {
            try Unsealer(key: fixture.current.key, certificate: fixture.recovery.certificate)
        }
    }

    @Test(arguments: SealingError.allCases)
    func refusalsReadAsOneClause(_ error: SealingError) {
        #expect("\(error)".first?.isLowercase == true)
        #expect(!"\(error)".hasSuffix("."))
    }
}
