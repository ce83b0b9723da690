package import Basics
import Templates

extension StructureField {
  /// The most bytes of a constant that are written.
  private static let mostBytes = 8

  /// The field in a few words: `7e const`, `kind{1,2,5}`, `u16be counter (3 gaps)`, `crc16-modbus ✓ 412 of 412`.
  /// - Parameter name: the name that `FieldName` gives it.
  package func summary(_ name: String?, isASCII: Bool = false) -> Phrase {
    let doubt = isGuess ? "?" : ""
    return words(name, isASCII: isASCII) + Phrase(verbatim: doubt)
  }

  private func words(_ name: String?, isASCII: Bool) -> Phrase {
    let dots = isASCII ? ".." : "…"
    switch meaning {
    case .constant(let bytes): return "\(Self.hex(bytes, dots)) const"
    case .enumeration(_, let values):
      let list = values.map { String($0) }.joined(separator: ",")
      return Phrase(verbatim: (name ?? "kind") + "{" + list + "}")
    case .counter(let form, let step, let losses): return Self.counter(form, step, losses)
    case .length(let form, let length): return Self.length(form, length)
    case .time(let form, let clock, _): return Phrase(verbatim: clock.label + form.order)
    case .float(let form, let range):
      return Phrase(
        verbatim:
          "f\(form.width * 8)\(form.order) \(Self.short(range.lowerBound))\(dots)\(Self.short(range.upperBound))")
    case .number(let form, let range):
      return Phrase(verbatim: "\(form.label) \(range.lowerBound)\(dots)\(range.upperBound)")
    case .text: return width.map { "text of \($0) bytes" } ?? "text to the end"
    case .checksum(let match):
      let sign = isASCII ? "ok" : "✓"
      let start = match.start == 0 ? "" : " from \(match.start)"
      return "\(match.label)\(start) \(sign) \(held) of \(total)"
    case .bytes: return width.map { $0 == 1 ? "1 byte" : "\($0) bytes" } ?? "more bytes"
    }
  }

  private static func counter(_ form: Form, _ step: UInt64, _ losses: Losses) -> Phrase {
    let name = step == 1 ? form.label : "\(form.label) +\(step)"
    switch losses.gaps {
    case 0: return "\(name) counter"
    case 1: return "\(name) counter (1 gap)"
    default: return "\(name) counter (\(losses.gaps) gaps)"
    }
  }

  private static func length(_ form: Form, _ length: Length) -> Phrase {
    let sign = length.offset < 0 ? "-" : "+"
    let offset = length.offset == 0 ? "" : " \(sign)\(length.offset.magnitude)"
    guard length.scale == 1 else { return "\(form.label) count ×\(length.scale)\(offset)" }
    return "\(form.label) length\(offset)"
  }

  private static func hex(_ bytes: [UInt8], _ dots: String) -> String {
    let text = bytes.prefix(mostBytes).map { $0.digits(2, radix: 16) }.joined(separator: " ")
    return bytes.count > mostBytes ? text + dots : text
  }

  /// A number with at most four digits behind the point.
  static func short(_ value: Double) -> String {
    guard value.magnitude < 1e9 else { return "\(value)" }
    let scale: Double = value.magnitude >= 1_000 ? 10 : value.magnitude >= 10 ? 100 : 10_000
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}

extension StructureField.Form {
  /// The order of the bytes; empty for a single one.
  var order: String { width == 1 ? "" : isLittle ? "le" : "be" }

  /// The form as the formats of messages write it: `u16be`.
  var label: String { "\(isSigned ? "i" : "u")\(width * 8)\(order)" }
}

extension StructureField.Clock {
  /// The name of the clock: `unix32`.
  var label: String {
    switch self {
    case .unix32: "unix32"
    case .unixMilliseconds: "unixms64"
    case .unixMicroseconds: "unixus64"
    case .unixNanoseconds: "unixns64"
    case .unixDouble: "unixf64"
    case .ntp32: "ntp32"
    case .ntp64: "ntp64"
    }
  }
}

extension ChecksumMatch {
  /// The checksum with its order, where it is not the usual one: `crc16-modbus:be`.
  var label: String {
    let isUsual = order == algorithm.order || byteCount == 1 && !order.isDigits
    return isUsual ? algorithm.name : "\(algorithm.name):\(order.rawValue)"
  }
}
