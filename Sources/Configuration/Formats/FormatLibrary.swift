package import DisplayFilter
package import Formats
import Plumbing

/// The formats in force: those of `--format`, the user's own, the shipped ones. The shipped ones are compiled when
/// somebody first asks for a name that the others lack.
package final class FormatLibrary: FieldSource {
  /// The user's own formats, which come first.
  package let own: [Format]
  /// The name of the format of every datagram; `nil` where each is tried.
  package let forced: String?
  private let loaded = Lock<FormatBook?>(nil)

  /// Creates a library.
  /// - Parameter forced: the name of the format of every datagram; `nil` to try each.
  package init(own: [Format] = [], forced: String? = nil) {
    self.own = own
    self.forced = forced
  }

  /// All formats. Of two with one name, the user's own counts.
  package var book: FormatBook {
    loaded.withLock { loaded in
      if let loaded { return loaded }
      let names = Set(own.map(\.name))
      let book = FormatBook(own + ShippedFormats.all.filter { !names.contains($0.name) }, forced: forced)
      loaded = book
      return book
    }
  }

  /// Returns the library with another format for every datagram; `nil` to try each.
  package func forcing(_ name: String?) -> FormatLibrary { FormatLibrary(own: own, forced: name) }

  /// Returns the library with more formats before the others; of two with one name, the new one counts.
  package func adding(_ formats: [Format]) -> FormatLibrary {
    let names = Set(formats.map(\.name))
    return FormatLibrary(own: formats + own.filter { !names.contains($0.name) }, forced: forced)
  }

  package var fieldNames: [String] { book.fieldNames }

  package var formatNames: [String] { book.formatNames }

  package func hasField(_ name: String) -> Bool {
    own.contains { $0.hasField(name) } || book.hasField(name)
  }

  package func needsEncoding(_ test: FieldTest) -> Bool { book.needsEncoding(test) }

  package func follower() -> any NumberFollower { book.follower() }

  package func reader(of tests: [FieldTest]) -> any FieldReader { book.reader(of: tests) }
}
