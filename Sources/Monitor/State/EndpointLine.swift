import UDPCore

/// Reads the endpoint of a new message as a person types it: `192.0.2.7:8080`, `[::1]:8080`, `[fe80::1%eth0]:8080`.
struct EndpointLine {
  /// Why it is none, as a sentence with the next step.
  struct Problem: Error, Hashable {
    var text: String
  }

  /// The endpoint that `line` names.
  static func parse(_ line: String, _ interfaces: InterfaceNames) throws(Problem) -> Endpoint {
    let text = trimmed(line)
    guard let colon = text.lastIndex(of: ":") else {
      throw Problem(text: "the port is missing: 192.0.2.7:8080 or [2001:db8::7]:8080")
    }
    let portText = text[text.index(after: colon)...]
    guard portText.allSatisfy({ $0.isASCII && $0.isNumber }), let port = UInt16(portText), port > 0 else {
      throw Problem(text: "the port is a number from 1 to 65535")
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw Problem(text: "an IPv6 address goes in brackets: [2001:db8::7]:8080")
    }
    return try endpoint(host, port: port, interfaces)
  }

  private static func endpoint(
    _ host: Substring, port: UInt16, _ interfaces: InterfaceNames
  ) throws(Problem) -> Endpoint {
    let parts = host.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first.flatMap({ IPAddress($0) }) else {
      throw Problem(text: "not an IP address: 192.0.2.7:8080 or [2001:db8::7]:8080")
    }
    guard parts.count == 2 else {
      if address.needsScope { throw Problem(text: "that address needs its interface: [\(address)%eth0]:\(port)") }
      return Endpoint(address, port: port)
    }
    guard !address.isIPv4, let scope = interfaces.index(of: parts[1]) else {
      throw Problem(text: "no network interface of that name here")
    }
    return Endpoint(address, port: port, scope: scope)
  }

  private static func trimmed(_ line: String) -> Substring {
    var text = line[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
