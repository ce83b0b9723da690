import CommandCore

extension FuzzTarget {
  /// Reads the head of an HTTP request, as it comes from whoever connects to the port of `--metrics`; the path of a request
  /// begins with a slash, and more bytes behind a whole one change nothing.
  static let requests = FuzzTarget(name: "requests") { bytes in
    let reading = HTTPRequest.read(bytes)
    guard case .request(let request) = reading else { return }
    precondition(request.path.hasPrefix("/") && !request.method.isEmpty)
    precondition(HTTPRequest.read(bytes + [0, 10, 10]) == reading)
  }
}
