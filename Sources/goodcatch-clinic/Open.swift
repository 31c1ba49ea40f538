import ArgumentParser
import ClinicStore
import Deidentification
import Foundation
import IncidentReports
import IncidentSpec
import Submission

/// Unseals a report's own identifiers.
struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open the sealed elements of a report with the practice's own key.",
        discussion: """
            Of the packet in the outbox, or with --from-pso of the one the PSO holds. An envelope is refused under \
            another report's id. Prints what identifies people: keep the output as you keep the store.

            EXAMPLE
              goodcatch-clinic open 2025-0117 --from-pso
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A local id, or the beginning of a report id.")
    var id: String

    @Flag(name: .customLong("from-pso"), help: "Fetch the packet back from the PSO.")
    var fromPSO = false

    @ArgumentParser.Option(
        help: "The recovery key's file, for a report sealed under keys that this store does not have.")
    var recoveryKey: String?

    func run() async throws {
        let practice = try options.practice()
        let recovery = try recoveryKey.flatMap { try options.recoveryKeys([$0]).first }
        let keys = try practice.reports.revisions(of: id).map { PacketKey($0.report.id, revision: $0.report.revision) }
        let entries = try keys.compactMap { try practice.outbox.entry($0) }
        let packet: (key: PacketKey, bytes: Data)
        if fromPSO {
            guard let sent = entries.first(where: { $0.state == .stored }) else { throw PracticeError.notPrepared }
            packet = (sent.key, try await practice.client().packet(sent.key))
        } else {
            guard let entry = entries.first else { throw PracticeError.notPrepared }
            packet = (entry.key, entry.packet)
        }
        tell(
            try practice.open(packet.bytes, expecting: packet.key, recoveryKey: recovery), practice.specification)
    }

    private func tell(_ contents: SealedContents, _ specification: Specification) {
        guard !output.json else {
            return Terminal.line([
                "reportId": .string(contents.binding.reportID), "revision": .integer(contents.binding.revision),
                "keyId": .string(contents.keyID),
                "elements": .object(contents.elements.mapValues { .array($0.map { .string($0) }) }),
            ])
        }
        let rows = contents.elements.compactMap { number, values in
            ElementNumber(number).map { (number: $0, values: values) }
        }.sorted { $0.number < $1.number }
        print("report \(contents.binding.reportID) revision \(contents.binding.revision), key \(contents.keyID)")
        print(
            TextTable.text(
                ["element", "title", "value"],
                rows.map { number, values in
                    [number.description, specification[number]?.title ?? "", values.joined(separator: "; ")]
                }))
    }
}
