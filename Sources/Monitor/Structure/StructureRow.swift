import Basics
import PayloadText
import Structure

/// A field in the list of the structure.
struct StructureRow: ListEntry {
  static var typing: ListTyping { .cycling }

  let field: StructureField
  /// The name that a kept format gives it; `nil` for constants and bytes without order.
  let name: String?
  /// The size of the datagrams; the smallest where it varies.
  let size: Int

  var names: [String] { [name ?? ""] }

  /// The place: `0x0002`, or `-2` from the end of datagrams whose sizes vary.
  func place(isVarying: Bool) -> SafeText {
    switch field.place {
    case .front(let offset): HexDump.offset(offset)
    case .back(let back): isVarying ? SafeText("-\(back)") : HexDump.offset(size - back)
    }
  }

  /// The first byte in a datagram of so many bytes.
  func firstByte(in count: Int) -> Int {
    switch field.place {
    case .front(let offset): offset
    case .back(let back): count - back
    }
  }

  /// The datagrams that agree; `nil` for a checksum, which says so itself.
  var evidence: Phrase? {
    if case .checksum = field.meaning { return field.isGuess ? "a guess" : nil }
    let held: Phrase = "\(Figures.grouped(field.held)) of \(Figures.grouped(field.total))"
    return field.isGuess ? "\(held), a guess" : held
  }

  /// The irregularities of a counter, or of a clock; `nil` if there are none.
  var remark: Phrase? {
    switch field.meaning {
    case .counter(_, _, let losses): return Self.remark(losses)
    case .time(_, _, let ahead):
      guard ahead.magnitude >= 1_000_000_000 else { return nil }
      let span = Figures.span(Int64(clamping: ahead.magnitude))
      return ahead > 0 ? "\(span) ahead" : "\(span) behind"
    default: return nil
    }
  }

  private static func remark(_ losses: Losses) -> Phrase? {
    var parts: [Phrase] = ["lost \(Figures.grouped(losses.lost))"]
    if losses.reordered > 0 { parts.append("reordered \(Figures.grouped(losses.reordered))") }
    if losses.doubled > 0 { parts.append("doubled \(Figures.grouped(losses.doubled))") }
    if losses.restarts > 0 { parts.append("began anew \(Figures.grouped(losses.restarts))") }
    return parts.dropFirst().reduce(parts[0]) { $0 + ", " + $1 }
  }
}
