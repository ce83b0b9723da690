import Templates

/// The search for the fields of datagrams.
struct StructureFinder {
  private let samples: [StructureSample]
  private let sizes: ClosedRange<Int>

  /// - Parameter samples: at least one, none of them empty, the oldest first.
  init(_ samples: [StructureSample]) {
    self.samples = samples
    let counts = samples.map(\.bytes.count)
    sizes = (counts.min() ?? 0)...(counts.max() ?? 0)
  }

  private var count: Int { samples.count }

  /// Finds the fields.
  func report(known: StructureField?) -> StructureReport {
    var knownMatch: ChecksumMatch?
    if case .checksum(let match)? = known?.meaning { knownMatch = match }
    let checksum = ChecksumFinder(datagrams: samples.map(\.bytes)).finding(known: knownMatch)
    let tail = checksum.map { $0.match.byteCount + $0.match.trailing } ?? 0
    let front = max(0, min(sizes.lowerBound - tail, StructureReport.frontLimit))
    let fields = frontFields(SampleTable(samples, width: front))
    return StructureReport(
      sampleCount: count, sizes: sizes, fields: fields + rest(from: front, tail: tail) + tailFields(checksum))
  }

  // MARK: From the front

  private func frontFields(_ table: SampleTable) -> [StructureField] {
    guard table.width > 0 else { return [] }
    var fields: [StructureField] = []
    var maker = CandidateMaker(table)
    let texts = TextRuns(table).ranges
    var candidates = segmentation(maker, around: texts)
    maker.prefersLittle = Self.order(of: candidates)
    candidates = segmentation(maker, around: texts)
    for candidate in candidates { append(candidate, table, to: &fields) }
    for range in texts {
      fields.append(field(at: range.lowerBound, range.count, .text, isGuess: count < 8))
    }
    return fields.sorted { ($0.offset ?? 0) < ($1.offset ?? 0) }
  }

  /// The order of the bytes of most numbers; `nil` if there is none in which it shows.
  private static func order(of candidates: [FieldCandidate]) -> Bool? {
    var votes = 0
    for candidate in candidates where candidate.showsOrder { votes += candidate.form.isLittle ? 1 : -1 }
    return votes == 0 ? nil : votes > 0
  }

  /// The row of candidates that takes the fewest bits.
  private func segmentation(_ maker: CandidateMaker, around texts: [Range<Int>]) -> [FieldCandidate] {
    let width = maker.table.width
    var least = [Double](repeating: .infinity, count: width + 1)
    var last = [FieldCandidate?](repeating: nil, count: width + 1)
    least[0] = 0
    var offset = 0
    while offset < width {
      if let text = texts.first(where: { $0.lowerBound == offset }) {
        least[text.upperBound] = least[offset]
        offset = text.upperBound
        continue
      }
      let limit = texts.first { $0.lowerBound > offset }?.lowerBound ?? width
      if least[offset] < .infinity {
        for candidate in maker.candidates(at: offset) where offset + candidate.form.width <= limit {
          let end = offset + candidate.form.width
          if least[offset] + candidate.bits < least[end] {
            least[end] = least[offset] + candidate.bits
            last[end] = candidate
          }
        }
      }
      offset += 1
    }
    var found: [FieldCandidate] = []
    var end = width
    while end > 0 {
      if let candidate = last[end] {
        found.append(candidate)
        end = candidate.offset
      } else {
        end = texts.first { $0.upperBound == end }?.lowerBound ?? end - 1
      }
    }
    return found.reversed()
  }

  private func append(_ candidate: FieldCandidate, _ table: SampleTable, to fields: inout [StructureField]) {
    var new = field(of: candidate, table)
    if let last = fields.last, let joined = Self.joined(last, new) {
      fields.removeLast()
      new = joined
    }
    fields.append(new)
  }

  /// Two neighbours as one: constants, and bytes without order.
  private static func joined(_ first: StructureField, _ second: StructureField) -> StructureField? {
    guard let offset = first.offset, let width = first.width, second.offset == offset + width else { return nil }
    var joined = first
    joined.width = width + (second.width ?? 0)
    switch (first.meaning, second.meaning) {
    case (.constant(let some), .constant(let more)): joined.meaning = .constant(some + more)
    case (.bytes, .bytes): break
    default: return nil
    }
    return joined
  }

  private func field(
    at offset: Int, _ width: Int, _ meaning: StructureField.Meaning, isGuess: Bool, held: Int? = nil
  ) -> StructureField {
    StructureField(
      place: .front(offset), width: width, meaning: meaning, isGuess: isGuess, held: held ?? count, total: count)
  }

  private func field(of candidate: FieldCandidate, _ table: SampleTable) -> StructureField {
    let (offset, form) = (candidate.offset, candidate.form)
    let values = table.numbers(at: offset, form)
    func made(_ meaning: StructureField.Meaning, isGuess: Bool, held: Int? = nil) -> StructureField {
      field(at: offset, form.width, meaning, isGuess: isGuess, held: held)
    }
    switch candidate.reading {
    case .constant: return made(.constant([UInt8(truncatingIfNeeded: values[0])]), isGuess: count < 8)
    case .bytes: return made(.bytes, isGuess: false)
    case .enumeration: return made(.enumeration(form, Set(values).sorted()), isGuess: count < 16)
    case .counter(let reading):
      let isGuess = reading.regular < 8 || reading.irregular * 3 > reading.regular || reading.step != 1
      return made(
        .counter(form, step: reading.step, reading.losses), isGuess: isGuess, held: count - reading.wild)
    case .time(let reading):
      return made(.time(form, reading.clock, ahead: reading.ahead), isGuess: count < 8)
    case .length(let length):
      let held = zip(values, table.sizes).count { $0 <= 65_535 && length.scale * Int($0) + length.offset == $1 }
      return made(.length(form, length), isGuess: Set(table.sizes).count < 4, held: held)
    case .float:
      let numbers = values.map(form.double)
      return made(.float(form, (numbers.min() ?? 0)...(numbers.max() ?? 0)), isGuess: count < 16)
    case .number where isEnumeration(values): return made(.enumeration(form, Set(values).sorted()), isGuess: count < 16)
    case .number(let isSigned): return number(candidate, isSigned: isSigned, values)
    }
  }

  /// Whether a few values return so often that they are names for something rather than amounts.
  private func isEnumeration(_ values: [UInt64]) -> Bool {
    let distinct = Set(values).count
    guard distinct <= 6, distinct * 4 <= values.count else { return false }
    // Amounts go up and down by little; names jump.
    return distinct == 2 || zip(values, values.dropFirst()).contains { max($0, $1) - min($0, $1) > 1 }
  }

  private func number(_ candidate: FieldCandidate, isSigned: Bool, _ values: [UInt64]) -> StructureField {
    var form = candidate.form
    form.isSigned = isSigned
    let numbers = values.map { isSigned ? form.signed($0) : Int64(clamping: $0) }
    return field(
      at: candidate.offset, form.width, .number(form, (numbers.min() ?? 0)...(numbers.max() ?? 0)), isGuess: count < 8)
  }

  // MARK: From the end

  /// The bytes between the front and the checksum that not all datagrams have, or that are too many.
  private func rest(from front: Int, tail: Int) -> [StructureField] {
    guard sizes.upperBound - tail > front else { return [] }
    let isText = samples.allSatisfy { sample in
      sample.bytes.dropFirst(front).dropLast(tail).allSatisfy { (0x20...0x7e).contains($0) || $0 == 0x0a || $0 == 0x0d }
    }
    return [
      StructureField(
        place: .front(front), width: nil, meaning: isText ? .text : .bytes, isGuess: isText && count < 8, held: count,
        total: count)
    ]
  }

  private func tailFields(_ checksum: ChecksumFinder.Finding?) -> [StructureField] {
    guard let checksum else { return [] }
    let match = checksum.match
    var fields = [
      StructureField(
        place: .back(match.byteCount + match.trailing), width: match.byteCount, meaning: .checksum(match),
        isGuess: checksum.isGuess, held: checksum.held, total: count)
    ]
    if match.trailing > 0, let end = samples.first?.bytes.suffix(match.trailing) {
      fields.append(
        StructureField(
          place: .back(match.trailing), width: match.trailing, meaning: .constant(Array(end)), isGuess: count < 8,
          held: count, total: count))
    }
    return fields
  }
}
