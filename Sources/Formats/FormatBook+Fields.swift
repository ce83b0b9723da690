package import DisplayFilter
import UDPCore

/// The fields of formats as words of the filter language.
extension FormatBook: FieldSource {
  /// The names of all fields, alone and behind the names of their formats.
  package var fieldNames: [String] {
    let names = formats.flatMap { $0.fields.map(\.name) }
    let qualified = formats.flatMap { format in format.fields.map { "\(format.name).\($0.name)" } }
    var seen: Set<String> = []
    return (names + qualified).filter { seen.insert($0).inserted }
  }

  /// The names of all formats.
  package var formatNames: [String] { formats.map(\.name) }

  /// Whether a word is the name of a field: `temp`, `meter.temp`, or any path in a format whose names only its
  /// datagrams know.
  package func hasField(_ name: String) -> Bool {
    formats.contains { $0.index(ofFilterName: name) != nil }
  }

  /// Whether verdicts of a test depend on the peers' encodings: on the text of a field, or on that of a condition.
  package func needsEncoding(_ test: FieldTest) -> Bool {
    formats.contains { format in
      switch test.name.map({ format.index(ofFilterName: $0) }) {
      case .some(.some(.known(let index))): format.readsText || [.text, .written].contains(format.fields[index].kind)
      case .some(nil): false
      case .some(.some(.open)), nil: format.readsText
      }
    }
  }

  /// The description of the first field that a filter's word names; `nil` if no format knows it before a datagram.
  package func description(of name: String) -> FieldDescription? {
    for format in formats {
      guard case .known(let index)? = format.index(ofFilterName: name) else { continue }
      var description = format.fields[index]
      description.unit = description.unit ?? format.units[description.name]
      return description
    }
    return nil
  }

  /// Returns a reader of the values that tests compare.
  package func reader(of tests: [FieldTest]) -> any FieldReader { FormatFieldReader(self, tests) }
}

extension FormatBook {
  /// Returns a follower of the numbers that the formats find, which has seen nothing.
  package func follower() -> any NumberFollower { BookFollower(self) }
}

/// Follows numbers for the word `gap` alone.
private final class BookFollower: NumberFollower {
  private var observer: FormatObserver

  init(_ book: FormatBook) { observer = FormatObserver(book) }

  func follow(_ datagram: Datagram, gapsIn context: inout FilterContext) {
    context.gaps = if case .gap? = observer.follow(datagram, in: context) { [datagram.number] } else { [] }
  }

  func skip() { observer.skip() }
}

/// A field as a filter names it.
enum FilterFieldPlace: Hashable {
  /// A field by its index in `Format.fields`.
  case known(Int)
  /// A name that only a datagram has.
  case open(String)
}

extension Format {
  /// Whether a filter's word names a field of the format.
  package func hasField(_ name: String) -> Bool { index(ofFilterName: name) != nil }

  /// Whether a field is a value that was measured, and not one by which the format itself tells datagrams apart: no
  /// kind, count, checksum, time or flag.
  package func isMeasured(_ field: Dissection.Field) -> Bool {
    switch field.value {
    case .time, .flag, .bytes, .tree: return false
    case .signed, .unsigned, .real, .text, .list: break
    }
    let own = [kind, sequence?.field, clock?.field, check?.field].compactMap { $0 } + (sequence?.streams ?? [])
    return field.isNumber && !own.contains(field.name)
  }

  /// Whether the format is one of texts, or its condition reads them.
  fileprivate var readsText: Bool { body.program == nil || condition?.needsEncoding ?? false }

  /// The field that a filter's word names; `nil` if the format has no such field.
  func index(ofFilterName name: String) -> FilterFieldPlace? {
    if let index = indices[name] { return .known(index) }
    guard name.hasPrefix(self.name), name.dropFirst(self.name.count).hasPrefix(".") else { return nil }
    let own = String(name.dropFirst(self.name.count + 1))
    if let index = indices[own] { return .known(index) }
    return isOpen && !own.isEmpty ? .open(own) : nil
  }
}
