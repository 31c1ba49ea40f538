public import Foundation
public import Postgres

/// Whether a submitter or its practice may come in today.
public enum Standing: String, Sendable, Hashable, Encodable, SQLValue {
    case enrolled
    /// An agreement was never recorded.
    case agreementsMissing = "agreements-missing"
    /// An agreement is not in force any more.
    case agreementsEnded = "agreements-ended"
    case left
    /// The one submitter is trusted no more.
    case revoked

    /// For people.
    public var sentence: String {
        switch self {
        case .enrolled: "the practice is enrolled"
        case .agreementsMissing: "the practice has not signed both agreements yet"
        case .agreementsEnded: "an agreement of the practice has ended"
        case .left: "the practice has left this organization"
        case .revoked: "this submitter is trusted no more"
        }
    }
}

/// Asks for the standing of submitters at the moment of each request; requests that wait at the same time share one query.
public actor StandingCheck {
    private let store: AggregatorStore
    private var waiting: [UUID: [CheckedContinuation<Standing, any Error>]] = [:]
    private var isAsking = false

    public init(_ store: AggregatorStore) { self.store = store }

    /// The standing of a submitter and its practice, read after this was called.
    public func standing(of clientID: UUID) async throws -> Standing {
        try await withCheckedThrowingContinuation { continuation in
            waiting[clientID, default: []].append(continuation)
            guard !isAsking else { return }
            isAsking = true
            Task { await ask() }
        }
    }

    private func ask() async {
        while !waiting.isEmpty {
            let asked = waiting
            waiting = [:]
            let answer: Result<[UUID: Standing], any Error>
            do { answer = .success(try await store.standings(of: Array(asked.keys))) } catch {
                answer = .failure(error)
            }
            for (clientID, continuations) in asked {
                for continuation in continuations {
                    continuation.resume(with: answer.map { $0[clientID] ?? .revoked })
                }
            }
            // Where several ask at once more are on their way, whom one query then serves together.
            if asked.values.joined().count > 1 { try? await Task.sleep(for: .milliseconds(1)) }
        }
        isAsking = false
    }
}

extension PracticeKey {
    /// Begins a transaction that stores work product: fails if the practice has left, and keeps it from leaving meanwhile.
    var admission: SQL { Self.admission(of: [self]) }

    /// The same for several practices, in an order in which two transactions never wait for each other.
    static func admission(of practices: [PracticeKey]) -> SQL {
        """
        SELECT admit_work_product(id)
        FROM (SELECT DISTINCT id FROM unnest(\(practices.map(\.id))::integer[]) AS p (id) ORDER BY id) AS admitted
        """
    }
}

extension AggregatorStore {
    /// The standing of several submitters; unknown ones are left out.
    func standings(of clientIDs: [UUID]) async throws -> [UUID: Standing] {
        let rows = try await access.query(
            """
            SELECT s.client_id, CASE WHEN s.revoked_at IS NULL OR p.standing = 'left' THEN p.standing ELSE 'revoked' END
            FROM submitter s JOIN practice_standing p USING (practice_id)
            WHERE s.client_id = ANY (\(clientIDs)::uuid[])
            """, as: (UUID, Standing).self)
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
