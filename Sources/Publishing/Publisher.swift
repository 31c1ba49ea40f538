public import AggregatorStore
public import IncidentReports
public import IncidentSpec

/// A publication as stored, never to be changed.
public struct FrozenPublication: Sendable {
    /// Its place in the ledger of releases.
    public let id: Int
    public let publication: Publication
    /// The canonical JSON; everything shown is made from it.
    public let document: String
    /// SHA-256 of the document, in hex.
    public let contentHash: String

    /// Reads a frozen document.
    ///
    /// - Throws: ``PublishingError/damaged(publication:)`` when it does not have the hash it was frozen with.
    public init(_ frozen: FrozenDocument) throws {
        guard CanonicalDocument.hash(of: frozen.document) == frozen.contentHash else {
            throw PublishingError.damaged(publication: frozen.id)
        }
        id = frozen.id
        document = frozen.document
        contentHash = frozen.contentHash.hexadecimal
        publication = try CanonicalDocument.publication(from: frozen.document)
    }
}

/// Counts, judges and freezes publications.
public struct Publisher: Sendable {
    private let counts: ReportCounts
    private let publications: PublicationStore
    private let specification: Specification

    public init(_ store: AggregatorStore, _ specification: Specification = .v2012) {
        counts = ReportCounts(store)
        publications = PublicationStore(store)
        self.specification = specification
    }

    /// Makes and freezes the cross-facility report of a period; the same data give the same publication.
    public func aggregateReport(
        period: ReportingPeriod, thresholds: Publication.Thresholds = .init()
    ) async throws -> FrozenPublication {
        let counted = try await counts.count(Self.requests(period), period: period)
        return try await freeze(AggregateReport.make(counted, specification, period, thresholds), practice: nil)
    }

    /// Makes and freezes one practice's summary of a period.
    ///
    /// It is compared with the latest aggregate report of the same period, which is frozen first when there is none
    /// under these thresholds.
    public func practiceSummary(
        practice code: PracticeCode, period: ReportingPeriod, thresholds: Publication.Thresholds = .init()
    ) async throws -> FrozenPublication {
        guard let practice = try await publications.practice(code: code.description) else {
            throw PublishingError.unknownPractice
        }
        let latest = try await publications.latest(
            kind: Publication.Kind.aggregate.rawValue, period: period.label
        ).map { try FrozenPublication($0) }
        let national: FrozenPublication
        if let latest, latest.publication.thresholds == thresholds {
            national = latest
        } else {
            national = try await aggregateReport(period: period, thresholds: thresholds)
        }
        let counted = try await counts.count(Self.requests(period), period: period, practice: practice)
        let summary = PracticeSummary.make(
            counted, practice: practice.code, national: national, specification, period)
        return try await freeze(summary, practice: practice)
    }

    private func freeze(_ publication: Publication, practice: PracticeKey?) async throws -> FrozenPublication {
        let document = try CanonicalDocument(publication)
        return try FrozenPublication(
            await publications.freeze(
                PublicationDraft(
                    kind: publication.kind.rawValue, practice: practice, period: publication.period.label,
                    specification: publication.specification, document: document.text, contentHash: document.hash)))
    }

    /// Sections over the period itself, trends over the quarters that end with it.
    private static func requests(_ period: ReportingPeriod) -> [CountRequest] {
        let quarters = period.quarters(endingHere: Axis.quarterCount)
        return TableCatalogue.sections.map { CountRequest(table: $0.name, start: period.start, end: period.end) }
            + TableCatalogue.trends.map {
                CountRequest(
                    table: $0.name, start: quarters.first?.start ?? period.start, end: quarters.last?.end ?? period.end)
            }
    }
}

/// Why nothing was published.
public enum PublishingError: Error, Equatable, CustomStringConvertible {
    case unknownPractice
    case damaged(publication: Int)
    case cannotWrite(folder: String)

    public var description: String {
        switch self {
        case .unknownPractice:
            "no practice has this code; list the practices with goodcatch-pso practice list"
        case .damaged(let publication):
            "publication \(publication) does not have the hash it was frozen with; restore the database from a backup"
        case .cannotWrite(let folder):
            "cannot write to \(folder); check that its parent exists, may be written to and has space"
        }
    }
}
