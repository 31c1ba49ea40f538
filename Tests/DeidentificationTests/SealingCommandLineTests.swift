import Deidentification
import Foundation
import Testing

/// Any practice can open its own envelopes with the `openssl` command, without us.
@Suite struct SealingCommandLineTests {
    let fixture: SealingFixture
    let openssl: OpenSSLCommand

    init() throws {
        fixture = try SealingFixture()
        openssl = try OpenSSLCommand()
        for (name, pair) in [("current", fixture.current), ("recovery", fixture.recovery)] {
            try openssl.write("\(name).crt", pair.certificate.pem)
            try openssl.write("\(name).key", pair.key.pem(passphrase: nil))
        }
    }

    @Test(arguments: ["current", "recovery"])
    func commandOpens(_ name: String) throws {
        try openssl.write("sealed.der", fixture.seal())
        let text = try openssl.run(
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "sealed.der", "-recip", "\(name).crt", "-inkey",
            "\(name).key")
        #expect(text.count == 512)
        let unpadded = #"""
            {"binding":{"formatVersion":1,"practice":"practice-7","reportID":"0b5c6a52-7d0e-4c3f-9c57-2f1f0a6f4b11",\#
            "revision":2},"elements":{"1.13":["MRN 00417"],"2.3":["64"],\#
            "2.33":["Ada \"Q\" Example (physicist)","Zoë 漢字 🙂"]},"keyID":"\#(fixture.sealer.keyID)","pad":"
            """#
        let spaces = String(repeating: " ", count: 512 - unpadded.utf8.count - 2)
        #expect(String(decoding: text, as: UTF8.self) == unpadded + spaces + "\"}")
    }

    @Test func algorithmsAreTheApprovedOnes() throws {
        try openssl.write("sealed.der", fixture.seal())
        let structure = String(
            decoding: try openssl.run("asn1parse", "-inform", "DER", "-in", "sealed.der"), as: UTF8.self)
        #expect(structure.contains("id-smime-ct-authEnvelopedData"))
        #expect(structure.contains("aes-256-gcm"))
        #expect(structure.ranges(of: "dhSinglePass-stdDH-sha256kdf-scheme").count == 2)
        #expect(structure.ranges(of: "id-aes256-wrap").count == 2)
        #expect(!structure.contains("sha1kdf"))
        let printed = String(
            decoding: try openssl.run("cms", "-cmsout", "-print", "-inform", "DER", "-in", "sealed.der"),
            as: UTF8.self)
        #expect(printed.ranges(of: "d.kari").count == 2)
        #expect(!printed.contains("practice-7"))
        #expect(!printed.contains("issuerAndSerialNumber"))
    }

    @Test(arguments: [
        (["-aes-256-gcm", "-keyid"], ["-keyopt", "ecdh_kdf_md:sha256"], true),
        (["-aes-256-gcm", "-keyid"], [], false),
        (["-aes-256-gcm", "-keyid"], ["-keyopt", "ecdh_kdf_md:sha1"], false),
        (["-aes-256-gcm"], ["-keyopt", "ecdh_kdf_md:sha256"], false),
        (["-aes-128-gcm", "-keyid"], ["-keyopt", "ecdh_kdf_md:sha256"], false),
        (["-aes-256-cbc", "-keyid"], ["-keyopt", "ecdh_kdf_md:sha256"], false),
    ])
    func onlyOurFormIsOpened(_ options: [String], _ keyOptions: [String], _ opens: Bool) throws {
        let json = #"""
            {"binding":{"formatVersion":1,"practice":"practice-7","reportID":"0b5c6a52-7d0e-4c3f-9c57-2f1f0a6f4b11",\#
            "revision":2},"elements":{"2.3":["64"]},"keyID":"00","pad":""}
            """#
        try openssl.write("plain.json", json)
        try openssl.run(
            ["cms", "-encrypt", "-binary", "-in", "plain.json", "-outform", "DER", "-out", "made.der"] + options
                + ["-recip", "current.crt"] + keyOptions)
        let made = try openssl.read("made.der")
        let unsealer = try fixture.unsealers()[0]
        if opens {
            #expect(try unsealer.open(made, expecting: fixture.binding).elements == ["2.3": ["64"]])
        } else {
            #expect(throws: SealingError.malformed) { try unsealer.open(made, expecting: fixture.binding) }
        }
    }

    @Test func contentsThatAreNotOursAreMalformed() throws {
        for text in ["x", "{}", #"{"binding":{},"elements":{},"keyID":""}"#] {
            try openssl.write("plain.json", text)
            try openssl.run(
                "cms", "-encrypt", "-binary", "-in", "plain.json", "-outform", "DER", "-out", "made.der",
                "-aes-256-gcm", "-keyid", "-recip", "current.crt", "-keyopt", "ecdh_kdf_md:sha256")
            let made = try openssl.read("made.der")
            #expect(throws: SealingError.malformed) {
                try fixture.unsealers()[0].open(made, expecting: fixture.binding)
            }
        }
    }
}
