import Crypto
public import Foundation
public import IncidentReports
public import IncidentSpec
import Postgres

/// Everything held of one practice, as files of open formats with their checksums.
public struct PracticeExport: Sendable {
    /// What an export came to.
    public struct Outcome: Sendable {
        public let receipts: Int
        public let files: Int
        /// SHA-256 of the file SHA256SUMS, in hexadecimal.
        public let manifestHash: String
    }

    private let administration: PracticeAdministration
    private let reports: ReportStore
    private let attachments: AttachmentStore
    private let codec: ReportCodec

    public init(_ administration: PracticeAdministration, _ store: AggregatorStore, _ specification: Specification) {
        self.administration = administration
        reports = ReportStore(store, specification)
        attachments = AttachmentStore(store)
        codec = ReportCodec(specification)
    }

    /// Writes the export to a folder that appears whole or not at all, and records that it was made.
    ///
    /// - Throws: ``AdministrationError/damaged(receipt:)`` when a report is not, byte for byte, what its receipt is for.
    public func write(_ code: PracticeCode, to folder: URL) async throws -> Outcome {
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw AdministrationError.exists(folder.path)
        }
        let draft = folder.deletingLastPathComponent().appending(
            path: ".\(folder.lastPathComponent).\(UUID().uuidString)")
        try Self.make(draft)
        do {
            let outcome = try await fill(draft, code)
            try FileManager.default.moveItem(at: draft, to: folder)
            return outcome
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
    }

    private func fill(_ folder: URL, _ code: PracticeCode) async throws -> Outcome {
        let lists = try await administration.lists(PracticeListName.allCases, of: code)
        for list in lists { try Self.write(Data(list.csv.utf8), folder.appending(path: "\(list.name).csv")) }
        let receipts = lists.first { $0.name == PracticeListName.receipts.rawValue }?.rows ?? []
        let practice = try await administration.key(of: code)
        try await writePackets(receipts, practice, folder)
        try await writeAttachments(receipts, practice, folder)
        try await writeDocuments(practice, folder)
        try Self.write(Data(Self.explanation.utf8), folder.appending(path: "README.txt"))
        let (manifest, files) = try Self.manifest(folder)
        try Self.write(manifest, folder.appending(path: "SHA256SUMS"))
        let hash = ReportCodec.contentHash(of: manifest)
        try await administration.recordExport(of: code, manifestHash: hash, receipts: receipts.count)
        return Outcome(receipts: receipts.count, files: files, manifestHash: hash.hexadecimal)
    }

    /// Columns of the list of receipts.
    private enum Column {
        static let kind = 0, report = 1, revision = 2, attachment = 3, detail = 4, receipt = 5, hash = 7
        static let specification = 9
    }

    private func writePackets(_ receipts: [[String?]], _ practice: PracticeKey, _ folder: URL) async throws {
        var withdrawals = Data()
        let file = try Self.create(folder.appending(path: "reports.ndjson"))
        defer { try? file.close() }
        for row in receipts {
            guard let id = row[Column.report].flatMap({ ReportID($0) }),
                let revision = row[Column.revision].flatMap({ Int($0) })
            else { continue }
            if row[Column.kind] == "withdrawal" {
                guard let reason = row[Column.detail].flatMap({ WithdrawalReason(rawValue: $0) }),
                    let specification = row[Column.specification]
                else { continue }
                let withdrawal = Withdrawal(specification: specification, id: id, revision: revision, reason: reason)
                withdrawals += withdrawal.packet + [UInt8(ascii: "\n")]
                continue
            }
            let report = try await reports.report(id, revision: revision, practice: practice)
            let packet = report.map { codec.encode($0) }
            guard let packet, ReportCodec.contentHash(of: packet).hexadecimal == row[Column.hash] else {
                throw AdministrationError.damaged(receipt: row[Column.receipt] ?? "")
            }
            try file.write(contentsOf: packet + [UInt8(ascii: "\n")])
        }
        try file.synchronize()
        try Self.write(withdrawals, folder.appending(path: "withdrawals.ndjson"))
    }

    private static let endings = [
        "application/cms": "cms", "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg",
    ]

    private func writeAttachments(_ receipts: [[String?]], _ practice: PracticeKey, _ folder: URL) async throws {
        let place = folder.appending(path: "attachments")
        try Self.make(place)
        for row in receipts where row[Column.kind] == "attachment" {
            guard let report = row[Column.report].flatMap({ ReportID($0) }),
                let id = row[Column.attachment].flatMap({ UUID(uuidString: $0) }),
                // Gone with the withdrawal of its report; the receipt stays.
                let found = try await attachments.attachment(id, of: report, practice: practice)
            else { continue }
            guard ReportCodec.contentHash(of: found.content).hexadecimal == row[Column.hash] else {
                throw AdministrationError.damaged(receipt: row[Column.receipt] ?? "")
            }
            let name = "\(id.uuidString.lowercased()).\(Self.endings[found.mediaType] ?? "bin")"
            try Self.write(found.content, place.appending(path: name))
        }
    }

    /// Signed agreements and the summaries that were made for the practice.
    private func writeDocuments(_ practice: PracticeKey, _ folder: URL) async throws {
        for (name, documents) in [
            ("agreements", try await administration.agreementFiles(of: practice)),
            ("summaries", try await administration.summaries(of: practice)),
        ] {
            let place = folder.appending(path: name)
            try Self.make(place)
            for document in documents { try Self.write(document.content, place.appending(path: document.name)) }
        }
    }

    private static let explanation = """
        Everything that a patient safety organization held of one practice. Patient safety work product: privileged and
        confidential, 42 USC 299b-22.

        Check that it is whole:      sha256sum -c SHA256SUMS

        reports.ndjson       every revision of every report as it was received, one a line; the member "sealed" is CMS
                             AuthEnvelopedData in base64, which the practice's own key opens
        withdrawals.ndjson   what the practice took back, in canonical form
        attachments/         files as received; .cms is sealed to the practice
        receipts.csv         for each of these its receipt and the SHA-256 of the bytes; detail is the type of an
                             attachment or the reason of a withdrawal; attachments of withdrawn reports are gone
        events.csv           when each event was reported and withdrawn, and how it was declared (X.2)
        summaries/           half-yearly summaries made for the practice
        agreements/          signed agreements that were kept here
        other .csv files     enrolment: tasks, facilities, contacts, agreements, submitters

        Lists are UTF-8, RFC 4180; times are UTC.

        """

    // MARK: Files, readable to their owner alone

    private static func make(_ folder: URL) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    private static func create(_ file: URL) throws -> FileHandle {
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        return try FileHandle(forWritingTo: file)
    }

    private static func write(_ data: Data, _ file: URL) throws {
        let handle = try create(file)
        defer { try? handle.close() }
        try handle.write(contentsOf: data)
        try handle.synchronize()
    }

    /// One line a file, as sha256sum writes and checks it.
    private static func manifest(_ folder: URL) throws -> (Data, files: Int) {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().filter {
            !folder.appending(path: $0).hasDirectory
        }
        let lines = try paths.map { path in "\(try hash(of: folder.appending(path: path)))  \(path)\n" }
        return (Data(lines.joined().utf8), paths.count)
    }

    private static func hash(of file: URL) throws -> String {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var digest = SHA256()
        while let block = try handle.read(upToCount: 1 << 20), !block.isEmpty { digest.update(data: block) }
        return digest.finalize().hexadecimal
    }
}

extension URL {
    fileprivate var hasDirectory: Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
}

extension PracticeAdministration {
    /// The practice as the other stores know it.
    func key(of code: PracticeCode) async throws -> PracticeKey {
        try await act("export_practice", as: nil, on: code) { _, id in PracticeKey(id: id, code: code.description) }
    }

    /// Signed agreements whose bytes are kept here, under names of our own.
    func agreementFiles(of practice: PracticeKey) async throws -> [(name: String, content: Data)] {
        try await pool.query(
            """
            SELECT kind || '-' || signed_on || coalesce(lower(substring(file_name FROM '\\.[A-Za-z0-9]{1,8}$')), ''), file
            FROM agreement WHERE practice_id = \(practice.id)::integer AND file IS NOT NULL ORDER BY 1
            """, as: (String, Data).self
        ).map { (name: $0.0, content: $0.1) }
    }

    /// The practice summaries ever frozen for a practice.
    func summaries(of practice: PracticeKey) async throws -> [(name: String, content: Data)] {
        try await pool.query(
            """
            SELECT period || '-' || publication_id || '.json', document
            FROM publication WHERE practice_id = \(practice.id)::integer ORDER BY publication_id
            """, as: (String, String).self
        ).map { (name: $0.0, content: Data($0.1.utf8)) }
    }

    func recordExport(of code: PracticeCode, manifestHash: Data, receipts: Int) async throws {
        try await act("record_export", as: .exportPractice, on: code) { session, practiceID in
            try await session.execute(
                """
                INSERT INTO practice_export (practice_id, exported_by, manifest_hash, receipts)
                VALUES (\(practiceID)::integer, \(actor), \(manifestHash), \(Int32(receipts)))
                """)
        }
    }
}
