import CLibCurl
import Foundation

/// How the practice's network is crossed.
public struct TransportOptions: Sendable, Hashable {
    /// The lowest version of TLS that is spoken.
    public enum MinimumTLS: String, Sendable, CaseIterable {
        case tls12 = "1.2"
        case tls13 = "1.3"
    }

    /// How the practice proves itself to a proxy; user and password stand in the proxy's URL.
    public enum ProxyAuthentication: String, Sendable, CaseIterable {
        /// Whatever the proxy asks for, the strongest first that fits: Negotiate without a password, else the others.
        case any
        case basic, digest, ntlm
        /// Kerberos, with the ticket of the account that runs the program.
        case negotiate

        /// libcurl's bits.
        ///
        /// `any` is all but a Digest for old Internet Explorers. libcurl would take Negotiate first and not fall back
        /// when there is no ticket, so that it is left out where there is a password.
        func bits(hasPassword: Bool) -> Int {
            switch self {
            case .any: hasPassword ? ~(1 << 4 | 1 << 2) : ~(1 << 4)
            case .basic: 1 << 0
            case .digest: 1 << 1
            case .negotiate: 1 << 2
            case .ntlm: 1 << 3
            }
        }
    }

    /// PEM file of the authorities that are trusted instead of the system's.
    public var caFile: String?
    public var minimumTLS = MinimumTLS.tls12
    /// URL of a proxy; `nil` takes the environment's (HTTPS_PROXY, NO_PROXY), an empty text takes none.
    public var proxy: String?
    public var proxyAuthentication = ProxyAuthentication.any
    public var connectTimeout: Duration = .seconds(15)
    /// The longest silence of a connection; a slow line that still moves is let be for thirty times as long.
    public var requestTimeout: Duration = .seconds(120)

    public init() {}

    /// The URL of the proxy, if there is one.
    private var proxyURL: String? {
        let environment = ProcessInfo.processInfo.environment
        let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        let url = proxy ?? names.lazy.compactMap { environment[$0] }.first
        return url?.isEmpty == true ? nil : url
    }

    /// Whether the URL of the proxy holds a user.
    var hasProxyPassword: Bool { proxyURL?.contains("@") == true }

    /// Whether every connection begins at a proxy; the environment may exempt this server.
    var beginsAtProxy: Bool {
        let environment = ProcessInfo.processInfo.environment
        let mayBeExempt = proxy == nil && ["no_proxy", "NO_PROXY"].contains { environment[$0]?.isEmpty == false }
        return proxyURL != nil && !mayBeExempt
    }
}

/// One HTTP request.
struct HTTPRequest: Sendable {
    var method = "GET"
    var url: String
    var headers: [String] = []
    var body: Data?
    /// A longer answer is refused.
    var maximumAnswer = 16 << 20
}

/// One HTTP answer.
struct HTTPAnswer: Sendable {
    let status: Int
    /// By lower-case name.
    let headers: [String: String]
    let body: Data
}

/// One libcurl handle, which keeps its connection between requests. Not to be shared between threads.
final class Curl {
    private let handle: UnsafeMutableRawPointer
    private let beginsAtProxy: Bool

    /// libcurl asks for this once, before any thread uses it.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(_ options: TransportOptions) throws(TransportError) {
        guard Self.isReady, let handle = curl_easy_init() else { throw TransportError(CURLE_FAILED_INIT) }
        self.handle = handle
        beginsAtProxy = options.beginsAtProxy
        do throws(TransportError) {
            try set(options)
        } catch {
            curl_easy_cleanup(handle)
            throw error
        }
    }

    deinit { curl_easy_cleanup(handle) }

    private func set(_ options: TransportOptions) throws(TransportError) {
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_PROTOCOLS_STR, "https")
        try set(CURLOPT_USERAGENT, "goodcatch-clinic")
        let lowest = options.minimumTLS == .tls13 ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2
        try set(CURLOPT_SSLVERSION, Int(lowest))
        try set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout.milliseconds)
        try set(CURLOPT_LOW_SPEED_LIMIT, 1)
        try set(CURLOPT_LOW_SPEED_TIME, max(1, options.requestTimeout.milliseconds / 1000))
        try set(CURLOPT_TIMEOUT_MS, options.requestTimeout.milliseconds * 30)
        if let caFile = options.caFile {
            try set(CURLOPT_CAINFO, caFile)
            // Else the system's folder of authorities would be trusted beside the file.
            try check(CLibCurl_set_text(handle, CURLOPT_CAPATH, nil))
        }
        if let proxy = options.proxy { try set(CURLOPT_PROXY, proxy) }
        try set(CURLOPT_PROXYAUTH, options.proxyAuthentication.bits(hasPassword: options.hasProxyPassword))
        // An empty user makes libcurl take the account's own ticket.
        if [.any, .negotiate].contains(options.proxyAuthentication), !options.hasProxyPassword {
            try set(CURLOPT_PROXYUSERPWD, ":")
        }
    }

    /// Sends one request and waits for the whole answer.
    func perform(_ request: HTTPRequest) throws(TransportError) -> HTTPAnswer {
        let answer = AnswerCollector(limit: request.maximumAnswer)
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        // Without this a longer body would wait a second for "100 Continue".
        for header in request.headers + ["Expect:"] { list = curl_slist_append(list, header) }
        try check(CLibCurl_set_list(handle, CURLOPT_HTTPHEADER, list))
        try set(CURLOPT_URL, request.url)
        // A PUT is sent as a POST with another word in front; the handle must forget it.
        try check(CLibCurl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method == "PUT" ? "PUT" : nil))
        let pointer = Unmanaged.passUnretained(answer).toOpaque()
        try check(CLibCurl_set_callback(handle, CURLOPT_WRITEFUNCTION, collectBody))
        try check(CLibCurl_set_pointer(handle, CURLOPT_WRITEDATA, pointer))
        try check(CLibCurl_set_callback(handle, CURLOPT_HEADERFUNCTION, collectHeader))
        try check(CLibCurl_set_pointer(handle, CURLOPT_HEADERDATA, pointer))
        let body = request.body ?? Data()
        if request.method == "GET" {
            try set(CURLOPT_HTTPGET, 1)
        } else {
            try set(CURLOPT_POST, 1)
            try check(CLibCurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        }
        let code = body.withUnsafeBytes { bytes in
            // libcurl reads the body where it is, and needs an address even for none.
            CLibCurl_set_pointer(handle, CURLOPT_POSTFIELDS, bytes.baseAddress ?? UnsafeRawPointer(pointer))
            if request.method == "GET" { CLibCurl_set_long(handle, CURLOPT_HTTPGET, 1) }
            return curl_easy_perform(handle)
        }
        withExtendedLifetime(answer) {}
        if answer.isTooLong { throw TransportError(CURLE_FILESIZE_EXCEEDED) }
        var status = 0
        if code != CURLE_OK {
            try check(CLibCurl_get_long(handle, CURLINFO_HTTP_CONNECTCODE, &status))
            var fault = 0
            try check(CLibCurl_get_long(handle, CURLINFO_SSL_VERIFYRESULT, &fault))
            let unanswered = [CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT].contains(code) && status == 0
            throw TransportError(
                code, proxyStatus: status >= 400 ? status : nil, isAtProxy: beginsAtProxy && unanswered,
                certificateFault: code == CURLE_PEER_FAILED_VERIFICATION ? fault : nil)
        }
        try check(CLibCurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status))
        return HTTPAnswer(status: status, headers: answer.headers, body: answer.body)
    }

    private func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(CLibCurl_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(TransportError) {
        try check(CLibCurl_set_text(handle, option, value))
    }

    private func check(_ code: CURLcode) throws(TransportError) {
        guard code == CURLE_OK else { throw TransportError(code) }
    }
}

/// What libcurl hands over piece by piece.
private final class AnswerCollector {
    let limit: Int
    var body = Data()
    var headers: [String: String] = [:]
    var isTooLong = false

    init(limit: Int) { self.limit = limit }
}

private func collectBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    let answer = Unmanaged<AnswerCollector>.fromOpaque(context).takeUnretainedValue()
    guard answer.body.count + size * count <= answer.limit else {
        answer.isTooLong = true
        return 0
    }
    answer.body.append(UnsafeRawBufferPointer(start: bytes, count: size * count).bindMemory(to: UInt8.self))
    return size * count
}

private func collectHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    let answer = Unmanaged<AnswerCollector>.fromOpaque(context).takeUnretainedValue()
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
    // A proxy's answer comes first and has headers of its own.
    if line.hasPrefix("HTTP/") { answer.headers = [:] }
    let parts = line.split(separator: ":", maxSplits: 1)
    if parts.count == 2, let value = String(parts[1]).trimmed {
        answer.headers[parts[0].lowercased()] = value
    }
    return size * count
}

extension Duration {
    fileprivate var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
