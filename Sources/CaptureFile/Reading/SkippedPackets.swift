package import Basics

/// The packets of capture files that gave no datagram, by kind, and the fragments that gave one together.
package struct SkippedPackets {
  /// The kinds, most frequent first, with the number of packets of each.
  package let kinds: [(kind: LeftOut, count: Int)]
  /// The number of datagrams joined from fragments, and of these.
  package let joined: (datagrams: Int, fragments: Int)

  /// Adds up the tallies of several files.
  package init(_ tallies: [CaptureTally]) {
    var counts: [LeftOut: Int] = [:]
    for tally in tallies { counts.merge(tally.leftOut, uniquingKeysWith: +) }
    kinds = counts.map { (kind: $0, count: $1) }
      .sorted { ($1.count, $0.kind.name.english) < ($0.count, $1.kind.name.english) }
    joined = tallies.reduce((0, 0)) { ($0.0 + $1.joined, $0.1 + $1.joinedFragments) }
  }

  /// The total and the kinds: `14: 9 TCP, 3 fragments whose beginning is missing; not decoded: 2 ESP`.
  package var phrase: Phrase {
    let total = kinds.reduce(0) { $0 + $1.count }
    return total == 0 ? "0" : "\(total): \(list)"
  }

  /// The kinds: `9 TCP, 3 fragments whose beginning is missing; not decoded: 2 ESP`.
  package var list: Phrase {
    let (plain, opaque) = (list(areOpaque: false), list(areOpaque: true))
    if opaque.isEmpty { return plain }
    return plain.isEmpty ? "not decoded: \(opaque)" : "\(plain); not decoded: \(opaque)"
  }

  /// The number of packets by the kind's name. Kinds of one name, such as IPX over two links, are added up.
  package var counts: [(name: String, count: Int)] {
    var sums: [String: Int] = [:]
    for (kind, count) in kinds { sums[kind.name.english, default: 0] += count }
    return sums.map { (name: $0, count: $1) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }

  private func list(areOpaque: Bool) -> Phrase {
    kinds.filter { $0.kind.isOpaque == areOpaque }.reduce("") { list, entry in
      let part = entry.kind.phrase(entry.count)
      return list.isEmpty ? part : "\(list), \(part)"
    }
  }
}
