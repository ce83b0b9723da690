package import Structure

extension Variation {
  /// The most messages that a kind is learned from, and the most kinds and sizes.
  private static let (mostSamples, mostGroups) = (256, 64)
  /// The most messages that are examined, and those of one conversation.
  private static let (mostExamined, mostOfConversation) = (8_192, 1_024)
  /// The most beginnings of messages of one size that are kinds.
  private static let mostStarts = 8
  /// The most conversations that are examined one by one.
  private static let mostConversations = 4
  /// The tokens of any text, from each end, that may count all messages.
  private static let commonTokens = 3
  /// The most nanoseconds by which a clock may run unevenly, and by which it may be wrong.
  private static let (mostUneven, mostWrong): (Int64, Int64) = (5_000_000_000, MomentText.day)

  /// Learns from the messages of each conversation in one direction, the oldest first.
  package init(_ conversations: [[StructureSample]]) {
    self.init()
    let learner = Learner(conversations)
    learnChecksums(learner)
    learnSizes(learner)
    learnBytes(learner)
    learnTexts(learner)
  }

  /// The messages to learn from.
  private struct Learner {
    /// The conversations, that with the most messages first.
    let conversations: [[StructureSample]]

    init(_ conversations: [[StructureSample]]) {
      var (left, kept) = (mostExamined, [[StructureSample]]())
      for conversation in conversations.sorted(by: { $0.count > $1.count }) where left > 0 {
        let own = conversation.suffix(mostOfConversation).filter { !$0.bytes.isEmpty }
        kept.append(own)
        left -= own.count + 1
      }
      self.conversations = kept
    }

    /// All messages.
    var all: [StructureSample] { Array(conversations.joined()) }

    /// The messages of a kind: those of one conversation if it has enough, for each client may count by itself.
    func samples(_ isWanted: (StructureSample) -> Bool) -> [StructureSample] {
      var all: [StructureSample] = []
      for conversation in conversations {
        let own = conversation.filter(isWanted)
        if own.count >= 8 { return Array(own.suffix(mostSamples)) }
        all += own
        if all.count >= mostSamples { break }
      }
      return Array(all.suffix(mostSamples))
    }
  }

  private mutating func learnChecksums(_ learner: Learner) {
    let all = learner.all
    let binary = all.filter { !Self.isPlain($0.bytes[...]) }
    let groups = [all, binary, all.filter { Self.isPlain($0.bytes[...]) }]
    for group in groups where !group.isEmpty && (checksums.isEmpty || group.count < all.count) {
      // Spread over all messages, so that several kinds are among them.
      let step = max(1, group.count / Self.mostSamples)
      let samples = stride(from: 0, to: group.count, by: step).map { group[$0] }
      guard case .checksum(let match)? = StructureReport.find(in: samples)?.checksum?.meaning,
        !checksums.contains(where: { $0.match == match })
      else { continue }
      checksums.append((match, newNumber()))
      if samples.count == all.count { return }
    }
  }

  private mutating func learnSizes(_ learner: Learner) {
    for sample in learner.all where !Self.isPlain(sample.bytes[..<bodyEnd(of: sample.bytes)]) {
      binarySizes.insert(sample.bytes.count)
    }
  }

  // MARK: Bytes

  private mutating func learnBytes(_ learner: Learner) {
    for conversation in learner.conversations.prefix(Self.mostConversations) {
      byteRules += rules(of: conversation.filter { !isText($0.bytes) }, unlike: byteRules)
    }
    if byteRules.isEmpty { byteRules = rules(of: learner.samples { !isText($0.bytes) }, unlike: []) }
    let binary = learner.all.filter { !isText($0.bytes) }
    let sizes = Dictionary(grouping: binary) { $0.bytes.count }
    for (size, samples) in sizes.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) })
      .prefix(Self.mostGroups)
    {
      byteRulesOfSize[size] = rules(
        of: learner.samples { $0.bytes.count == size && !isText($0.bytes) }, unlike: byteRules)
      learnStart(of: samples, size)
    }
    let kinds = Dictionary(grouping: binary) { kind(of: $0.bytes) }
    for (kind, _) in kinds.sorted(by: { ($1.value.count, "\($0.key)") < ($0.value.count, "\($1.key)") })
      .prefix(Self.mostGroups)
    {
      guard case .bytes(let size, _) = kind else { continue }
      let found = rules(
        of: learner.samples { $0.bytes.count == size && self.kind(of: $0.bytes) == kind },
        unlike: byteRules + (byteRulesOfSize[size] ?? []))
      if !found.isEmpty { byteRulesOfKind[kind] = found }
    }
  }

  /// Counts the bytes from the front by which messages of one size fall into a few kinds. The first byte names the
  /// protocol; of the others, those that never change may belong to a number of which the recording shows too little.
  private mutating func learnStart(of samples: [StructureSample], _ size: Int) {
    for count in stride(from: min(Self.longestStart, size), through: 0, by: -1) {
      startCounts[size] = count
      let starts = Set(samples.prefix(Self.mostSamples).map { start(of: $0.bytes, count: count) })
      guard starts.count <= Self.mostStarts else { continue }
      constantStarts[size] = Set((0..<count).dropFirst().filter { place in Set(starts.map { $0[place] }).count == 1 })
      return
    }
  }

  /// Returns a rule for each varying field of some messages.
  private mutating func rules(of samples: [StructureSample], unlike known: [ByteRule]) -> [ByteRule] {
    guard let report = StructureReport.find(in: samples) else { return [] }
    var rules: [ByteRule] = []
    func constant(_ place: Int) -> UInt8? {
      guard let first = samples.first?.bytes, place < first.count,
        samples.allSatisfy({ place < $0.bytes.count && $0.bytes[place] == first[place] })
      else { return nil }
      return first[place]
    }
    for (index, field) in report.fields.enumerated() {
      guard let width = field.width, let meaning = field.varyingMeaning else { continue }
      let others = report.fields.enumerated().compactMap { $0.offset == index ? nil : $0.element.isLittle }
      let order = others.isEmpty ? nil : others.count { $0 } * 2 > others.count
      let rule = ByteRule(place: field.place, width: width, meaning: meaning, number: 0).withoutConstants
        .asWide(as: order, constant)
      guard !known.contains(where: { $0.place == rule.place && $0.width == rule.width && $0.meaning == rule.meaning })
      else { continue }
      rules.append(rule.numbered(newNumber()))
    }
    return rules
  }

  // MARK: Texts

  private mutating func learnTexts(_ learner: Learner) {
    let texts = learner.all.filter { isText($0.bytes) }
    guard !texts.isEmpty else { return }
    let ordered = learner.samples { isText($0.bytes) }.map { ($0, tokens(of: $0.bytes).tokens) }
    for index in 0..<Self.commonTokens {
      for isBack in [false, true] {
        let found = ordered.compactMap { sample, tokens -> (StructureSample, TextTokens.Token)? in
          guard index < tokens.count else { return nil }
          return (sample, tokens[isBack ? tokens.count - 1 - index : index])
        }
        // Fewer would be the numbers of one kind alone.
        guard found.count >= 8, found.count * 4 >= ordered.count * 3, case .counter? = Self.meaning(found) else {
          continue
        }
        let rule = Self.meaning(found).map { TokenRule(meaning: $0, number: newNumber()) }
        if isBack { tokenRules.back[index] = rule } else { tokenRules.front[index] = rule }
      }
    }
    let kinds = Dictionary(grouping: texts) { tokens(of: $0.bytes).mask }
    for (mask, samples) in kinds.sorted(by: { ($1.value.count, "\($0.key)") < ($0.value.count, "\($1.key)") })
      .prefix(Self.mostGroups)
    {
      let own = learner.samples { isText($0.bytes) && tokens(of: $0.bytes).mask == mask }
      let count = samples.first.map { tokens(of: $0.bytes).tokens.count } ?? 0
      let found = own.map { ($0, tokens(of: $0.bytes).tokens) }
      for index in 0..<count {
        guard let meaning = Self.meaning(found.map { ($0, $1[index]) }) else { continue }
        tokenRulesOfKind[.text(mask), default: TokenRules()].front[index] = TokenRule(
          meaning: meaning, number: newNumber())
      }
    }
  }

  /// The meaning of one token of several texts; `nil` if it does not vary by itself.
  private static func meaning(_ found: [(StructureSample, TextTokens.Token)]) -> VaryingPart.Meaning? {
    guard let isMoment = found.first?.1.isMoment, found.allSatisfy({ $0.1.isMoment == isMoment }) else { return nil }
    if isMoment { return isMomentOfSender(found) ? .moment : nil }
    let texts = found.map { sample, token in sample.bytes[token.range] }
    let isPadded = texts.contains { $0.count > 1 && $0.first == 0x30 }
    let notation = NumberNotation.decimal(isPadded: isPadded)
    let values = texts.compactMap { notation.value(in: $0) }
    guard values.count == texts.count else { return nil }
    if let digits = texts.first?.count, let clock = StructureField.Clock.decimal(digits: digits),
      isClock(zip(found, values).map { ($0.0.time, clock.nanoseconds($1)) })
    {
      return .time(notation, clock)
    }
    return NumberSequence.counterStep(values).map { .counter(notation, step: $0) }
  }

  /// Whether numbers that would be times run beside the arrivals.
  private static func isClock(_ times: [(arrival: Int64, own: Int64?)]) -> Bool {
    var (low, high) = (Int64.max, Int64.min)
    for (arrival, own) in times {
      guard arrival > 0, let own else { return false }
      let (ahead, isOver) = own.subtractingReportingOverflow(arrival)
      guard !isOver, ahead.magnitude <= UInt64(mostWrong) else { return false }
      (low, high) = (min(low, ahead), max(high, ahead))
    }
    return times.count > 0 && high - low <= mostUneven
      && (Set(times.map(\.own)).count > 1 || low.magnitude <= UInt64(mostUneven))
  }

  /// Whether moments run beside the arrivals, in any zone of time.
  private static func isMomentOfSender(_ found: [(StructureSample, TextTokens.Token)]) -> Bool {
    let quarter: Int64 = 900_000_000_000
    var ahead: [Int64] = []
    var hasDate = true
    for (sample, token) in found {
      guard sample.time > 0,
        let moment = MomentText(sample.bytes, at: token.range.lowerBound, end: token.range.upperBound)
      else { return false }
      let own = moment.isTimeOfDay ? sample.time / MomentText.day * MomentText.day : 0
      hasDate = hasDate && !moment.isTimeOfDay
      let (difference, isOver) = (moment.nanoseconds + own).subtractingReportingOverflow(sample.time)
      guard !isOver, difference.magnitude < UInt64(2 * mostWrong) else { return false }
      ahead.append(difference)
    }
    guard let first = ahead.first else { return false }
    let isSteady = ahead.allSatisfy { other in
      let apart = (other - first) % MomentText.day
      return min(apart.magnitude, UInt64(MomentText.day) - apart.magnitude) <= UInt64(mostUneven)
    }
    if isSteady, Set(found.map { $0.0.bytes[$0.1.range] }).count > 1 { return true }
    // One alone is the sender's time if that is now, in some zone.
    let apart = (first % quarter + quarter) % quarter
    return hasDate && isSteady && min(apart, quarter - apart) <= mostUneven
  }
}

extension Variation.ByteRule {
  /// The rule without the low bytes of a counter that never change, because it counts in steps of 256.
  fileprivate var withoutConstants: Variation.ByteRule {
    var rule = self
    while case .counter(.binary(let isLittle, 0, _), let step) = rule.meaning, rule.width > 1, step % 256 == 0,
      case .front(let offset) = rule.place
    {
      rule.width -= 1
      if isLittle { rule.place = .front(offset + 1) }
      rule.meaning = .counter(.whole(isLittle: isLittle, bytes: rule.width), step: step / 256)
    }
    return rule
  }

  /// The rule of a counter with its high bytes, which never change in a short recording: as far as the counter then is an
  /// aligned word that begins with zero, or of two bytes and not at the head of the message, where a kind stands.
  /// - Parameter order: whether other numbers have their lowest byte first; `nil` if there are none.
  fileprivate func asWide(as order: Bool?, _ constant: (Int) -> UInt8?) -> Variation.ByteRule {
    guard case .counter(.binary(let own, 0, _), let step) = meaning, case .front(let offset) = place else {
      return self
    }
    let varying = (offset..<offset + width).filter { constant($0) == nil }
    guard let first = varying.first, let last = varying.last else { return self }
    let isLittle = order ?? (width > 1 && own)
    let core = isLittle == own || varying.count > 1 ? offset..<offset + width : first..<last + 1
    for size in [4, 2] where size > core.count {
      let start = isLittle ? core.lowerBound : core.upperBound - size
      let added = isLittle ? core.upperBound..<start + size : start..<core.lowerBound
      guard start >= 0, start % size == 0 else { continue }
      let bytes = added.compactMap(constant)
      guard bytes.count == added.count, let highest = isLittle ? bytes.last : bytes.first,
        highest == 0 || size == 2 && start >= 2
      else { continue }
      var rule = self
      (rule.place, rule.width) = (.front(start), size)
      rule.meaning = .counter(.whole(isLittle: isLittle, bytes: size), step: step)
      return rule
    }
    return self
  }

  fileprivate func numbered(_ number: Int) -> Variation.ByteRule {
    var rule = self
    rule.number = number
    return rule
  }
}

extension StructureField {
  /// The meaning as something that varies; `nil` for content.
  fileprivate var varyingMeaning: VaryingPart.Meaning? {
    switch meaning {
    case .counter(let form, let step, let losses):
      losses.isCount(of: total) ? .counter(form.notation, step: step) : nil
    case .time(let form, let clock, _): .time(form.notation, clock)
    case .length(let form, let length): .length(form.notation, length)
    case .constant, .enumeration, .float, .number, .text, .checksum, .bytes: nil
    }
  }
}

extension StructureField {
  /// Whether a number of several bytes has the lowest first; `nil` for anything else.
  fileprivate var isLittle: Bool? {
    switch meaning {
    case .enumeration(let form, _), .counter(let form, _, _), .length(let form, _), .time(let form, _, _),
      .float(let form, _), .number(let form, _):
      form.width > 1 ? form.isLittle : nil
    case .constant, .text, .checksum, .bytes: nil
    }
  }
}

extension StructureField.Form {
  fileprivate var notation: NumberNotation { .whole(isLittle: isLittle, bytes: width) }
}
