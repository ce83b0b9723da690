import Basics
import Configuration
import DisplayFilter
import Formats
import PayloadText
import PeerText
import Testing
import UDPCore

/// Returns the formats of a TOML text, which must have no mistake.
func formats(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [Format] {
  let file = FormatFile(source, path: "/f.toml", aliases: Aliases(), interfaces: InterfaceNames())
  #expect(file.problems.map(\.description) == [], sourceLocation: sourceLocation)
  return file.formats
}

/// Returns the one format of a TOML text without its heading and name.
func format(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Format {
  let source = "[[format]]\nname = \"test\"\n" + source
  return try #require(try formats(source, sourceLocation: sourceLocation).first, sourceLocation: sourceLocation)
}

/// Returns the sentences about the mistakes of a TOML text.
func problems(_ source: String) -> [String] {
  FormatFile(source, path: "/f.toml", aliases: Aliases(), interfaces: InterfaceNames()).problems.map(\.description)
}

/// Returns the bytes that pairs of hexadecimal digits stand for.
func hex(_ text: String) -> [UInt8] {
  var digits = text.utf8.compactMap { HexDigits.value($0) }[...]
  var bytes: [UInt8] = []
  while let high = digits.popFirst(), let low = digits.popFirst() { bytes.append(high << 4 | low) }
  return bytes
}

extension Format {
  /// What the format says of some bytes.
  func dissect(_ bytes: [UInt8]) -> Dissection { unsafe dissect(bytes.span.bytes, .utf8) }

  /// The fields of some bytes: `temp=21.5 °C`, groups with their depth as dots.
  func lines(_ bytes: [UInt8]) -> [String] {
    dissect(bytes).fields.map { field in
      let dots = String(repeating: ".", count: field.depth)
      return dots
        + (field.value == .tree ? field.name : "\(field.name)=\(field.text)\(field.unit.map { " \($0)" } ?? "")")
    }
  }

  /// Whether bytes fit.
  func fits(_ bytes: [UInt8]) -> Bool { unsafe fits(bytes.span.bytes, .utf8) }
}

/// A log of datagrams for tests.
struct TestLog: ~Copyable {
  private var writer = LogWriter(limit: 8 << 20)
  private var count: UInt64 = 0

  /// The log as it is now.
  var snapshot: LogSnapshot { writer.log.snapshot() }

  /// Adds a received datagram and returns it.
  mutating func add(
    _ payload: [UInt8], from peer: String = "192.0.2.1", port: UInt16 = 40_000, to local: UInt16 = 8_080,
    at time: Int64 = 0
  ) throws -> Datagram {
    let endpoint = Endpoint(try #require(IPAddress("192.0.2.9")), port: local)
    let row = LogWriter.Row(
      kind: .incoming, time: time, size: payload.count, peer: Endpoint(try #require(IPAddress(peer)), port: port),
      local: LocalPath(endpoint: endpoint, replySource: endpoint.address, interface: 0, socket: 0))
    unsafe writer.append(row, payload: payload.span.bytes)
    writer.publish()
    count += 1
    return try #require(writer.log.snapshot()[count])
  }
}

/// A context in which every peer uses an encoding.
func context(_ encoding: TextEncoding? = .utf8) -> FilterContext {
  FilterContext(texts: PeerTexts(encodingForAll: encoding), now: 0)
}
