import CLibZ
import Foundation

/// Unpacks a body sent with `Content-Encoding: gzip` (RFC 1952).
enum Gzip {
    private static let chunk = 1 << 16

    /// The plain bytes.
    ///
    /// Stops as soon as there are more than allowed, so that a small body which unpacks to a huge one costs no more
    /// time and memory than the limit does.
    static func unpacked(_ data: Data, limit: Int) throws(Problem) -> Data {
        var stream = z_stream()
        // 16: a gzip header and nothing else.
        guard CLibZ_inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK else { throw Problem.internalError }
        defer { inflateEnd(&stream) }
        var input = Array(data)
        var plain: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: chunk)
        let status = input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            var status = Z_OK
            while status == Z_OK, plain.count <= limit {
                buffer.withUnsafeMutableBufferPointer { buffer in
                    stream.next_out = buffer.baseAddress
                    stream.avail_out = UInt32(buffer.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    plain.append(contentsOf: buffer.prefix(buffer.count - Int(stream.avail_out)))
                }
            }
            return status
        }
        guard plain.count <= limit else { throw Problem.tooLargeUnpacked }
        guard status == Z_STREAM_END, stream.avail_in == 0 else { throw Problem.notGzip }
        return Data(plain)
    }
}
