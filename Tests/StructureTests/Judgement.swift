import Structure
import Templates

/// A comparison of a report with what the author of a protocol knows.
struct Judgement {
  /// The fields that count: constants, counters, lengths and checksums.
  private(set) var asked = 0
  private(set) var right = 0
  /// Checksums of another name that agree with the same datagrams and no others: variants of one polynomial do where the
  /// size and the first bytes never change.
  private(set) var equivalent = 0
  /// Counters, lengths and checksums that are none.
  private(set) var invented: [String] = []
  private(set) var missed: [String] = []
  /// Times, floating-point numbers and enumerations.
  private(set) var otherAsked = 0
  private(set) var otherRight = 0

  private var samples: [StructureSample] = []

  mutating func add(_ report: StructureReport, _ samples: [StructureSample], _ fields: [TrueField], _ name: String) {
    self.samples = samples
    for field in fields {
      switch field.kind {
      case .number: continue
      case .time, .float, .enumeration:
        otherAsked += 1
        if isFound(field, in: report) {
          otherRight += 1
        } else {
          missed.append("(\(name): \(field.kind) at \(field.offset))")
        }
      default:
        asked += 1
        if isFound(field, in: report) {
          right += 1
        } else if isEquivalent(field, in: report) {
          equivalent += 1
        } else {
          missed.append("\(name): \(field.kind) at \(field.offset)")
        }
      }
    }
    for found in report.fields {
      switch found.meaning {
      case .counter, .length, .checksum:
        if !fields.contains(where: { agrees(found, with: $0) || isEquivalent($0, found) }) {
          invented.append("\(name): \(found.meaning) at \(found.place)")
        }
      default: break
      }
    }
  }

  private func isFound(_ field: TrueField, in report: StructureReport) -> Bool {
    if field.kind == .constant { return isConstant(field, in: report) }
    return report.fields.contains { agrees($0, with: field) }
  }

  private func isEquivalent(_ field: TrueField, in report: StructureReport) -> Bool {
    report.checksum.map { isEquivalent(field, $0) } ?? false
  }

  /// Whether a checksum gives the verdicts of the true one, for these datagrams and for all with one byte changed.
  private func isEquivalent(_ field: TrueField, _ found: StructureField) -> Bool {
    guard case .checksum(let match) = found.meaning, case .checksum(let name, let isLittle, let start) = field.kind,
      let algorithm = ChecksumAlgorithm.named(name), match.byteCount == field.width
    else { return false }
    let truth = ChecksumMatch(
      algorithm: algorithm, order: field.width == 1 ? .big : isLittle ? .little : .big, start: start,
      trailing: match.trailing)
    var trials = samples.map(\.bytes)
    for sample in samples.prefix(4) {
      for place in match.start..<sample.bytes.count {
        var changed = sample.bytes
        changed[place] ^= UInt8(1 + place % 255)
        // A first byte that never changes is the difference between them.
        if place >= max(start, match.start) { trials.append(changed) }
      }
    }
    return ChecksumSearch.agreeing(match, in: trials) == ChecksumSearch.agreeing(truth, in: trials)
  }

  private func isConstant(_ field: TrueField, in report: StructureReport) -> Bool {
    let size = report.sizes.lowerBound
    return (field.offset..<field.offset + field.width).allSatisfy { place in
      report.fields.contains { found in
        guard case .constant = found.meaning, let width = found.width else { return false }
        switch found.place {
        case .front(let offset): return (offset..<offset + width).contains(place)
        case .back(let back): return (size - back..<size - back + width).contains(place)
        }
      }
    }
  }

  private func agrees(_ found: StructureField, with field: TrueField) -> Bool {
    switch (found.meaning, field.kind) {
    case (.checksum(let match), .checksum(let name, let isLittle, let start)):
      return match.algorithm.name == name && match.start == start
        && (match.byteCount == 1 || (match.order == .little) == isLittle)
    case (.counter(let form, _, _), .counter):
      // The bytes that never changed may be left out, and zero bytes before them taken in.
      return hasSameEnd(found, form, field) && hasSameSteps(found, form, field)
    case (.length(let form, _), .length): return hasSameEnd(found, form, field)
    case (.time(let form, _, _), .time): return hasSameEnd(found, form, field) && form.width == field.width
    case (.float(let form, _), .float): return hasSameEnd(found, form, field)
    case (.enumeration(let form, _), .enumeration): return hasSameEnd(found, form, field)
    default: return false
    }
  }

  /// Whether the lowest byte is the same one.
  private func hasSameEnd(_ found: StructureField, _ form: StructureField.Form, _ field: TrueField) -> Bool {
    guard let offset = found.offset, form.isLittle == field.isLittle || form.width == 1 || field.width == 1 else {
      return false
    }
    let low = form.isLittle && form.width > 1 ? offset : offset + form.width - 1
    return low == (field.isLittle ? field.offset : field.offset + field.width - 1)
  }

  private func hasSameSteps(_ found: StructureField, _ form: StructureField.Form, _ field: TrueField) -> Bool {
    guard let offset = found.offset else { return false }
    let own = samples.map { Self.value($0.bytes, offset, form.width, form.isLittle) }
    let other = samples.map { Self.value($0.bytes, field.offset, field.width, field.isLittle) }
    let mask = UInt64.max >> UInt64(64 - 8 * min(form.width, field.width))
    return zip(own, other).allSatisfy { (($0 &- own[0]) ^ ($1 &- other[0])) & mask == 0 }
  }

  private static func value(_ bytes: [UInt8], _ offset: Int, _ width: Int, _ isLittle: Bool) -> UInt64 {
    let part = bytes[offset..<offset + width]
    return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
