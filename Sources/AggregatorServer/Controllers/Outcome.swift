import AggregatorStore
import Foundation
import IncidentReports
import IncidentSpec

/// What became of one line of a submission, as the caller sees it.
struct Outcome: Sendable {
    enum Word: String, Sendable, CaseIterable { case stored, duplicate, conflict, refused, valid }

    /// A receipt as it travels.
    struct ReceiptBody: Encodable {
        let id, receivedAt, contentHash: String

        init(_ receipt: Receipt) {
            id = receipt.id.digits
            receivedAt = receipt.receivedAt
            contentHash = receipt.contentHash.hexadecimal
        }
    }

    let line: Int
    let id: ReportID?
    let revision: Int?
    var outcome: Word
    var receipt: Receipt?
    var findings: [Finding] = []

    /// The first rule that kept it from being stored; empty when none did.
    var reason: String { findings.first { $0.severity == .error }?.rule ?? "" }

    mutating func take(_ word: Word, _ receipt: Receipt) {
        outcome = word
        self.receipt = receipt
    }

    /// The answer to a submission: canonical JSON, written without values between since there may be many.
    static func json(_ outcomes: [Outcome]) -> [UInt8] {
        var json = CanonicalJSON(capacity: 512 * outcomes.count)
        json.write(plain: "{\"outcomes\":")
        json.write(list: outcomes) { $1.write(to: &$0) }
        json.write(plain: "}")
        return json.bytes
    }

    private func write(to json: inout CanonicalJSON) {
        json.write(plain: "{\"findings\":")
        json.write(list: findings) { Self.write($1, to: &$0) }
        json.write(plain: ",\"line\":\(line),\"outcome\":\"\(outcome.rawValue)\"")
        if let receipt = receipt.map({ ReceiptBody($0) }) {
            json.write(plain: ",\"receipt\":{\"contentHash\":\"")
            json.write(plain: receipt.contentHash)
            json.write(plain: "\",\"id\":\"")
            json.write(plain: receipt.id)
            json.write(plain: "\",\"receivedAt\":\"")
            json.write(plain: receipt.receivedAt)
            json.write(plain: "\"}")
        }
        if let id {
            json.write(plain: ",\"reportId\":\"")
            json.write(plain: id.description)
            json.write(plain: "\"")
        }
        if let revision { json.write(plain: ",\"revision\":\(revision)") }
        json.write(plain: "}")
    }

    private static func write(_ finding: Finding, to json: inout CanonicalJSON) {
        json.write(plain: "{")
        if let element = finding.element { json.write(plain: "\"element\":\"\(element)\",") }
        json.write(plain: "\"message\":")
        json.write(finding.message)
        json.write(plain: ",\"rule\":")
        json.write(finding.rule)
        json.write(plain: ",\"severity\":\"\(finding.severity.rawValue)\"}")
    }
}
