import Foundation
import IncidentReports
import IncidentSpec
import Testing

@Suite struct WithdrawalTests {
    private let codec = ReportCodec(.v2012)

    @Test(arguments: WithdrawalReason.allCases)
    func whatIsSentIsRead(reason: WithdrawalReason) throws {
        let withdrawal = Withdrawal(specification: "2012", id: ReportID(), revision: 7, reason: reason)
        guard case .withdrawal(let read) = try codec.packet(withdrawal.packet) else {
            Issue.record("not read as a withdrawal")
            return
        }
        #expect(read == withdrawal)
        #expect(read.packet == withdrawal.packet)
    }

    @Test(
        arguments: [
            ("reason", "Mrs Quill asked for it", "F-FORMAT"), ("revision", 1, "F-IDENTITY"),
            ("revision", 1000, "F-IDENTITY"), ("reportId", "x", "F-IDENTITY"),
            ("specification", "1999", "F-SPECIFICATION"),
            ("elements", [:], "F-FORMAT"), ("format", "goodcatch-withdrawal/2", "F-FORMAT"),
        ] as [(String, JSONValue, String)])
    func anythingElseIsRefused(member: String, value: JSONValue, rule: String) throws {
        let good = Withdrawal(specification: "2012", id: ReportID(), revision: 2, reason: .duplicate).packet
        var members = try #require(try JSONValue(parsing: good).object)
        members[member] = value
        let packet = JSONValue.object(members).canonicalData
        let refused = #expect(throws: RefusedPacket.self) { try codec.packet(packet) }
        #expect(refused?.findings.map(\.rule).contains(rule) == true)
    }
}
