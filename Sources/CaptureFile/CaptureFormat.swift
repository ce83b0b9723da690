/// A file format for datagrams.
package enum CaptureFormat: String, Hashable, Sendable, CaseIterable {
  /// Blocks with options (<https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html>).
  case pcapng
  /// The classic format of tcpdump (<https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html>).
  case pcap
  /// A header and one line per datagram (RFC 4180).
  case csv
  /// One JSON object per line.
  case jsonLines = "jsonl"

  /// Creates the format that a file name's extension indicates, which is not case-sensitive; compression extensions are
  /// skipped. `nil` if it indicates none.
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
