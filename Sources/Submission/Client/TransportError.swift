import CLibCurl

/// The network or the other side's certificate failed before there was an answer.
public struct TransportError: Error, Sendable, Hashable {
    /// libcurl's code.
    public let code: UInt32
    /// The status with which a proxy refused to connect to the server.
    public let proxyStatus: Int?
    /// Whether it was the proxy that was not reached.
    public let isAtProxy: Bool
    /// OpenSSL's reason (X509_V_ERR) why the server's certificate is not believed.
    public let certificateFault: Int?

    init(_ code: CURLcode, proxyStatus: Int? = nil, isAtProxy: Bool = false, certificateFault: Int? = nil) {
        self.code = code.rawValue
        self.proxyStatus = proxyStatus
        self.isAtProxy = isAtProxy
        self.certificateFault = certificateFault
    }

    /// What stands between the practice and the aggregator, in the order in which it is met.
    public enum Stage: Int, Sendable, CaseIterable {
        case proxy, name, connection, certificate, answer
    }

    /// How far the attempt came.
    public var stage: Stage { proxyStatus == nil && !isAtProxy ? Self.stages[code] ?? .answer : .proxy }

    private static let stages: [UInt32: Stage] = [
        CURLE_COULDNT_RESOLVE_PROXY.rawValue: .proxy, CURLE_COULDNT_RESOLVE_HOST.rawValue: .name,
        CURLE_COULDNT_CONNECT.rawValue: .connection, CURLE_OPERATION_TIMEDOUT.rawValue: .connection,
        CURLE_PEER_FAILED_VERIFICATION.rawValue: .certificate, CURLE_SSL_CONNECT_ERROR.rawValue: .certificate,
        CURLE_SSL_CACERT_BADFILE.rawValue: .certificate,
    ]

    /// Whether the same request may succeed a little later.
    public var isTransient: Bool {
        if let proxyStatus { RetryPolicy.isTransient(proxyStatus) } else { Self.transient.contains(code) }
    }

    private static let transient: Set<UInt32> = Set(
        [
            CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT,
            CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SSL_CONNECT_ERROR,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_WEIRD_SERVER_REPLY,
        ].map(\.rawValue))

    /// By OpenSSL's number. libcurl itself compares the name, and leaves 0 or 1 behind.
    private static let certificates: [Int: String] = [
        0: wrongName, 1: wrongName,
        9: "the server's certificate is not valid yet: check this machine's clock",
        10: "the server's certificate has expired: check this machine's clock, and if it is right tell the PSO",
        18: unknownAuthority, 19: unknownAuthority, 20: unknownAuthority, 21: unknownAuthority,
    ]
    private static let wrongName =
        "the server's certificate is for another name: check the server's address, or ask the PSO for the right one"
    private static let unknownAuthority =
        "the server's certificate is signed by an authority that this machine does not know: give the file of the PSO, "
        + "or of the hospital's inspecting proxy, with server.caFile in config.yaml (or --ca when enrolling)"

    private static let advice: [UInt32: String] = [
        CURLE_COULDNT_RESOLVE_HOST.rawValue: "check the server's address and this machine's name service (DNS)",
        CURLE_COULDNT_CONNECT.rawValue:
            "nothing answers at the server's port: ask the network's people to let it through, or the PSO if it runs",
        CURLE_OPERATION_TIMEDOUT.rawValue:
            "nothing answered in time: a firewall may be dropping the connection; ask the network's people",
        CURLE_SSL_CONNECT_ERROR.rawValue:
            "no common TLS version, or none at all at this port: check server.minimumTLS in config.yaml and the port of "
            + "the server's address, and ask the PSO which versions the server speaks",
        CURLE_PEER_FAILED_VERIFICATION.rawValue:
            "give the authority that signed the server's certificate with --ca, or check the server's name",
        CURLE_SSL_CACERT_BADFILE.rawValue: "check the file of certificate authorities (server.caFile)",
        CURLE_COULDNT_RESOLVE_PROXY.rawValue: "check the proxy's name (server.proxy)",
        CURLE_UNSUPPORTED_PROTOCOL.rawValue: "the server's address must begin with https://",
    ]
}

extension TransportError: CustomStringConvertible {
    public var description: String {
        if proxyStatus == 407 {
            return "the proxy does not take the user and password it was given, or was given none (status 407): put "
                + "them into server.proxy in config.yaml (http://user:password@proxy:3128); a proxy that wants Kerberos "
                + "(negotiate) wants a ticket of this account instead, which kinit gets"
        }
        if let proxyStatus {
            return "the proxy does not connect to the server (status \(proxyStatus)): "
                + "ask those who run the proxy to let this server's name and port through"
        }
        if isAtProxy {
            return "nothing answers at the proxy's address (libcurl \(code)): check server.proxy in config.yaml or "
                + "HTTPS_PROXY, or ask those who run the proxy"
        }
        if let fault = certificateFault, let text = Self.certificates[fault] { return text }
        let text = curl_easy_strerror(CURLcode(rawValue: code)).map { String(cString: $0) } ?? "unknown fault"
        let advice = Self.advice[code] ?? "check the server's address, the network and the proxy"
        return "the server was not reached (libcurl \(code): \(text)): \(advice)"
    }
}
