import AggregatorServer
import AggregatorStore
import Foundation
import IncidentReports
import IncidentSpec

extension PracticeExport {
    /// Exports a practice and tells what was written.
    static func write(_ practice: PracticeArgument, to path: String, json: Bool) async throws {
        let configuration = try await practice.common.configuration()
        let store = try AggregatorStore(url: configuration.databaseURL)
        try await Migrator.check(store.access)
        let outcome = try await PracticeExport(try await practice.administration(), store, .v2012).write(
            practice.code, to: URL(filePath: path))
        if json {
            struct Output: Encodable {
                let practice, folder, manifestHash: String
                let receipts, files: Int
            }
            try printJSON(
                Output(
                    practice: practice.code.description, folder: path, manifestHash: outcome.manifestHash,
                    receipts: outcome.receipts, files: outcome.files))
        } else {
            print("\(outcome.receipts) receipts with what they are for, \(outcome.files) files in \(path)")
            print("SHA-256 of SHA256SUMS: \(outcome.manifestHash)")
        }
        await store.close()
    }
}
