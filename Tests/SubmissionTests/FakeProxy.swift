import Foundation

/// A CONNECT proxy in Python that asks for a password in one way; it connects to one port, whatever host was named.
final class FakeProxy: Sendable {
    private let process = Process()
    // Held open; the proxy ends when it closes.
    private let input = Pipe()
    let port: Int

    init(_ scheme: String, user: String, password: String, to target: Int) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", Self.program, scheme, user, password, String(target)]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.split(separator: "\n").first ?? "") else { throw FakeAggregator.SetUpFailed() }
        self.port = port
    }

    deinit { kill(process.processIdentifier, SIGKILL) }

    private static let program = #"""
        import base64, hashlib, os, re, socket, sys, threading
        scheme, user, password, target = sys.argv[1:]
        def md5(*parts): return hashlib.md5(":".join(parts).encode()).hexdigest()
        challenge = {"basic": 'Basic realm="test"', "digest": 'Digest realm="test", nonce="n1", qop="auth"'}[scheme]

        def is_right(head):
            given = re.search("(?im)^proxy-authorization: (.*?)\r?$", head)
            if not given: return False
            if scheme == "basic":
                return given[1] == "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
            parts = dict(re.findall(r'(\w+)="?([^",]*)"?', given[1]))
            key, request = md5(user, "test", password), md5("CONNECT", parts.get("uri", ""))
            return parts.get("response") == md5(
                key, "n1", parts.get("nc", ""), parts.get("cnonce", ""), "auth", request)

        def pump(source, sink):
            try:
                while data := source.recv(65536): sink.sendall(data)
            except OSError: pass
            for end in (source, sink):
                try: end.shutdown(socket.SHUT_RDWR)
                except OSError: pass

        def serve(client):
            while True:
                head = b""
                while b"\r\n\r\n" not in head:
                    data = client.recv(4096)
                    if not data: return client.close()
                    head += data
                if is_right(head.decode()): break
                client.sendall(f"HTTP/1.1 407 No\r\nProxy-Authenticate: {challenge}\r\nContent-Length: 0\r\n\r\n".encode())
            server = socket.create_connection(("127.0.0.1", int(target)))
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            threading.Thread(target=pump, args=(client, server), daemon=True).start()
            pump(server, client)

        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True: threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
        """#
}
