import Foundation

@testable import Submission

/// An HTTPS server that speaks the aggregator's protocol and makes on demand the faults a real one rarely has.
///
/// It listens on a port of its own with a certificate of its own authority, and stores reports in memory.
final class FakeAggregator: Sendable {
    private let process: Process
    /// Its end tells the server that nobody needs it any more.
    private let input = Pipe()
    private let folder: TestFolder
    let port: Int

    var url: String { "https://localhost:\(port)" }
    var authority: String { folder.path("authority.pem") }

    /// - Parameter faults: what happens to the next requests to /v1/reports, one each; see the program below.
    init(faults: [String] = []) throws {
        folder = try TestFolder()
        for (name, data) in try Self.certificates.get() { try data.write(to: folder.url.appending(path: name)) }
        try Data(Self.program.utf8).write(to: folder.url.appending(path: "server.py"))
        process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", folder.path("server.py"), folder.url.path] + faults
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.split(separator: "\n").first ?? "") else { throw SetUpFailed() }
        self.port = port
    }

    // A signal that may be blocked would leave it running.
    deinit { kill(process.processIdentifier, SIGKILL) }

    struct SetUpFailed: Error {}

    func client(_ change: (inout TransportOptions, inout RetryPolicy) -> Void = { _, _ in }) throws -> SubmissionClient
    {
        var (options, retry) = (TransportOptions(), RetryPolicy())
        options.caFile = authority
        options.proxy = ""
        retry.attempts = 3
        retry.sleep = { _ in }
        change(&options, &retry)
        return try SubmissionClient(
            server: url, options: options, identity: ClientIdentity(clientID: "client-1", key: SigningKey()),
            retry: retry)
    }

    /// An authority and a server's certificate for this run of the tests.
    private static let certificates = Result<[String: Data], any Error> {
        let folder = try TestFolder()
        let process = Process()
        let ended = DispatchSemaphore(value: 0)
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script, "sh", folder.url.path]
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        ended.wait()
        guard process.terminationStatus == 0 else { throw SetUpFailed() }
        return Dictionary(
            uniqueKeysWithValues: try ["authority.pem", "server.pem", "other.pem", "expired.pem", "server.key"].map {
                ($0, try Data(contentsOf: folder.url.appending(path: $0)))
            })
    }

    private static let script = """
        set -e
        cd "$1"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj '/CN=Test authority' \
            -keyout authority.key -out authority.pem
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost \
            -keyout server.key -out server.csr
        printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\n' > server.ext
        printf 'subjectAltName=DNS:elsewhere.example\\n' > other.ext
        sign() {
            openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days $3 \
                -extfile $1.ext -out $2.pem
        }
        sign server server 2
        sign other other 2
        sign server expired -1
        """

    /// Faults: a status with an optional Retry-After ("503:7"), "drop" (stores, then hangs up without an answer),
    /// "denied" (no token), "garbage", "wronghash", "fewer", "refuse" (refuses every report), "conflict", "stall" (never answers),
    /// "trickle" (answers a byte at a time for some seconds), "ok". A report
    /// with a member "poison" brings the fault that it names upon every batch that holds it.
    ///
    /// Before the faults: "limit=N" refuses longer bodies, "tls=1.2" speaks nothing newer, "certificate=expired" or
    /// "=other" (for another name) shows that one, "silent=yes" accepts connections and says nothing.
    private static let program = #"""
        import http.server, ssl, sys, os, json, hashlib, uuid, threading, time, base64
        folder, faults = sys.argv[1], sys.argv[2:]
        options = {}
        while faults and "=" in faults[0]:
            name, _, options[name] = faults.pop(0).partition("=")
        limit = int(options.get("limit", 1 << 30))
        stored, counts, lock = {}, {"tokens": 0, "reports": 0, "connections": 0}, threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def setup(self):
                super().setup()
                counts["connections"] += 1
            def log_message(self, *args): pass
            def answer(self, status, value, headers={}):
                body = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                for name, text in headers.items(): self.send_header(name, text)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def do_GET(self):
                if self.path == "/counts": return self.answer(200, counts | {"stored": len(stored)})
                if self.path == "/v1/specification": return self.answer(200, {"version": "2012"})
                if self.path.startswith("/v1/summaries/"): return self.answer(404, {"type": "urn:goodcatch:problem:summary-not-released"})
                key = self.path.split("/")[-1].replace("?revision=", " ")
                if key in stored: return self.answer(200, stored[key][1])
                if self.path.startswith("/huge"): return self.answer(200, b"x" * 70_000_000)
                self.answer(404, {"type": "urn:goodcatch:problem:not-found"})
            def do_PUT(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fault = faults.pop(0) if faults else "ok"
                if fault[0].isdigit(): return self.answer(int(fault), {"type": "urn:goodcatch:problem:test"})
                digest = hashlib.sha256(body)
                assert self.headers["Content-Digest"] == "sha-256=:%s:" % base64.b64encode(digest.digest()).decode()
                key, known = self.path.split("/")[-1], self.path.split("/")[-1] in stored
                if not known:
                    receipt = {"id": str(uuid.uuid4()), "receivedAt": "2026-01-01T00:00:00.000000Z", "contentHash": digest.hexdigest()}
                    stored[key] = (receipt, body)
                if fault == "drop":
                    self.close_connection = True
                    return self.connection.close()
                receipt = dict(stored[key][0])
                if fault == "wronghash": receipt["contentHash"] = "0" * 64
                self.answer(200 if known else 201, {"outcome": "duplicate" if known else "stored", "receipt": receipt})
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.path == "/v1/token" and faults[:1] == ["denied"]: return self.answer(401, {"error": "invalid_client"})
                if self.path == "/v1/token":
                    counts["tokens"] += 1
                    return self.answer(200, {"access_token": "t%d" % counts["tokens"], "token_type": "Bearer", "expires_in": 300})
                if self.path == "/v1/enroll":
                    request = json.loads(body)
                    if request["code"] != "GOOD": return self.answer(403, {"type": "urn:goodcatch:problem:enrolment-code"})
                    assert request["signingKey"]["crv"] == "P-256" and "d" not in request["signingKey"]
                    return self.answer(201, {"practice": "P001", "clientId": "c-1", "specification": "2012"})
                if self.path == "/v1/keys": return self.answer(201, {"kid": "k", "previousExpireAt": "2026-01-01T00:00:00Z"})
                counts["reports"] += 1
                packets = [json.loads(line) for line in body.split(b"\n")[:-1]]
                poison = [packet["poison"] for packet in packets if "poison" in packet]
                fault = faults.pop(0) if faults else "413" if len(body) > limit else poison[0] if poison else "ok"
                if fault[0].isdigit():
                    status, _, wait = fault.partition(":")
                    return self.answer(int(status), {"type": "urn:goodcatch:problem:test"}, {"Retry-After": wait} if wait else {})
                if fault == "stall": return threading.Event().wait()
                if fault == "garbage": return self.answer(200, b"<html>")
                outcomes = []
                for number, line in enumerate(body.split(b"\n")[:-1], 1):
                    packet = json.loads(line)
                    key = "%s %d" % (packet["reportId"], packet["revision"])
                    digest = hashlib.sha256(line).hexdigest()
                    outcome = {"line": number, "reportId": packet["reportId"], "revision": packet["revision"]}
                    if "dryRun" in self.path: outcomes.append(outcome | {"outcome": "valid"}); continue
                    if fault in ("refuse", "conflict"):
                        finding = {"rule": "D-LEAK", "severity": "error", "element": "1.8", "message": "scrub it"}
                        outcomes.append(outcome | {"outcome": "refused" if fault == "refuse" else "conflict", "findings": [finding]})
                        continue
                    known = key in stored
                    if not known:
                        stored[key] = ({"id": str(uuid.uuid4()), "receivedAt": "2026-01-01T00:00:00.000000Z", "contentHash": digest}, line)
                    receipt = dict(stored[key][0])
                    if fault == "wronghash": receipt["contentHash"] = "0" * 64
                    outcomes.append(outcome | {"outcome": "duplicate" if known else "stored", "receipt": receipt})
                if fault == "drop":
                    self.close_connection = True
                    return self.connection.close()
                if fault == "trickle":
                    self.send_response(200)
                    body = json.dumps({"outcomes": outcomes}).encode()
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    for part in range(0, len(body), len(body) // 10):
                        self.wfile.write(body[part:part + len(body) // 10])
                        time.sleep(0.3)
                    return
                self.answer(200, {"outcomes": outcomes[:-1] if fault == "fewer" else outcomes})

        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/" + options.get("certificate", "server") + ".pem", folder + "/server.key")
        if options.get("tls") == "1.2": context.maximum_version = ssl.TLSVersion.TLSv1_2
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_address[1], flush=True)
        threading.Event().wait() if "silent" in options else server.serve_forever()
        """#
}

/// What the fake aggregator counted.
struct FakeCounts: Decodable {
    let tokens: Int
    let reports: Int
    let connections: Int
    let stored: Int

    init(_ aggregator: FakeAggregator) throws {
        var options = TransportOptions()
        options.caFile = aggregator.authority
        options.proxy = ""
        let answer = try Curl(options).perform(HTTPRequest(url: aggregator.url + "/counts"))
        self = try JSONDecoder().decode(FakeCounts.self, from: answer.body)
    }
}
