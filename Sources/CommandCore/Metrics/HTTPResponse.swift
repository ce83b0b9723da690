import UDPCore

/// An answer to an HTTP request, after which the connection is closed.
struct HTTPResponse {
  /// The type of the figures, as Prometheus asks for it.
  private static let figures = "text/plain; version=0.0.4; charset=utf-8"

  private let status: String
  private let type: String
  private let fields: String
  private let body: [UInt8]

  private init(_ status: String, _ body: [UInt8], type: String = "text/plain; charset=utf-8", fields: String = "") {
    (self.status, self.body, self.type, self.fields) = (status, body, type, fields)
  }

  private init(_ status: String, _ body: String, fields: String = "") {
    self.init(status, Array((body + "\n").utf8), fields: fields)
  }

  /// Returns the bytes of the answer to the first bytes of a connection; `nil` while they are no whole request.
  /// - Parameters:
  ///   - isLocal: whether only this machine may ask.
  ///   - page: makes the figures.
  static func answer(to bytes: [UInt8], isLocal: Bool, page: () -> [UInt8]) -> [UInt8]? {
    switch HTTPRequest.read(bytes) {
    case .incomplete: return nil
    case .malformed: return HTTPResponse("400 Bad Request", "this is no request of HTTP/1.1").bytes()
    case .tooLong: return HTTPResponse("431 Request Header Fields Too Large", "the request is too long").bytes()
    case .request(let request):
      let isHead = request.method == "HEAD"
      guard isHead || request.method == "GET" else {
        return HTTPResponse("405 Method Not Allowed", "only GET and HEAD are answered", fields: "Allow: GET, HEAD\r\n")
          .bytes()
      }
      if isLocal, let host = request.host, !isOfThisMachine(host) {
        return HTTPResponse("403 Forbidden", "ask for 127.0.0.1 or localhost").bytes(withoutBody: isHead)
      }
      guard request.path == "/metrics" else {
        return HTTPResponse("404 Not Found", "the figures are at /metrics").bytes(withoutBody: isHead)
      }
      return HTTPResponse("200 OK", page(), type: figures).bytes(withoutBody: isHead)
    }
  }

  /// Whether a host is an address or `localhost`: a page in a browser here reaches the port by a name of its own, which it
  /// makes lead to 127.0.0.1 (DNS rebinding), and could read the answer.
  private static func isOfThisMachine(_ host: String) -> Bool {
    var name = host[...]
    if name.first == "[" {
      name = name.dropFirst().prefix { $0 != "]" }
    } else if let colon = name.lastIndex(of: ":") {
      name = name[..<colon]
    }
    return name.lowercased() == "localhost" || IPAddress(name) != nil
  }

  private func bytes(withoutBody: Bool = false) -> [UInt8] {
    let head =
      "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\(fields)Connection: close\r\n\r\n"
    return Array(head.utf8) + (withoutBody ? [] : body)
  }
}
