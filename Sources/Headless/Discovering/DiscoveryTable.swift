import Basics
import CaptureFile
import Expect
import PayloadText
import PeerText
import UDPCore

/// Devices as a table, or as JSON.
struct DiscoveryTable {
  /// The most characters of an answer that are shown.
  private static let mostText = 80

  private let devices: [DiscoveredDevice]
  private let texts: PeerTexts
  private let interfaces: InterfaceNames

  init(_ devices: [DiscoveredDevice], _ texts: PeerTexts, _ interfaces: InterfaceNames) {
    self.devices = devices
    self.texts = texts
    self.interfaces = interfaces
  }

  /// A line for each device below a head; none without devices.
  /// - Parameter words: returns a phrase in the user's language.
  func lines(_ words: (Phrase) -> String) -> [SafeText] {
    if devices.isEmpty { return [] }
    let heads: [Phrase] = ["address", "name", "MAC", "vendor", "interface", "round trip", "answer"]
    let rows = [heads.map { SafeText(words($0)) }] + devices.map(cells)
    let widths = heads.indices.map { column in rows.map { $0[column].width }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().reduce(into: SafeText()) { line, cell in
        let isLast = cell.offset == row.count - 1
        line += isLast ? cell.element : cell.element.padded(toColumns: widths[cell.offset]) + "  "
      }
    }
  }

  private func cells(_ device: DiscoveredDevice) -> [SafeText] {
    let scalars = texts.string(of: device.answer).unicodeScalars
    let text =
      String(String.UnicodeScalarView(scalars.prefix(Self.mostText))) + (scalars.count > Self.mostText ? "…" : "")
    return [
      device.peer.text(interfaces), device.name ?? "-", device.hardware?.description ?? "-", device.vendor ?? "-",
      interface(device), Elapsed.text(device.roundTrip), text,
    ].map { SafeText($0) }
  }

  private func interface(_ device: DiscoveredDevice) -> String {
    let index = device.answer.local.interface
    return index == 0 ? "-" : interfaces.name(of: index)
  }

  /// An object for each device, a line each.
  var objects: [UInt8] {
    devices.flatMap { device -> [UInt8] in
      var object = JSONObject()
      object.add("peer", device.peer.text(interfaces))
      object.add("name", device.name)
      object.add("mac", device.hardware?.description)
      object.add("vendor", device.vendor)
      object.add("interface", interface(device))
      object.add("rtt_ns", Int(device.roundTrip))
      object.add("answers", device.answers)
      object.add("size", device.answer.size)
      object.add("encoding", texts.choice(of: device.answer).encoding.name)
      object.add("text", whole: texts.string(of: device.answer))
      object.add("payload", device.answer.payload.map { $0.digits(2, radix: 16) }.joined())
      return object.line
    }
  }
}
