/// The counters of the network stack: `/proc/net/snmp`, `netstat` and `snmp6` (proc(5); RFC 4113 names those of UDP).
package struct Counters: Hashable, Sendable {
  /// The values by name: `Udp.InErrors`, `TcpExt.IPReversePathFilter`, `Udp6InErrors`.
  package var values: [String: Int] = [:]

  package init(_ values: [String: Int] = [:]) { self.values = values }

  /// Reads the texts of these files, and of `xfrm_stat` (IPsec), which has the form of `snmp6`.
  package init(snmp: String, netstat: String = "", snmp6: String = "", xfrm: String = "") {
    for text in [snmp, netstat] { readPairs(text) }
    for line in (snmp6 + "\n" + xfrm).split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count == 2, let value = Int(words[1]) { values[String(words[0])] = value }
    }
  }

  /// Reads pairs of lines: the names of a group, then their values.
  private mutating func readPairs(_ text: String) {
    var names: [Substring] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let group = words.first, group.hasSuffix(":") else { continue }
      guard names.first == group, names.count == words.count else {
        names = words
        continue
      }
      for (name, value) in zip(names, words).dropFirst() {
        if let number = Int(value) { values["\(group.dropLast()).\(name)"] = number }
      }
      names = []
    }
  }

  package subscript(_ name: String) -> Int { values[name] ?? 0 }
}
