import CaptureFile
import DisplayFilter
import PayloadText
import UDPCore

/// What is counted of the datagrams that match.
struct CaptureSummary {
  /// Peers that are told apart.
  private static let mostPeers = 1 << 20

  private var walk: CaptureWalk
  private var datagrams = 0
  private var bytes = 0
  private var peers: Set<Endpoint> = []
  private var first: Int64?
  private var last: Int64?

  init(filter: DisplayFilter, encodings: ChosenEncodings) {
    walk = CaptureWalk(filter: filter, encodings: encodings, readsTexts: false)
  }

  mutating func read(_ snapshot: LogSnapshot, _ comments: [CaptureComment]) {
    var seen = Seen()
    walk.read(snapshot, comments) { row, _ in
      let datagram = row.datagram
      guard datagram.kind != .failure else { return }
      seen.datagrams += 1
      seen.bytes += datagram.size
      seen.first = min(seen.first, datagram.time)
      seen.last = max(seen.last, datagram.time)
      if peers.count < Self.mostPeers { peers.insert(datagram.peer) }
    }
    guard seen.datagrams > 0 else { return }
    datagrams += seen.datagrams
    bytes += seen.bytes
    first = min(first ?? seen.first, seen.first)
    last = max(last ?? seen.last, seen.last)
  }

  /// What one step brought.
  private struct Seen {
    var datagrams = 0
    var bytes = 0
    var first = Int64.max
    var last = Int64.min
  }

  /// The object of `--json`.
  func object(of readers: [CaptureReader]) -> JSONObject {
    var object = JSONObject()
    object.add("datagrams", datagrams)
    object.add("bytes", bytes)
    object.add("peers", peers.count)
    object.add("first", first.map(UTCTime.text))
    object.add("last", last.map(UTCTime.text))
    object.add("kernel_drops", readers.kernelDrops)
    object.add("skipped", readers.reduce(0) { $0 + $1.tally.skipped })
    object.add("warnings", warnings(readers))
    return object
  }

  /// The lines for people.
  func lines(of readers: [CaptureReader], _ locale: CharacterLocale) -> [UInt8] {
    let total = readers.reduce(0) { $0 + $1.tally.packets }
    var rows = [
      ("files", readers.map { "\($0.name) (\($0.format?.rawValue ?? "empty"))" }.joined(separator: ", ")),
      ("datagrams", "\(datagrams) of \(total) packets"), ("bytes", "\(bytes)"),
      ("peers", peers.count < Self.mostPeers ? "\(peers.count)" : "\(peers.count) or more"),
    ]
    if let first, let last {
      rows += [("first", UTCTime.text(first)), ("last", UTCTime.text(last))]
      let span = last.subtractingReportingOverflow(first)
      if !span.overflow { rows.append(("span", Self.span(span.partialValue))) }
    }
    rows.append(("kernel drops", "\(readers.kernelDrops)"))
    rows.append(("skipped", skipped(readers)))
    rows += warnings(readers).enumerated().map { ($0 == 0 ? "warnings" : "", $1) }
    return rows.flatMap { name, value in
      locale.encode(SafeText(name + String(repeating: " ", count: 14 - name.count) + value)) + [0x0a]
    }
  }

  private func warnings(_ readers: [CaptureReader]) -> [String] {
    var warnings = readers.flatMap(\.sentences)
    if peers.count == Self.mostPeers { warnings.append("more peers than \(Self.mostPeers) are not told apart") }
    return warnings
  }

  /// `12, of these 9 no UDP, 3 later fragments`.
  private func skipped(_ readers: [CaptureReader]) -> String {
    let parts: [(KeyPath<CaptureTally, Int>, String)] = [
      (\.others, "no UDP"), (\.laterFragments, "later fragments"), (\.unreadable, "with headers cut or wrong"),
      (\.unknownLinks, "of unknown link types"), (\.broken, "damaged"),
    ]
    let counts = parts.map { path, name in (readers.reduce(0) { $0 + $1.tally[keyPath: path] }, name) }
    let told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    let total = counts.reduce(0) { $0 + $1.0 }
    return told.isEmpty ? "0" : "\(total): \(told)"
  }

  /// `1 h 02 min 03.456 s`.
  private static func span(_ nanoseconds: Int64) -> String {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let fraction = UTCTime.padded(Int(rest / 1_000_000), 3)
    if seconds < 60 { return "\(seconds).\(fraction) s" }
    let minutes = "\(UTCTime.padded(Int(seconds % 60), 2)).\(fraction) s"
    if seconds < 3_600 { return "\(seconds / 60) min \(minutes)" }
    return "\(seconds / 3_600) h \(UTCTime.padded(Int(seconds / 60 % 60), 2)) min \(minutes)"
  }
}
