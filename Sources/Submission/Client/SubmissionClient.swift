public import Foundation
public import IncidentReports

/// Who the practice is to the aggregator.
public struct ClientIdentity: Sendable {
    public let clientID: String
    public let key: SigningKey

    public init(clientID: String, key: SigningKey) {
        self.clientID = clientID
        self.key = key
    }
}

/// Talks to the aggregator over one connection that is kept alive.
///
/// Blocking calls, so it has a thread of its own.
public actor SubmissionClient {
    let base: String
    private let options: TransportOptions
    private let retry: RetryPolicy
    private let clock: Clock
    private var identity: ClientIdentity?
    private var curl: Curl?
    private var token: (text: String, expires: Date)?
    private let executor = QueueExecutor("goodcatch.submission")

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter server: the aggregator's address, such as "https://pso.example:8443".
    public init(
        server: String, options: TransportOptions, identity: ClientIdentity?, retry: RetryPolicy = RetryPolicy(),
        clock: Clock = .system
    ) throws(SubmissionError) {
        guard let address = URLComponents(string: server), address.scheme?.lowercased() == "https",
            address.host?.isEmpty == false, address.query == nil, address.fragment == nil, address.user == nil
        else { throw .address }
        base = server.hasSuffix("/") ? String(server.dropLast()) : server
        self.options = options
        self.identity = identity
        self.retry = retry
        self.clock = clock
    }

    /// What the aggregator answers to an enrolment.
    public struct Enrolment: Sendable, Decodable {
        public let practice: String
        public let clientId: String
        public let specification: String
    }

    /// Redeems a one-time code for this key; tried once, since a code cannot be redeemed twice.
    public func enroll(code: String, key: SigningKey) async throws(SubmissionError) -> Enrolment {
        let body: JSONValue = ["code": .string(code), "signingKey": key.publicJWK]
        var once = retry
        once.attempts = 1
        let answer = try await send(json("/v1/enroll", body), retry: once)
        try Self.expect(answer, [201])
        guard let enrolment = try? JSONDecoder().decode(Enrolment.self, from: answer.body) else {
            throw .unexpectedAnswer("no enrolment")
        }
        return enrolment
    }

    /// Makes a further signing key known; it is valid at once.
    public func announce(_ key: SigningKey) async throws(SubmissionError) {
        let answer = try await authorised(json("/v1/keys", ["signingKey": key.publicJWK]))
        try Self.expect(answer, [200, 201])
    }

    /// Obtains a token, which shows that the key is accepted.
    public func authenticate() async throws(SubmissionError) { _ = try await bearer() }

    /// Takes another identity from here on.
    public func use(_ identity: ClientIdentity) {
        self.identity = identity
        token = nil
    }

    /// Sends up to 500 packets and returns what became of each, in order.
    public func submit(
        _ packets: [OutgoingPacket], dryRun: Bool = false
    ) async throws(SubmissionError) -> [SubmissionOutcome] {
        var body = Data(capacity: packets.reduce(0) { $0 + $1.packet.count + 1 })
        for packet in packets { body += packet.packet + [UInt8(ascii: "\n")] }
        let request = HTTPRequest(
            method: "POST", url: base + "/v1/reports" + (dryRun ? "?dryRun=true" : ""),
            headers: ["Content-Type: application/x-ndjson"], body: body)
        let answer = try await authorised(request)
        try Self.expect(answer, [200])
        return try OutcomeReader.outcomes(answer.body, of: packets)
    }

    /// The packet that the aggregator holds, byte for byte.
    public func packet(_ key: PacketKey) async throws(SubmissionError) -> Data {
        let url = "\(base)/v1/reports/\(key.reportID)?revision=\(key.revision)"
        let answer = try await authorised(HTTPRequest(url: url))
        try Self.expect(answer, [200])
        return answer.body
    }

    /// The practice's released half-yearly summary.
    public func summary(_ period: ReportingPeriod, format: String) async throws(SubmissionError) -> Data {
        let url = "\(base)/v1/summaries/\(period.label)?format=\(format)"
        let answer = try await authorised(HTTPRequest(url: url, maximumAnswer: 64 << 20))
        try Self.expect(answer, [200])
        return answer.body
    }
}

extension SubmissionClient {
    /// Sends with a token; a token that is no longer taken is renewed once.
    func authorised(_ request: HTTPRequest) async throws(SubmissionError) -> HTTPAnswer {
        var signed = request
        signed.headers.append("Authorization: Bearer " + (try await bearer()))
        let answer = try await send(signed, retry: retry)
        guard answer.status == 401 else { return answer }
        token = nil
        signed.headers[signed.headers.count - 1] = "Authorization: Bearer " + (try await bearer())
        return try await send(signed, retry: retry)
    }

    private struct TokenBody: Decodable {
        let accessToken: String
        let expiresIn: Double
    }

    /// A token that is still good for half a minute.
    private func bearer() async throws(SubmissionError) -> String {
        if let token, token.expires.timeIntervalSince(clock.now) > 30 { return token.text }
        guard let identity else { throw .denied(problem: "not-enrolled") }
        let url = base + "/v1/token"
        let assertion = try await identity.key.assertion(client: identity.clientID, audience: url, now: clock.now)
        // A signed assertion is three runs of base64url and needs no escaping.
        let form =
            "grant_type=client_credentials"
            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            + "&client_assertion=\(assertion)"
        let answer = try await send(
            HTTPRequest(
                method: "POST", url: url, headers: ["Content-Type: application/x-www-form-urlencoded"],
                body: Data(form.utf8)), retry: retry)
        if answer.status == 400 || answer.status == 401 {
            // An assertion is good for minutes, so that a clock which is off is the likeliest reason.
            if let ahead = clockAhead(of: answer), abs(ahead) > 60 {
                throw .clock(minutesAhead: Int((ahead / 60).rounded()))
            }
            throw .denied(problem: "invalid-client")
        }
        try Self.expect(answer, [200])
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let body = try? decoder.decode(TokenBody.self, from: answer.body) else {
            throw .unexpectedAnswer("no token")
        }
        token = (body.accessToken, clock.now.addingTimeInterval(body.expiresIn))
        return body.accessToken
    }

    /// By how many seconds this machine's clock is ahead of the server's.
    func clockAhead(of answer: HTTPAnswer) -> Double? {
        answer.headers["date"].flatMap { RetryPolicy.date($0) }.map { clock.now.timeIntervalSince($0) }
    }

    private func json(_ path: String, _ body: JSONValue) -> HTTPRequest {
        HTTPRequest(
            method: "POST", url: base + path, headers: ["Content-Type: application/json"], body: body.canonicalData)
    }

    /// Sends until there is an answer that is not "later", or the tries are used up.
    private func send(_ request: HTTPRequest, retry: RetryPolicy) async throws(SubmissionError) -> HTTPAnswer {
        for attempt in 1... {
            let failure: SubmissionError
            var wanted: Double?
            do throws(TransportError) {
                let answer = try handle().perform(request)
                guard RetryPolicy.isTransient(answer.status) else { return answer }
                wanted = RetryPolicy.retryAfter(answer, now: clock.now)
                let later = wanted.map { clock.now.addingTimeInterval($0) }
                failure = .unavailable(status: answer.status, retryAfter: later)
            } catch {
                // A connection in an unknown condition is not used again.
                curl = nil
                failure = .unreachable(error)
                guard error.isTransient else { throw failure }
            }
            guard attempt < retry.attempts, wanted ?? 0 <= retry.longestWait else { throw failure }
            do {
                try await retry.sleep(max(wanted ?? 0, retry.pause(after: attempt)))
            } catch {
                throw failure
            }
        }
        throw .unexpectedAnswer("none")
    }

    /// Whether there is anybody to prove to be.
    var isEnrolled: Bool { identity != nil }

    /// One look without a token and without a second try.
    func probe(_ path: String) throws(TransportError) -> HTTPAnswer {
        curl = nil
        return try handle().perform(HTTPRequest(url: base + path))
    }

    private func handle() throws(TransportError) -> Curl {
        if let curl { return curl }
        let made = try Curl(options)
        curl = made
        return made
    }

    static func expect(_ answer: HTTPAnswer, _ statuses: Set<Int>) throws(SubmissionError) {
        if statuses.contains(answer.status) { return }
        let problem = problem(answer)
        switch answer.status {
        case 401, 403: throw .denied(problem: problem)
        case 404: throw .notFound(problem: problem)
        default: throw .rejected(status: answer.status, problem: problem)
        }
    }

    /// The name of an RFC 9457 problem, if it looks like one of ours; its other texts are not repeated.
    private static func problem(_ answer: HTTPAnswer) -> String? {
        guard let type = (try? JSONValue(parsing: answer.body))?["type"]?.string,
            let match = type.wholeMatch(of: /urn:goodcatch:problem:([a-z0-9-]{1,60})/)
        else { return nil }
        return String(match.1)
    }
}
