import Basics
import Templates

/// The text of a format that says what was found: a `[[format]]` table in TOML.
package struct KeptFormat: Sendable {
  /// The name of the format.
  package let name: String
  /// The structure.
  package let report: StructureReport
  private let names: [String?]
  /// The places of constants that may be the high bytes of a counter, and change when it carries.
  private let carries: Set<Int>

  /// Creates the format of a structure.
  package init(name: String, report: StructureReport) {
    self.name = name
    self.report = report
    names = FieldName.names(of: report.fields)
    carries = Self.carries(of: report.fields)
  }

  /// Whether a name can be that of a format and of its file: a letter, then letters, digits, `-` and `_`.
  package static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 64 else { return false }
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
    return isLetter(first)
      && name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x5f }
  }

  /// The text of the file.
  package var text: String {
    var lines = [
      "# Found in \(report.sampleCount) datagrams.", "[[format]]", "name = \"\(name)\"", "when = \"\(condition)\"",
    ]
    lines.append("struct = '\(structure)'")
    if let check { lines.append("check = \"\(check)\"") }
    if let sequence {
      lines.append(
        report.isPartOfCount
          ? "# \(sequence) counts datagrams of other sizes too: sequence = \"\(sequence)\" would find losses that are none."
          : "sequence = \"\(sequence)\"")
    }
    if let kind { lines.append("kind = \"\(kind)\"") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The filter of the datagrams: their size, and the first constant.
  private var condition: String {
    let size = report.isVarying ? "size >= \(report.sizes.lowerBound)" : "size = \(report.sizes.lowerBound)"
    for field in report.fields {
      guard case .constant(let all) = field.meaning, let offset = field.offset, !carries.contains(offset) else {
        continue
      }
      let bytes = all.enumerated().prefix { !carries.contains(offset + $0.offset) }.map(\.element)
      let count = bytes.count >= 4 ? 4 : bytes.count >= 2 ? 2 : 1
      let digits = bytes.prefix(count).map { $0.digits(2, radix: 16) }.joined()
      return "\(size) and data[\(offset)\(count == 1 ? "" : ":\(count)")] = 0x\(digits)"
    }
    return size
  }

  /// The constants beside counters, on the side of the high bytes, that make numbers of at most four bytes: zeros, and
  /// one byte of another value. The first byte of all is what datagrams are known by.
  private static func carries(of fields: [StructureField]) -> Set<Int> {
    var constants: [Int: UInt8] = [:]
    for field in fields {
      guard case .constant(let bytes) = field.meaning, let offset = field.offset else { continue }
      for (place, byte) in bytes.enumerated() { constants[offset + place] = byte }
    }
    let usual = fields.lazy.compactMap(\.isLittle).first.map { [$0] } ?? [false, true]
    var carries: Set<Int> = []
    for field in fields {
      guard case .counter(let form, _, _) = field.meaning, let offset = field.offset else { continue }
      for isLittle in form.width > 1 ? [form.isLittle] : usual {
        for step in 0..<max(0, 4 - form.width) {
          let place = isLittle ? offset + form.width + step : offset - 1 - step
          guard place > 0, let byte = constants[place] else { break }
          carries.insert(place)
          if byte != 0 { break }
        }
      }
    }
    return carries
  }

  // MARK: The struct

  private var structure: String {
    var isLittle = report.fields.lazy.compactMap(\.isLittle).first ?? false
    var words = [isLittle ? "<" : ">"]
    for (field, name) in zip(report.fields, names) {
      if let little = field.isLittle, little != isLittle {
        words.append(little ? "<" : ">")
        isLittle = little
      }
      words += self.words(field, name)
    }
    return words.joined(separator: " ")
  }

  /// The bytes behind the fields from the front.
  private var tail: Int { report.fields.reduce(0) { $0 + ($1.offset == nil ? $1.width ?? 0 : 0) } }

  private func words(_ field: StructureField, _ name: String?) -> [String] {
    let name = name.map { ":" + $0 } ?? ""
    switch field.meaning {
    case .constant(let bytes) where bytes.count <= 8:
      return bytes.enumerated().map { place, byte in
        let isCarry = field.offset.map { carries.contains($0 + place) } ?? false
        return isCarry ? "x" : "B=0x\(byte.digits(2, radix: 16))"
      }
    case .constant(let bytes): return ["\(bytes.count)x"]
    case .enumeration(let form, _), .counter(let form, _, _), .length(let form, _), .number(let form, _):
      return [form.letter + name]
    case .time(let form, let clock, _): return [(clock.letter ?? form.letter) + name]
    case .float(let form, _): return [(form.width == 4 ? "f" : "d") + name]
    case .text: return [field.width.map { "\($0)s\(name)" } ?? "s\(name)[_size-_pos-\(tail)]"]
    case .bytes: return [field.width.map { "\($0)x" } ?? "x[_size-_pos-\(tail)]"]
    case .checksum(let match):
      if match.order.isDigits { return ["\(match.byteCount)s\(name)"] }
      return [StructureField.Form(width: match.byteCount).letter + name]
    }
  }

  // MARK: The keys

  private func name(where isWanted: (StructureField) -> Bool) -> String? {
    zip(report.fields, names).first { isWanted($0.0) }?.1
  }

  private var check: String? {
    guard case .checksum(let match)? = report.checksum?.meaning,
      let field = name(where: { if case .checksum = $0.meaning { true } else { false } })
    else { return nil }
    return "\(match.algorithm.name) in \(field)" + (match.start == 0 ? "" : " from \(match.start)")
  }

  private var sequence: String? {
    name { if case .counter(_, step: 1, _) = $0.meaning { true } else { false } }
  }

  private var kind: String? { name { if case .enumeration = $0.meaning { true } else { false } } }
}

extension StructureField {
  /// The order of the bytes; `nil` where there is none.
  fileprivate var isLittle: Bool? {
    switch meaning {
    case .enumeration(let form, _), .counter(let form, _, _), .length(let form, _), .number(let form, _),
      .time(let form, _, _), .float(let form, _):
      form.width > 1 ? form.isLittle : nil
    case .checksum(let match): match.byteCount > 1 && !match.order.isDigits ? match.order == .little : nil
    case .constant, .text, .bytes: nil
    }
  }
}

extension StructureField.Form {
  /// The letter of the struct language.
  fileprivate var letter: String {
    let letters: (unsigned: String, signed: String) =
      switch width {
      case 1: ("B", "b")
      case 2: ("H", "h")
      case 4: ("I", "i")
      case 8: ("Q", "q")
      default: ("u\(width * 8)", "i\(width * 8)")
      }
    return isSigned ? letters.signed : letters.unsigned
  }
}

extension StructureField.Clock {
  /// The word of the struct language; `nil` if it has none.
  fileprivate var letter: String? {
    switch self {
    case .unix32: "unix"
    case .unixMilliseconds: "unixms"
    case .unixMicroseconds: "unixus"
    case .unixNanoseconds: "unixns"
    case .ntp64: "ntp"
    case .unixDouble: "d"
    case .ntp32: nil
    }
  }
}
