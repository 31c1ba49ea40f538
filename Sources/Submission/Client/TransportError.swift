import CLibCurl

/// The network or the other side's certificate failed before there was an answer.
public struct TransportError: Error, Sendable, Hashable {
    /// libcurl's code.
    public let code: UInt32
    /// The status with which a proxy refused to connect to the server.
    public let proxyStatus: Int?

    init(_ code: CURLcode, proxyStatus: Int? = nil) {
        self.code = code.rawValue
        self.proxyStatus = proxyStatus
    }

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

    private static let advice: [UInt32: String] = [
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
            return "the proxy does not take the user and password it was given, or was given none (status 407): "
                + "set server.proxy, and server.proxyAuthentication if it is fussy, in config.yaml"
        }
        if let proxyStatus {
            return "the proxy does not connect to the server (status \(proxyStatus)): "
                + "ask those who run the proxy to let this server's name and port through"
        }
        let text = curl_easy_strerror(CURLcode(rawValue: code)).map { String(cString: $0) } ?? "unknown fault"
        let advice = Self.advice[code] ?? "check the server's address, the network and the proxy"
        return "the server was not reached (libcurl \(code): \(text)): \(advice)"
    }
}
