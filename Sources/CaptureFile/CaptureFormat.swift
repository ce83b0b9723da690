/// How datagrams are kept in a file.
package enum CaptureFormat: String, Hashable, Sendable, CaseIterable {
  /// Blocks with options (<https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html>).
  case pcapng
  /// The classic format of tcpdump (<https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html>).
  case pcap
  /// A heading and a line a datagram (RFC 4180).
  case csv
  /// A JSON object a line.
  case jsonLines = "jsonl"

  /// The format that a file's name says by its ending, whatever case; the endings of compression are passed over. `nil`
  /// when it says none.
  package init?(fileName: String) {
    var name = Substring(fileName.lowercased())
    for ending in [".gz", ".zst"] where name.hasSuffix(ending) { name = name.dropLast(ending.count) }
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...] {
    case "pcapng", "ntar": self = .pcapng
    case "pcap", "cap", "dmp": self = .pcap
    case "csv": self = .csv
    case "jsonl", "json", "ndjson": self = .jsonLines
    default: return nil
    }
  }
}
