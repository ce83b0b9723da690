import ArgumentParser
import CaptureFile
import DisplayFilter
import PayloadText
import UDPCore

/// Makes bytes of rows, in one of the forms that `convert` writes.
protocol ConversionSink: AnyObject {
  /// Whether rows are needed as text.
  var needsTexts: Bool { get }
  /// Bytes that wait to be taken.
  var count: Int { get }

  /// What stands before the first row.
  func begin()
  /// Adds a row.
  /// - Parameter drops: what the kernel dropped up to here, as far as is known.
  /// - Returns: whether it can be written in this form: a failure is no datagram.
  func add(_ row: CaptureWalk.Row, _ texts: PeerTexts, drops: Int) -> Bool
  /// What stands after the last row.
  func end(drops: Int)
  /// The bytes since the last call.
  func take() -> [UInt8]
}

extension CaptureFormat {
  /// What writes this form.
  func sink(of capture: Capture) -> any ConversionSink {
    switch self {
    case .csv: RecordSink(.csv, capture.interfaces)
    case .jsonLines: RecordSink(.json, capture.interfaces)
    case .pcap: PcapSink()
    case .pcapng: PcapngSink(capture)
    }
  }
}

/// CSV and JSON Lines.
private final class RecordSink: ConversionSink {
  private let formatter: RecordFormatter
  private var bytes: [UInt8] = []

  init(_ form: RecordFormatter.Form, _ interfaces: InterfaceNames) {
    formatter = RecordFormatter(form: form, interfaces: interfaces)
  }

  var needsTexts: Bool { true }
  var count: Int { bytes.count }

  func begin() { bytes += formatter.header }

  func add(_ row: CaptureWalk.Row, _ texts: PeerTexts, drops: Int) -> Bool {
    let datagram = row.datagram
    formatter.append(
      datagram, choice: texts.choice(of: datagram), text: texts.text(of: datagram),
      note: row.notes.isEmpty ? nil : row.notes.joined(separator: "; "), to: &bytes)
    return true
  }

  func end(drops: Int) {}

  func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }
}

/// The classic format.
private final class PcapSink: ConversionSink {
  private var buffer = PcapBuffer()

  var needsTexts: Bool { false }
  var count: Int { buffer.count }

  func begin() { buffer.begin() }

  func add(_ row: CaptureWalk.Row, _ texts: PeerTexts, drops: Int) -> Bool {
    if row.datagram.kind == .failure { return false }
    buffer.add(row.datagram)
    return true
  }

  func end(drops: Int) {}

  func take() -> [UInt8] { buffer.take() }
}

/// pcapng, with what a recording says: direction, drops, encodings and notes.
private final class PcapngSink: ConversionSink {
  private var buffer = PcapngBuffer(capacity: 512 << 10)
  private var statistics = PcapngBuffer.Statistics()
  private let name: String
  private let encodings: EncodingNotes
  private var lastDrops = 0

  init(_ capture: Capture) {
    name = capture.readers.map(\.name).joined(separator: " ")
    encodings = EncodingNotes(capture.encodings)
  }

  var needsTexts: Bool { false }
  var count: Int { buffer.count }

  func begin() { buffer.begin(.init(name: name), application: UDPeek.configuration.version) }

  func add(_ row: CaptureWalk.Row, _ texts: PeerTexts, drops: Int) -> Bool {
    let datagram = row.datagram
    if datagram.kind == .failure { return false }
    let found = encodings.note(at: datagram)
    buffer.add(datagram, drops: max(0, drops - lastDrops), comments: row.comments + (found.map { [$0] } ?? []))
    lastDrops = max(lastDrops, drops)
    if statistics.delivered == 0 { statistics.start = datagram.time }
    statistics.end = max(statistics.end, datagram.time)
    statistics.received += 1
    statistics.delivered += 1
    return true
  }

  func end(drops: Int) {
    statistics.kernelDrops = drops
    buffer.end(statistics)
  }

  func take() -> [UInt8] {
    defer { buffer.removeAll() }
    return buffer.withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
  }
}
