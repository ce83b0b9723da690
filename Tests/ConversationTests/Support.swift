import Basics
import Formats
import PayloadText
import PeerText
import Structure
import Templates
import UDPCore

@testable import Conversation

/// A recording that a test makes up: datagrams between clients and a device.
final class MadeUpRecording {
  static let device = Endpoint(IPAddress(ipv4: 0x0a00_0311), port: 5_000)
  static let client = Endpoint(IPAddress(ipv4: 0x0a00_0301), port: 40_000)
  /// 2026-11-22 21:07:45 UTC.
  static let start: Int64 = 1_795_381_665_000_000_000

  private var writer = LogWriter(limit: 32 << 20)
  private var index = ConversationIndex()
  private let reader: MessageReader
  private(set) var now = MadeUpRecording.start

  init(_ book: FormatBook = .empty, encoding: TextEncoding? = nil) {
    reader = MessageReader(book, PeerTexts(encodingForAll: encoding))
  }

  /// Lets time pass.
  func pass(milliseconds: Int64) { now += milliseconds * 1_000_000 }

  func ask(_ bytes: [UInt8], from client: Endpoint = client, of device: Endpoint = device) {
    add(bytes, from: client, to: device)
  }

  func answer(_ bytes: [UInt8], to client: Endpoint = client, by device: Endpoint = device) {
    add(bytes, from: device, to: client)
  }

  private func add(_ bytes: [UInt8], from source: Endpoint, to destination: Endpoint) {
    let path = LocalPath(endpoint: destination, replySource: destination.address, interface: 0, socket: 0)
    let row = LogWriter.Row(kind: .incoming, time: now, size: bytes.count, peer: source, local: path)
    _ = writer.append(row, payload: bytes.span.bytes)
    writer.publish()
    guard let datagram = writer.last else { return }
    reader.observe(datagram)
    index.add(datagram)
  }

  var devices: [ConversationIndex.Device] { index.devices }

  /// The device, learned from what was said.
  func learned(_ endpoint: Endpoint = device) -> RecordedDevice {
    RecordedDevice(endpoint, index, writer.log.snapshot(), reader)
  }
}

/// Returns the bytes with a Modbus checksum behind them.
func withCRC(_ bytes: [UInt8]) -> [UInt8] {
  let value = Checksum(ChecksumAlgorithm.named("crc16-modbus")!).value(of: bytes)
  return bytes + [UInt8(value & 0xff), UInt8(value >> 8)]
}

func big(_ value: UInt64, _ count: Int) -> [UInt8] {
  (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
}

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }
}
