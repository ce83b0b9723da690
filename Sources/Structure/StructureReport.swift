/// The structure of a peer's datagrams, as far as it shows in them.
package struct StructureReport: Hashable, Sendable {
  /// The datagrams that were examined.
  package let sampleCount: Int
  /// The smallest and the largest size.
  package let sizes: ClosedRange<Int>
  /// The fields: those from the front in their order, then those from the end.
  package let fields: [StructureField]
  /// Whether the counter counts datagrams of other sizes too, which are not examined: these alone have gaps.
  package let isPartOfCount: Bool

  package init(sampleCount: Int, sizes: ClosedRange<Int>, fields: [StructureField], isPartOfCount: Bool = false) {
    self.sampleCount = sampleCount
    self.sizes = sizes
    self.fields = fields
    self.isPartOfCount = isPartOfCount
  }

  /// The most datagrams that are examined.
  package static let sampleLimit = 256
  /// The fewest datagrams that say anything.
  package static let leastSamples = 4
  /// The bytes from the front that are examined.
  package static let frontLimit = 64

  /// Whether the sizes differ.
  package var isVarying: Bool { sizes.lowerBound != sizes.upperBound }

  /// The first counter; `nil` if there is none.
  package var counter: StructureField? {
    fields.first { if case .counter = $0.meaning { true } else { false } }
  }

  /// The checksum; `nil` if there is none.
  package var checksum: StructureField? {
    fields.first { if case .checksum = $0.meaning { true } else { false } }
  }

  /// Returns the structure of the datagrams, the oldest first; `nil` if there are too few.
  /// - Parameter known: the checksum that the datagrams before had; it is tried before any other.
  package static func find(in samples: [StructureSample], known: StructureField? = nil) -> StructureReport? {
    let samples = samples.suffix(sampleLimit).filter { !$0.bytes.isEmpty }
    guard samples.count >= leastSamples else { return nil }
    return StructureFinder(Array(samples)).report(known: known)
  }
}
