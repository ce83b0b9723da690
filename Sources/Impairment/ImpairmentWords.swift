import Basics

/// Reads the words of an impairment one after another.
struct ImpairmentWords {
  /// tc's units of rates. Those of bytes (`kbps`) are left out, because most people read them as bits.
  static let rateUnits: [(name: String, bits: UInt64)] = [
    ("bit", 1), ("kbit", 1_000), ("mbit", 1_000_000), ("gbit", 1_000_000_000),
  ]

  private let words: [(text: Substring, offset: Int)]
  private var index = 0

  init(_ text: String) {
    words = text.split(separator: " ").map { word in
      (word, text.unicodeScalars.distance(from: text.startIndex, to: word.startIndex))
    }
  }

  var isEmpty: Bool { index == words.count }

  private var next: String? { isEmpty ? nil : String(words[index].text) }

  /// Returns an error about the next word, or about the end.
  func mistake(_ phrase: Phrase) -> ImpairmentError {
    ImpairmentError(phrase: phrase, offset: isEmpty ? 0 : words[index].offset)
  }

  /// Passes over the next word if it is this one.
  mutating func take(_ word: String) -> Bool {
    guard next == word else { return false }
    index += 1
    return true
  }

  /// Reports what is left.
  func end() throws(ImpairmentError) {
    guard let next else { return }
    if Self.resemblesEndpoint(next) {
      throw mistake("'\(next)' is one word too many; if it is an endpoint, write it before the impairments")
    }
    throw mistake("'\(next)' is one word too many; leave it out")
  }

  /// Whether a word is probably an endpoint that was written behind an option with several words.
  private static func resemblesEndpoint(_ word: String) -> Bool { UInt16(word) != nil || word.contains(":") }

  // MARK: Kinds

  /// Returns settings that have this kind alone.
  mutating func settings(_ key: ImpairmentKey) throws(ImpairmentError) -> ImpairmentSettings {
    var settings = ImpairmentSettings.none
    switch key {
    case .delay: settings.delay = try delay()
    case .loss: settings.loss = try loss()
    case .duplicate: settings.duplicate = try percentage()
    case .reorder: settings.reorder = try reorder()
    case .corrupt: settings.corrupt = try percentage()
    case .truncate: settings.truncate = try number("truncate", in: ImpairmentSettings.truncations, unit: "bytes")
    case .rate: settings.rate = try rate()
    }
    return settings
  }

  private mutating func delay() throws(ImpairmentError) -> ImpairmentSettings.Delay {
    var delay = ImpairmentSettings.Delay(mean: try time("delay"))
    guard next != nil else { return delay }
    delay.jitter = try time("jitter")
    if let word = next, Percentage(word) != nil || word.hasSuffix("%") {
      throw mistake("a correlation (\(word)) is netem's alone; leave it out")
    }
    let isNamed = take("distribution")
    if let word = next {
      if Self.resemblesEndpoint(word) { return delay }
      guard let distribution = ImpairmentSettings.Distribution(rawValue: word) else {
        let names = ImpairmentSettings.Distribution.allCases.map(\.rawValue)
        throw mistake(
          "a distribution is normal, pareto or uniform, not '\(word)'\(Spelling.hint(for: word, among: names))")
      }
      delay.distribution = distribution
      index += 1
    } else if isNamed {
      throw mistake("distribution needs normal, pareto or uniform after it")
    }
    return delay
  }

  private mutating func loss() throws(ImpairmentError) -> ImpairmentSettings.Loss {
    if take("gemodel") { return .bursts(try bursts()) }
    if take("every") {
      return .every(try number("every", in: ImpairmentSettings.Loss.counts, unit: "datagrams"))
    }
    if next == "state" { throw mistake("the model 'state' is netem's alone; write gemodel 1% 20%, or 3%") }
    if take("random"), isEmpty { throw mistake("random needs a percentage after it, such as 3%") }
    return .independent(try percentage())
  }

  private mutating func bursts() throws(ImpairmentError) -> ImpairmentSettings.Bursts {
    if isEmpty { throw mistake("gemodel needs p, and may have r, 1-h and 1-k, such as gemodel 1% 20%") }
    var bursts = ImpairmentSettings.Bursts(intoBad: try percentage())
    if !isEmpty { bursts.intoGood = try percentage() }
    if !isEmpty { bursts.lossInBad = try percentage() }
    if !isEmpty { bursts.lossInGood = try percentage() }
    return bursts
  }

  private mutating func reorder() throws(ImpairmentError) -> ImpairmentSettings.Reorder {
    var reorder = ImpairmentSettings.Reorder(share: try percentage())
    if take("gap") { reorder.gap = try number("gap", in: ImpairmentSettings.Reorder.gaps, unit: "datagrams") }
    return reorder
  }

  private mutating func rate() throws(ImpairmentError) -> ImpairmentSettings.Rate {
    var rate = ImpairmentSettings.Rate(bitsPerSecond: try bandwidth())
    if take("limit") { rate.limit = try number("limit", in: ImpairmentSettings.Rate.limits, unit: "datagrams") }
    return rate
  }

  // MARK: Words

  private mutating func time(_ name: String) throws(ImpairmentError) -> Int64 {
    let word = next ?? ""
    if word != "0", let last = word.utf8.last, (0x30...0x39).contains(last), TimeSpan(word) != nil {
      throw mistake("'\(word)' has no unit; write \(word)ms or \(word)s")
    }
    guard let span = TimeSpan(word) else { throw mistake("\(name) needs a time such as 80ms, not '\(word)'") }
    guard span.nanoseconds <= UInt64(ImpairmentSettings.Delay.limit) else {
      throw mistake("\(name) is 60s at most, not \(word)")
    }
    index += 1
    return Int64(span.nanoseconds)
  }

  private mutating func percentage() throws(ImpairmentError) -> Percentage {
    let word = next ?? ""
    guard let percentage = Percentage(word) else {
      throw mistake("'\(word)' is not a percentage from 0% to 100% with at most four decimals; write 3%")
    }
    index += 1
    return percentage
  }

  private mutating func number(
    _ name: String, in range: ClosedRange<Int>, unit: Phrase
  ) throws(ImpairmentError) -> Int {
    let word = next ?? ""
    guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(word), range.contains(number) else {
      let wanted: Phrase = "\(name) needs a number of \(unit) from \(range.lowerBound) to \(range.upperBound)"
      throw mistake(isEmpty ? wanted : "\(wanted), not '\(word)'")
    }
    index += 1
    return number
  }

  private mutating func bandwidth() throws(ImpairmentError) -> UInt64 {
    let word = next ?? ""
    let digits = word.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = word.dropFirst(digits.count).lowercased()
    if ["bps", "kbps", "mbps", "gbps"].contains(unit) {
      throw mistake("\(unit) means bytes to tc and bits to most people; write \(digits)\(unit.dropLast(3))bit for bits")
    }
    guard let bits = Self.rateUnits.first(where: { $0.name == unit })?.bits, let count = Self.thousandths(digits) else {
      throw mistake("'\(word)' is not a rate; write 256kbit, 2mbit or 1gbit")
    }
    let (product, isBeyond) = count.multipliedReportingOverflow(by: bits)
    guard !isBeyond, ImpairmentSettings.Rate.range.contains(product / 1_000) else {
      throw mistake("a rate is from 1kbit to 100gbit, not \(word)")
    }
    index += 1
    return product / 1_000
  }

  /// Returns a number with at most three digits after the point, times 1,000.
  private static func thousandths(_ text: some StringProtocol) -> UInt64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = UInt64(parts[0]), whole <= 1_000_000_000_000 else { return nil }
    guard parts.count == 2 else { return whole * 1_000 }
    guard (1...3).contains(parts[1].utf8.count) else { return nil }
    return UInt64(parts[1] + String(repeating: "0", count: 3 - parts[1].utf8.count)).map { whole * 1_000 + $0 }
  }
}
