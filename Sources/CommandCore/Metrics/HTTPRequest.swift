/// The head of an HTTP request (RFC 9112), as far as somebody who only answers `GET` needs it.
package struct HTTPRequest: Equatable, Sendable {
  /// The result of reading the first bytes of a connection.
  package enum Reading: Equatable, Sendable {
    /// The head is not complete.
    case incomplete
    case request(HTTPRequest)
    /// It is no request of HTTP/1.
    case malformed
    /// The head is longer than `limit`.
    case tooLong
  }

  /// The longest head in bytes.
  package static let limit = 8_192

  /// The method: `GET`.
  package let method: String
  /// The path without what follows a question mark: `/metrics`.
  package let path: String
  /// The name that is asked for, with its port if it has one: `localhost:9869`; `nil` if none is given.
  package let host: String?

  /// Reads the head of a request, to the empty line that ends it. Lines may end without a carriage return (RFC 9112, 2.2).
  package static func read(_ bytes: [UInt8]) -> Reading {
    let end = endOfHead(bytes)
    guard let end, end <= limit else { return bytes.count >= limit ? .tooLong : .incomplete }
    var line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard words.count == 3, isToken(words[0]), isVersion(words[2]),
      words[1].allSatisfy({ (0x21...0x7e).contains($0) }), let path = path(of: words[1])
    else { return .malformed }
    return .request(
      HTTPRequest(method: String(decoding: words[0], as: UTF8.self), path: path, host: host(in: bytes.prefix(end))))
  }

  /// Returns the value of the first field that names a host; `nil` if none does.
  private static func host(in head: ArraySlice<UInt8>) -> String? {
    for line in head.split(separator: UInt8(ascii: "\n")).dropFirst() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        String(decoding: line[..<colon], as: UTF8.self).lowercased() == "host"
      else { continue }
      let value = line[line.index(after: colon)...].filter { $0 > 0x20 }
      return String(decoding: value, as: UTF8.self)
    }
    return nil
  }

  /// Returns the number of bytes up to and with the first empty line; `nil` if there is none.
  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    var isEmpty = true
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "\n"):
        if isEmpty { return index + 1 }
        isEmpty = true
      case UInt8(ascii: "\r"): continue
      default: isEmpty = false
      }
    }
    return nil
  }

  private static func isToken(_ word: ArraySlice<UInt8>) -> Bool {
    (1...16).contains(word.count) && word.allSatisfy { (0x41...0x5a).contains($0) }
  }

  private static func isVersion(_ word: ArraySlice<UInt8>) -> Bool {
    let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
    return word.count == 8 && word.starts(with: Array("HTTP/1.".utf8)) && word.last.map(digit.contains) ?? false
  }

  /// The path of a target: a path, or a URL as a proxy gets it (RFC 9112, 3.2); `nil` if it is neither.
  private static func path(of target: ArraySlice<UInt8>) -> String? {
    let slash = UInt8(ascii: "/")
    var path = target
    let scheme = Array("http://".utf8)
    if path.starts(with: scheme) {
      path = path.dropFirst(scheme.count)
      path = path.drop { $0 != slash }
    }
    guard path.first == slash else { return nil }
    return String(decoding: path.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
  }
}
