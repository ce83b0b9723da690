import Testing

@testable import CommandCore

/// Tests how the head of a request is read.
struct HTTPRequestTests {
  private func read(_ text: String) -> HTTPRequest.Reading { HTTPRequest.read(Array(text.utf8)) }

  /// The first line of the answer to a request; `nil` while it is none.
  private func answer(_ text: String, isLocal: Bool = true) -> String? {
    let bytes = HTTPResponse.answer(to: Array(text.utf8), isLocal: isLocal) { Array("page".utf8) }
    return bytes.map { String(String(decoding: $0, as: UTF8.self).prefix { !$0.isNewline }) }
  }

  @Test(arguments: [
    "GET /metrics HTTP/1.1\r\nHost: localhost:9\r\n\r\n", "GET /metrics HTTP/1.0\n\n",
    "GET /metrics?a=b HTTP/1.1\r\n\r\nrest",
    "GET http://127.0.0.1:9869/metrics HTTP/1.1\r\n\r\n", "HEAD /metrics HTTP/1.1\r\n\r\n",
  ])
  func `the figures are answered`(request: String) { #expect(answer(request) == "HTTP/1.1 200 OK") }

  @Test(arguments: [
    ("POST /metrics HTTP/1.1\r\n\r\n", "405 Method Not Allowed"), ("GET / HTTP/1.1\r\n\r\n", "404 Not Found"),
    ("GET /metrics/ HTTP/1.1\r\n\r\n", "404 Not Found"), ("GET  /metrics HTTP/1.1\r\n\r\n", "400 Bad Request"),
    ("GET metrics HTTP/1.1\r\n\r\n", "400 Bad Request"), ("GET /metrics HTTP/2.0\r\n\r\n", "400 Bad Request"),
    ("get /metrics HTTP/1.1\r\n\r\n", "400 Bad Request"), ("\r\n\r\n", "400 Bad Request"),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400 Bad Request"), ("GET http:// HTTP/1.1\r\n\r\n", "400 Bad Request"),
    ("GET /metrics\0 HTTP/1.1\r\n\r\n", "400 Bad Request"), ("GET /metrics HTTP/1.é\r\n\r\n", "400 Bad Request"),
    ("GET /" + String(repeating: "x", count: 9_000), "431 Request Header Fields Too Large"),
    (String(repeating: "x", count: 8_192) + "\n\n", "431 Request Header Fields Too Large"),
  ])
  func `anything else is refused`(request: String, status: String) { #expect(answer(request) == "HTTP/1.1 \(status)") }

  @Test func `a request is not answered before it is complete`() {
    let whole = Array("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    for count in 0..<whole.count { #expect(HTTPRequest.read(Array(whole.prefix(count))) == .incomplete) }
    guard case .request(let request) = HTTPRequest.read(whole) else {
      Issue.record("not read")
      return
    }
    #expect(request.method == "GET" && request.path == "/metrics")
  }

  @Test(arguments: [
    ("127.0.0.1:9869", true), ("LocalHost", true), ("[::1]:9869", true), ("::1", false),
    ("rebound.example:9869", false),
    ("", false), ("127.0.0.1.example", false), ("localhost.example:9", false), ("[::1", true), ("[x]", false),
  ])
  func `on loopback no name of somebody else is answered, and elsewhere any`(host: String, isAnswered: Bool) {
    let request = "GET /metrics HTTP/1.1\r\nAccept: */*\r\nHOST:  \(host)\r\n\r\n"
    #expect(answer(request) == (isAnswered ? "HTTP/1.1 200 OK" : "HTTP/1.1 403 Forbidden"))
    #expect(answer(request, isLocal: false) == "HTTP/1.1 200 OK")
  }

  @Test func `HEAD says how long the figures are, without them`() throws {
    let bytes = try #require(
      HTTPResponse.answer(to: Array("HEAD /metrics HTTP/1.1\r\n\r\n".utf8), isLocal: true) { [1, 2, 3] })
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\r\nContent-Length: 3\r\n") && text.hasSuffix("\r\nConnection: close\r\n\r\n"))
  }
}
