import AggregatorStore
import HTTPTypes
import SpecArtifacts

/// One operation of the service: what its requests are checked by and its description says.
///
/// ``all`` is the table. A request that fits no row never reaches a controller, and a route without a row is not served.
struct Endpoint: Sendable {
    /// Who may ask.
    enum Access: Sendable, CaseIterable {
        case anyone
        /// The user `metrics` with its password.
        case metrics
        /// A submitter with an access token, for its practice.
        case practice
        /// A person with a session.
        case person
    }

    /// A value beside the body.
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query, header }
        let name: String
        let place: Place
        let description: String
        let schema: JSONNode
        var isRequired = false
    }

    /// An answer that is no problem.
    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let description: String
        /// The schema of each media type; none without a body.
        var content: [String: JSONNode] = [:]
        /// Fields that the answer always has.
        var headers: [HTTPField.Name] = []
        /// What may be asked next with a value of this answer: operation, its parameter, and where the value stands.
        var next: [(operation: String, parameter: String, value: String)] = []
    }

    /// Its name for programs.
    let id: String
    let method: HTTPRequest.Method
    /// With parameters in braces.
    let path: String
    let summary: String
    var details: String?
    var access = Access.anyone
    /// Of people, who may; `nil` for everybody with a session. Where the path names a practice, a role that is bound to
    /// one may ask for its own alone.
    var roles: Set<AccountRole>?
    var parameters: [Parameter] = []
    /// Whether the query may hold more than the parameters, as what another service sends does.
    var takesOtherParameters = false
    /// The schema of each media type that the body may have; none without a body.
    var body: [String: JSONNode] = [:]
    let answers: [Answer]
    /// Beside those that ``refusals`` adds.
    var problems: [Problem] = []

    /// Every problem that a request may meet, without repetition.
    var refusals: [Problem] {
        let all =
            [.badRequest("see the title"), .internalError, .busy, .unavailable] + accessProblems
            + (body.isEmpty ? [] : [.tooLarge, .tooSlow, .mediaType(of: self)]) + problems
        var seen: Set<String> = []
        return all.filter { seen.insert($0.name).inserted }
    }

    private var accessProblems: [Problem] {
        switch access {
        case .anyone: []
        case .metrics: [.metricsPassword, .notFound]
        case .practice: [.unauthenticated] + Problem.standings
        case .person:
            [.noSession] + (method == .get ? [] : [.forgery]) + (roles == nil ? [] : [.role])
                + (path.contains("{practice}") ? [.notFound] : [])
        }
    }

    /// The operations of each path.
    static let byPath = Dictionary(grouping: all, by: \.path)

    /// The operations whose path fits one that was asked for.
    static func fitting(path: String) -> [Endpoint] {
        let asked = path.split(separator: "/")
        return all.filter { operation in
            let parts = operation.path.split(separator: "/")
            return parts.count == asked.count && zip(parts, asked).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }
}
