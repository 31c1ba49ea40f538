import Foundation
import Synchronization

/// The secrets of a running system, each with what it is.
struct Secrets {
    /// What each text is.
    private(set) var kinds: [String: String] = [:]

    mutating func add(_ kind: String, _ texts: String...) { for text in texts { add(kind, text) } }

    private mutating func add(_ kind: String, _ text: String) {
        // A short text stands anywhere by chance.
        guard text.utf8.count >= 8 else { return }
        kinds[text] = kind
        let bytes = Data(text.utf8)
        kinds[bytes.base64EncodedString().trimmingCharacters(in: ["="])] = kind + " in base64"
        if let encoded = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) { kinds[encoded] = kind }
    }

    /// The lines of a key in PEM.
    mutating func add(_ kind: String, pem: String) {
        for line in pem.split(separator: "\n") where !line.hasPrefix("-") && line.count > 20 && !line.contains(":") {
            kinds[String(line)] = kind
        }
    }

    /// What stands in a text, by its kind; never the secret itself, since a test's words go into logs too.
    func found(in text: String) -> Set<String> {
        // The C library is much quicker than a comparison of characters, but ends at a zero.
        text.replacing("\0", with: " ").withCString { text in
            Set(kinds.filter { $0.key.withCString { strstr(text, $0) != nil } }.values)
        }
    }
}

/// What any account of the machine may read of all processes, for as long as this is watched.
final class ProcessList: Sendable {
    private let seen = Mutex<Set<Data>>([])

    /// Looks again and again while work is done, and at least twice.
    func watch<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        look()
        let looking = Task.detached {
            while !Task.isCancelled {
                self.look()
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        defer {
            looking.cancel()
            look()
        }
        return try await work()
    }

    private func look() {
        for process in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(process) != nil {
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { continue }
            _ = seen.withLock { $0.insert(bytes) }
        }
    }

    /// Everything that was seen, one a line.
    var text: String { seen.withLock { $0.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n") } }
}

/// Asks the aggregator as a person and as a stranger, and tells what came back.
enum Asking {
    /// Reads what it needs on standard input, where no other account sees it, and writes JSON: the secrets that were
    /// handed out, and every answer that has no business to hold one.
    static let script = #"""
        import base64, hashlib, hmac, http.client, json, ssl, struct, sys, time
        given = json.load(sys.stdin)
        context = ssl.create_default_context(cafile=given["authority"])
        answers = []

        def ask(method, path, body=None, kind="application/json", gives=False, **headers):
            connection = http.client.HTTPSConnection("localhost", given["port"], context=context, timeout=30)
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            if body is not None:
                fields["Content-Type"] = kind
            connection.request(method, path, json.dumps(body) if isinstance(body, dict) else body, fields)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            head = str(answer.status) + "\n" + str(answer.headers)
            connection.close()
            # An answer that gives a secret out is told apart from those that must not.
            if not gives:
                answers.append(method + "\n" + head + "\n" + text)
            return answer, text

        person = {"name": "alice", "password": given["password"]}
        activated = json.loads(ask("POST", "/v1/account", person | {"code": given["code"]}, gives=True)[1])
        key = base64.b32decode(activated["secret"])
        mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
        place = mac[19] & 15
        number = struct.unpack(">I", mac[place:place + 4])[0] & 0x7fffffff
        ask("POST", "/v1/session", person | {"secondFactor": "no number"})
        ask("POST", "/v1/session", {"name": given["password"], "password": "x" + given["password"], "secondFactor": ""})
        logged, text = ask("POST", "/v1/session", person | {"secondFactor": "%06d" % (number % 1000000)}, gives=True)
        session = logged.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
        proof = json.loads(text)["csrfToken"]
        cookie, bearer = "__Host-session=" + session, "Bearer " + given["token"]
        everything = "{" + json.dumps(list(given.values()) + [session, proof, activated["secret"]])
        ask("POST", "/v1/account", person | {"code": given["code"]})
        ask("GET", "/v1/session", Cookie=cookie)
        ask("DELETE", "/v1/session", Cookie=cookie, X_CSRF_Token="x" + proof)
        ask("GET", "/v1/account", Cookie=cookie + "x")
        ask("GET", "/metrics", Authorization="Basic " + base64.b64encode(("metrics:x" + given["metrics"]).encode()).decode())
        ask("GET", "/metrics", Authorization="Basic " + base64.b64encode(("metrics:" + given["metrics"]).encode()).decode())
        for method, path, kind in [
            ("GET", "/v1/reports", None), ("GET", "/v1/nothing", None), ("PUT", "/v1/reports", None),
            ("GET", "/v1/reports?after=x", None), ("POST", "/v1/reports", "application/json"),
            ("POST", "/v1/reports", "text/plain"), ("POST", "/v1/reports", "application/x-ndjson"),
            ("POST", "/v1/keys", "application/json"),
        ]:
            ask(method, path, everything if kind else None, kind, Authorization=bearer)
            ask(method, path, everything if kind else None, kind, Authorization=bearer + "x")
        ask("POST", "/v1/enroll", {"code": given["enrolment"], "signingKey": {"kid": given["password"]}})
        ask("POST", "/v1/enroll", everything)
        ask("POST", "/v1/token", "client_assertion=" + given["assertion"], "application/x-www-form-urlencoded")
        ask("POST", "/v1/token", "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
            "client-assertion-type%3Ajwt-bearer&client_assertion=" + given["assertion"], "application/x-www-form-urlencoded")
        ask("GET", "/v1/reports", Authorization=bearer, Other="x" * 20_000)
        ask("GET", "/v1/account", Cookie=cookie + "x", Authorization=bearer, Other=given["token"] * 10)
        print(json.dumps({"totp": activated["secret"], "session": session, "proof": proof, "answers": answers}))
        """#
}
