import Basics
import DisplayFilter
import PayloadText
import PeerText
import Testing
import UDPCore

/// A log for tests, with small defaults for the fields that a test does not name.
struct TestLog: ~Copyable {
  private var writer = LogWriter(limit: 8 << 20)

  /// Creates one datagram in a log of its own.
  static func datagram(
    _ kind: DatagramKind = .incoming, peer: String = "192.0.2.1:40000", local: String = "192.0.2.9:8080",
    replySource: String? = nil, payload: [UInt8] = [], size: Int? = nil, isTruncated: Bool = false,
    time: Int64 = 0
  ) throws -> Datagram {
    var log = TestLog()
    let localEndpoint = try endpoint(local)
    let source = try replySource.map { try #require(IPAddress($0)) } ?? localEndpoint.address
    let row = LogWriter.Row(
      kind: kind, time: time, size: size ?? payload.count, isTruncated: isTruncated, peer: try endpoint(peer),
      local: LocalPath(endpoint: localEndpoint, replySource: source, interface: 0, socket: 0))
    unsafe log.writer.append(row, payload: payload.span.bytes)
    log.writer.publish()
    return try #require(log.writer.log.snapshot()[1])
  }

  /// Creates a context in which every peer uses `encoding`.
  static func context(_ encoding: TextEncoding?, now: Int64 = 0, marked: Set<UInt64> = []) -> FilterContext {
    FilterContext(texts: PeerTexts(encodingForAll: encoding), now: now, marked: marked)
  }

  /// Parses `10.0.0.5:5000` or `fe80::1%2:5000`; the port follows the last colon.
  static func endpoint(_ text: String) throws -> Endpoint {
    let colon = try #require(text.lastIndex(of: ":"))
    let port = try #require(UInt16(text[text.index(after: colon)...]))
    let parts = text[..<colon].split(separator: "%")
    let scope = parts.count == 2 ? try #require(UInt32(parts[1])) : 0
    return Endpoint(try #require(IPAddress(parts[0])), port: port, scope: scope)
  }
}

/// The canonical form of a source, or its error message.
func canonical(_ source: String) -> String {
  do throws(FilterError) {
    return try DisplayFilter(source).canonical
  } catch {
    return "error: \(error.description)"
  }
}

/// The error of a source that must fail to parse.
func failure(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> FilterError {
  try #require(throws: FilterError.self, sourceLocation: sourceLocation) { _ = try DisplayFilter(source) }
}
