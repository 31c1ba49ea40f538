import Foundation
import IncidentReports
import Testing

/// A client that holds connections as no library does: slowly, half, or too long. Each name is one thing it does.
enum RawClient {
    /// Reads what to do on standard input and writes what came of it, both JSON.
    private static let script = #"""
        import json, socket, ssl, sys, threading, time
        given = json.load(sys.stdin)
        context = ssl.create_default_context(cafile=given["authority"])

        def connect():
            plain = socket.create_connection(("localhost", given["port"]), timeout=60)
            return context.wrap_socket(plain, server_hostname="localhost")

        def head(method, path, *fields):
            return "\r\n".join([method + " " + path + " HTTP/1.1", "Host: localhost", *fields, "", ""]).encode()

        def submission(body):
            return head("POST", "/v1/reports", "Authorization: Bearer " + given["token"], "Content-Type: application/json",
                        "Content-Length: " + str(len(body)))

        def answer(connection):
            """What comes until a whole answer is there, or the other side hangs up."""
            data = b""
            try:
                while part := connection.recv(65536):
                    data += part
                    start, gap, rest = data.partition(b"\r\n\r\n")
                    length = [line.split(b":")[1] for line in start.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                    if gap and length and len(rest) >= int(length[0]):
                        break
            except OSError as error:
                return data.decode() or "closed"
            return data.decode() or "closed"

        def ask(data):
            connection = connect()
            connection.sendall(data)
            return answer(connection)

        def trickle(first, byte, pause):
            """Sends a byte now and then until there is an answer or an end."""
            connection = connect()
            connection.sendall(first)
            def send():
                try:
                    while True:
                        time.sleep(pause)
                        connection.sendall(byte)
                except OSError:
                    pass
            threading.Thread(target=send, daemon=True).start()
            return answer(connection)

        def limits():
            body = given["packets"][0].encode()
            return {
                "one field": ask(head("GET", "/healthz", "X-Long: " + "x" * 17_000)),
                "all fields": ask(head("GET", "/healthz", *["X-%d: %s" % (n, "x" * 1000) for n in range(20)])),
                "many fields": ask(head("GET", "/healthz", *["X-%d: x" % n for n in range(100)])),
                "path": ask(head("GET", "/" + "x" * 20_000)),
                "two lengths": ask(head("POST", "/v1/reports", "Content-Length: 1", "Transfer-Encoding: chunked") + b"0\r\n\r\n"),
                "no HTTP": ask(b"\x00\x01\x02 nonsense\r\n\r\n"),
                "within limits": ask(head("GET", "/healthz", *["X-%d: %s" % (n, "x" * 400) for n in range(30)])),
                "idle": answer(connect()),
                "idle after an answer": idle(),
                "slow head": trickle(b"GET /healthz HTTP/1.1\r\nX-Slow: ", b"x", 0.2),
                "slow body": trickle(submission(body), b" ", 0.2),
                "no body": ask(submission(body)),
            }

        def idle():
            connection = connect()
            connection.sendall(head("GET", "/healthz"))
            answer(connection)
            return answer(connection)

        def drain():
            """Two requests, one whole and one half, are under way when the line comes that says go on."""
            whole, half = given["packets"][0].encode(), given["packets"][1].encode()
            first, second = connect(), connect()
            first.sendall(submission(whole) + whole)
            second.sendall(submission(half) + half[:100])
            with open(given["ready"], "w") as file:
                file.write("ready")
            while not given_up("go"):
                time.sleep(0.05)
            try:
                connect()
                third = "accepted"
            except OSError:
                third = "refused"
            second.sendall(half[100:])
            return {"whole": answer(first), "half": answer(second), "new connection": third}

        def given_up(name):
            try:
                return open(given[name]).read() != ""
            except OSError:
                return False

        def load():
            """Eight clients send one report after another until nobody listens; returns whose receipts came."""
            stored, lock, rest = [], threading.Lock(), iter(given["packets"])
            def client():
                try:
                    connection = connect()
                    while True:
                        with lock:
                            packet = next(rest)
                        connection.sendall(submission(packet.encode()) + packet.encode())
                        text = answer(connection)
                        if " 201 " not in text.split("\r\n")[0]:
                            return
                        with lock:
                            stored.append(json.loads(packet)["reportId"])
                            if len(stored) == 40:
                                with open(given["ready"], "w") as file:
                                    file.write("ready")
                except (OSError, StopIteration):
                    pass
            clients = [threading.Thread(target=client) for _ in range(8)]
            for one in clients:
                one.start()
            for one in clients:
                one.join()
            return {"stored": stored}

        print(json.dumps(globals()[given["do"]]()))
        """#

    static func run(_ what: String, at site: Site, _ given: [String: JSONValue]) async throws -> JSONValue {
        let all = given.merging([
            "do": .string(what), "authority": .string(site.authority), "port": .integer(site.serverPort),
        ]) { first, _ in first }
        let file = site.folder.appending(path: "given-\(what).json")
        try JSONValue.object(all).canonicalData.write(to: file)
        let result = try await Programs.run(
            "/bin/sh", ["-c", "exec python3 -c \"$1\" < \"$2\"", "sh", script, file.path])
        guard result.status == 0 else { throw ProgramFailed(program: "python3", result: result) }
        return try JSONValue(parsing: Data(result.output.utf8))
    }
}
