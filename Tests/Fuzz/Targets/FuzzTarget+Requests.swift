import CommandCore

extension FuzzTarget {
  /// Reads the head of an HTTP request, as it comes from whoever connects to the port of `--metrics`; the path of a request
  /// begins with a slash, and more bytes behind a whole one change nothing. Then reads the bytes as a request to another
  /// host and as its report: each is read back as it is written.
  static let requests = FuzzTarget(name: "requests") { bytes in
    if let request = ControlRequest(bytes) { precondition(ControlRequest(Array(request.line.dropLast())) == request) }
    if let report = ControlReport(bytes) { precondition(ControlReport(Array(report.line.dropLast())) == report) }
    let reading = HTTPRequest.read(bytes)
    guard case .request(let request) = reading else { return }
    precondition(request.path.hasPrefix("/") && !request.method.isEmpty)
    precondition(HTTPRequest.read(bytes + [0, 10, 10]) == reading)
  }
}
