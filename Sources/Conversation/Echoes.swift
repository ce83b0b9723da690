import Structure

/// The parts of answers that are copies of parts of their requests, such as a transaction's number.
struct Echoes: Sendable {
  /// Bytes of a request that return in the answer.
  struct Bytes: Hashable {
    var request: Range<Int>
    /// The offset of the first byte in the answer.
    var answer: Int
    /// The bytes of the request that were seen to vary.
    var varying: Range<Int>
    /// Whether they hardly ever had the same value twice.
    var isUnique: Bool

    var answerRange: Range<Int> { answer..<answer + request.count }
  }

  /// A number of a text that returns in the answer, by the places of both among the numbers.
  struct Token: Hashable {
    var request: Int
    var answer: Int
    var isUnique: Bool
  }

  /// The kinds of a request and its answer.
  struct Kinds: Hashable {
    var request: MessageKind
    var answer: MessageKind
  }

  /// A request and its answer.
  struct Pair {
    var request: [UInt8]
    var answer: [UInt8]
    var kinds: Kinds
  }

  /// Copies that all kinds have in common.
  private(set) var common: [Bytes] = []
  private(set) var bytes: [Kinds: [Bytes]] = [:]
  private(set) var tokens: [Kinds: [Token]] = [:]

  /// The fewest pairs that show a copy, the most that are examined, and the most kinds.
  private static let (leastPairs, mostPairs, mostKinds) = (4, 64, 64)
  /// The bytes from the front that are examined.
  private static let width = 128
  /// The fewest values of a part that varies.
  private static let leastValues = 3

  init() {}

  /// Finds the copies of some pairs.
  init(_ pairs: [Pair], _ requests: Variation, _ answers: Variation) {
    let binary = pairs.filter { !requests.isText($0.request) && !answers.isText($0.answer) }
    common = Self.bytes(of: binary, answers)
    let kinds = Dictionary(grouping: pairs) { $0.kinds }
    for (kind, own) in kinds.sorted(by: { ($1.value.count, "\($0.key)") < ($0.value.count, "\($1.key)") })
      .prefix(Self.mostKinds)
    {
      if requests.isText(own[0].request), answers.isText(own[0].answer) {
        let found = Self.tokens(of: own, requests, answers)
        if !found.isEmpty { tokens[kind] = found }
      } else {
        let found = Self.bytes(of: own, answers).filter { echo in
          !common.contains { $0.answerRange.overlaps(echo.answerRange) }
        }
        if !found.isEmpty { bytes[kind] = found }
      }
    }
  }

  /// A part of an answer that is a copy of bytes of the request.
  struct Copy {
    var range: Range<Int>
    var bytes: [UInt8]
    /// The part of the range that was seen to vary; the rest may belong to something else.
    var core: Range<Int>

    /// Leaves out what belongs to another part of the answer, unless that overlaps the core.
    mutating func yield(to part: Range<Int>) {
      guard part.overlaps(range), !part.overlaps(core) else { return }
      let kept =
        part.lowerBound >= core.upperBound
        ? range.lowerBound..<part.lowerBound : part.upperBound..<range.upperBound
      bytes = Array(bytes[kept.lowerBound - range.lowerBound..<kept.upperBound - range.lowerBound])
      range = kept
    }
  }

  /// Returns the parts of an answer that are copies.
  func copies(
    into answer: [UInt8], _ answers: Variation, of request: [UInt8], _ requests: Variation, _ kinds: Kinds
  ) -> [Copy] {
    if let tokens = tokens[kinds] {
      let (own, others) = (requests.tokens(of: request).tokens, answers.tokens(of: answer).tokens)
      return tokens.compactMap { token in
        guard token.request < own.count, token.answer < others.count else { return nil }
        let range = others[token.answer].range
        return Copy(range: range, bytes: Array(request[own[token.request].range]), core: range)
      }
    }
    return ((bytes[kinds] ?? []) + (isBinary(kinds) ? common : [])).compactMap { echo in
      guard echo.request.upperBound <= request.count, echo.answerRange.upperBound <= answer.count else { return nil }
      let shift = echo.answer - echo.request.lowerBound
      return Copy(
        range: echo.answerRange, bytes: Array(request[echo.request]),
        core: echo.varying.lowerBound + shift..<echo.varying.upperBound + shift)
    }
  }

  /// Whether an answer says so by a copy that varies: whether it belongs to a request. `nil` if nothing is copied.
  func agree(_ request: [UInt8], _ requests: Variation, _ answer: [UInt8], _ answers: Variation, _ kinds: Kinds)
    -> Bool?
  {
    let copies = copies(into: answer, answers, of: request, requests, kinds)
    return copies.isEmpty ? nil : copies.allSatisfy { Array(answer[$0.range]) == $0.bytes }
  }

  private func isBinary(_ kinds: Kinds) -> Bool {
    if case .text = kinds.request { return false }
    if case .text = kinds.answer { return false }
    return true
  }

  // MARK: Finding

  private static func bytes(of all: [Pair], _ answers: Variation) -> [Bytes] {
    guard all.count >= leastPairs else { return [] }
    let step = max(1, all.count / mostPairs)
    let pairs = stride(from: 0, to: all.count, by: step).map { all[$0] }
    let width = min(Self.width, pairs.map(\.request.count).min() ?? 0)
    let answerWidth = min(Self.width, pairs.map { answers.bodyEnd(of: $0.answer) }.min() ?? 0)
    let varies = (0..<width).map { offset in Set(pairs.map { $0.request[offset] }).count >= leastValues }
    guard width > 0, answerWidth > 0, varies.contains(true) else { return [] }
    var found: [Bytes] = []
    for shift in (1 - width)..<answerWidth {
      var start = max(0, -shift)
      while start < min(width, answerWidth - shift) {
        var end = start
        while end < min(width, answerWidth - shift), pairs.allSatisfy({ $0.request[end] == $0.answer[end + shift] }) {
          end += 1
        }
        let own = (start..<end).filter { varies[$0] }
        if let first = own.first, let last = own.last {
          let values = Set(pairs.map { Array($0.request[first...last]) })
          found.append(
            Bytes(
              request: start..<end, answer: start + shift, varying: first..<last + 1,
              isUnique: values.count * 10 >= pairs.count * 9))
        }
        start = max(end, start) + 1
      }
    }
    var kept: [Bytes] = []
    // The longest first; of equal ones that at the same place.
    for echo in found.sorted(by: { one, other in
      (other.request.count, abs(one.answer - one.request.lowerBound), one.answer)
        < (one.request.count, abs(other.answer - other.request.lowerBound), other.answer)
    }) where !kept.contains(where: { $0.answerRange.overlaps(echo.answerRange) }) {
      kept.append(echo)
    }
    return kept
  }

  private static func tokens(of all: [Pair], _ requests: Variation, _ answers: Variation) -> [Token] {
    guard all.count >= leastPairs else { return [] }
    let pairs = all.suffix(mostPairs).map { pair in
      (
        requests.tokens(of: pair.request).tokens.map { Array(pair.request[$0.range]) },
        answers.tokens(of: pair.answer).tokens.map { Array(pair.answer[$0.range]) }
      )
    }
    var found: [Token] = []
    var taken: Set<Int> = []
    for request in 0..<(pairs.map { $0.0.count }.min() ?? 0) {
      let values = Set(pairs.map { $0.0[request] })
      guard values.count >= leastValues else { continue }
      for answer in 0..<(pairs.map { $0.1.count }.min() ?? 0) where !taken.contains(answer) {
        guard pairs.allSatisfy({ $0.0[request] == $0.1[answer] }) else { continue }
        taken.insert(answer)
        found.append(Token(request: request, answer: answer, isUnique: values.count * 10 >= pairs.count * 9))
      }
    }
    return found
  }
}

extension Variation {
  /// Returns the variation in which a counter takes the bytes beside it too, up to an aligned word, if they never changed:
  /// in a short recording, the high bytes of a long counter do not. They have to be zero, or to return in the answers.
  /// - Parameter sample: any message that the variation was learned from.
  func widened(_ echoes: Echoes, like sample: [UInt8], constant: (Int) -> Bool) -> Variation {
    var wide = self
    for rule in byteRules {
      guard case .counter = rule.meaning, case .front(let offset) = rule.place else { continue }
      let own = offset..<offset + rule.width
      let varying = own.filter { !constant($0) }
      guard let first = varying.first, let last = varying.last else { continue }
      for width in [2, 4] {
        let window = first / width * width..<(first / width + 1) * width
        let added = window.filter { !own.contains($0) }
        guard last < window.upperBound, window.upperBound <= sample.count, !added.isEmpty, added.allSatisfy(constant)
        else {
          continue
        }
        let isCopied = width == 2 && echoes.common.contains { window.clamped(to: $0.request) == window }
        guard isCopied || added.allSatisfy({ sample[$0] == 0 }) else { continue }
        for place in added {
          wide.byteRules.append(
            ByteRule(place: .front(place), width: 1, meaning: .identifier, number: wide.newNumber()))
        }
      }
    }
    return wide
  }

  /// Adds the identifiers of requests: what returns in the answers and hardly ever has the same value twice.
  mutating func addIdentifiers(_ echoes: Echoes) {
    for echo in echoes.common where echo.isUnique && echo.varying.count > 1 {
      byteRules.append(identifier(echo))
    }
    for (kinds, echoes) in echoes.bytes.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      for echo in echoes where echo.isUnique && echo.varying.count > 1 {
        byteRulesOfKind[kinds.request, default: []].append(identifier(echo))
      }
    }
    for (kinds, tokens) in echoes.tokens.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      for token in tokens where token.isUnique && tokenRulesOfKind[kinds.request]?.front[token.request] == nil {
        tokenRulesOfKind[kinds.request, default: TokenRules()].front[token.request] = TokenRule(
          meaning: .identifier, number: newNumber())
      }
    }
  }

  private mutating func identifier(_ echo: Echoes.Bytes) -> ByteRule {
    ByteRule(
      place: .front(echo.varying.lowerBound), width: echo.varying.count, meaning: .identifier, number: newNumber())
  }
}
