/// The names of fields, as a kept format has them: `kind`, `seq`, `n1`.
package enum FieldName {
  /// Returns the name of each field; `nil` for constants and bytes without order.
  package static func names(of fields: [StructureField]) -> [String?] {
    var counts: [String: Int] = [:]
    let stems = fields.map(stem)
    let totals = stems.reduce(into: [String: Int]()) { counts, stem in
      if let stem { counts[stem, default: 0] += 1 }
    }
    return stems.map { stem in
      guard let stem else { return nil }
      counts[stem, default: 0] += 1
      let number = counts[stem] ?? 1
      let isNumbered = ["n", "f"].contains(stem) || number > 1 && totals[stem] ?? 0 > 1
      return isNumbered ? "\(stem)\(number)" : stem
    }
  }

  private static func stem(_ field: StructureField) -> String? {
    switch field.meaning {
    case .constant, .bytes: nil
    case .enumeration: "kind"
    case .counter: "seq"
    case .length(_, let length): length.scale == 1 ? "len" : "count"
    case .time: "time"
    case .float: "f"
    case .number: "n"
    case .text: "text"
    case .checksum: "crc"
    }
  }
}
