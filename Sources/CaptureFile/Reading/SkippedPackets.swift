package import Basics

/// The packets of capture files that gave no datagram, by kind.
package struct SkippedPackets {
  /// The number of packets of one kind.
  package struct Kind: Hashable {
    package let name: Phrase
    package let count: Int
    /// Whether the packets may contain UDP, since they were not dissected.
    var isEnclosed = false
  }

  /// The kinds, most frequent first.
  package let kinds: [Kind]

  /// Adds up the tallies of several files.
  package init(_ tallies: [CaptureTally]) {
    let plain: [(KeyPath<CaptureTally, Int>, Phrase)] = [
      (\.others, "no UDP"), (\.laterFragments, "later fragments"), (\.unreadable, "headers cut or wrong"),
      (\.broken, "damaged"),
    ]
    var kinds = plain.map { path, name in Kind(name: name, count: tallies.reduce(0) { $0 + $1[keyPath: path] }) }
    var enclosed: [String: Int] = [:]
    for tally in tallies {
      for (enclosure, count) in tally.enclosed { enclosed[enclosure.description, default: 0] += count }
    }
    kinds += enclosed.map { Kind(name: Phrase(verbatim: $0), count: $1, isEnclosed: true) }
    self.kinds = kinds.filter { $0.count > 0 }.sorted { ($1.count, $0.name.english) < ($0.count, $1.name.english) }
  }

  /// The total and the kinds: `14: 9 no UDP, 3 later fragments; not taken apart: 2 GRE`.
  package var phrase: Phrase {
    let total = kinds.reduce(0) { $0 + $1.count }
    return total == 0 ? "0" : "\(total): \(list)"
  }

  /// The kinds: `9 no UDP, 3 later fragments; not taken apart: 2 GRE`.
  package var list: Phrase {
    let (plain, enclosed) = (list(isEnclosed: false), list(isEnclosed: true))
    if enclosed.isEmpty { return plain }
    return plain.isEmpty ? "not decoded: \(enclosed)" : "\(plain); not decoded: \(enclosed)"
  }

  private func list(isEnclosed: Bool) -> Phrase {
    kinds.filter { $0.isEnclosed == isEnclosed }.reduce("") { list, kind in
      let part: Phrase = "\(kind.count) \(kind.name)"
      return list.isEmpty ? part : "\(list), \(part)"
    }
  }
}
