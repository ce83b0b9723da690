import Basics
import DisplayFilter
import Formats
import PayloadText
import UDPCore

/// Pairing requests with their answers.
extension State {
  /// `:pair`, `:pair order`, `:pair FIELD`, `:pair off`.
  mutating func pair(by word: String) throws(CommandArgument.Problem) {
    if word == "off" { return endPairing() }
    guard let rule = PairingRule(word, formats.inForce) else {
      let near = Spelling.hint(for: word, among: [PairingRule.orderWord] + formats.inForce.fieldNames)
      throw CommandArgument.Problem(
        "no format in force has the field '\(word)'\(near); 'order' pairs without a field", all: word)
    }
    pair(by: rule)
  }

  /// Pairs by a rule, which can be undone.
  mutating func pair(by rule: PairingRule) {
    interaction.undoStack.push(.pairing(formats.pairing.rule, table.columns))
    begin(rule)
    say(pairingSentence, tail: tableLayout[.roundTrip] == nil ? "; the column rtt is not in sight" : "") {
      $0.formats.pairing.rule == rule
    }
  }

  /// Puts a rule in force, and shows its columns.
  mutating func begin(_ rule: PairingRule) {
    formats.pairing.begin(rule, formats.inForce, isOfRelay: isRelay)
    let missing = [Column.roundTrip, .answer].filter { !table.columns.columns.contains($0) }
    if !missing.isEmpty {
      formats.pairing.hasAddedColumns = true
      table.columns.add(missing)
      table.widths = ColumnWidths()
    }
    followPairs()
    filtering.isSettling = true
    judge()
  }

  private mutating func endPairing() {
    guard formats.pairing.rule != nil else {
      return say("requests are not paired with answers: :pair order pairs them")
    }
    interaction.undoStack.push(.pairing(formats.pairing.rule, table.columns))
    stopPairing()
    say("requests are no longer paired with answers") { $0.formats.pairing.rule == nil }
  }

  /// Ends pairing, and takes its columns away as far as they were not asked for.
  mutating func stopPairing() {
    if formats.pairing.hasAddedColumns { table.columns.remove([.roundTrip, .answer]) }
    let unanswered = formats.pairing.unanswered
    formats.pairing.hasAddedColumns = false
    formats.pairing.begin(nil, .empty)
    table.widths = ColumnWidths()
    if table.sorting.column == .roundTrip { table.sorting.choose(.number) }
    for row in unanswered { filtering.run.rejudge(row) }
    judge()
  }

  /// Puts back a rule and the columns beside it.
  mutating func restorePairing(_ rule: PairingRule?, _ columns: ColumnSet) -> Phrase {
    stopPairing()
    if let rule { begin(rule) }
    table.columns = columns
    table.widths = ColumnWidths()
    return "undone: \(pairingSentence)"
  }

  /// The rule in force, as a sentence.
  var pairingSentence: Phrase {
    switch formats.pairing.rule {
    case .order?: "requests are paired with answers by their order"
    case .field(let name)?: "requests are paired with answers that have the same \(name)"
    case nil: "requests are not paired with answers"
    }
  }

  /// Reads new rows, and finds the requests that have waited too long.
  mutating func followPairs() {
    guard formats.pairing.rule != nil else { return }
    let before = formats.pairing.counts
    var context = filterContext
    // Held by two, the numbers would be copied before each is added to them.
    (context.gaps, context.unanswered) = ([], [])
    for row in formats.pairing.advance(log, now: pairingTime, cost: workCost, in: context) {
      filtering.run.rejudge(row)
    }
    if table.sorting.column == .roundTrip, before.answered != formats.pairing.counts.answered {
      table.sorting.isOutdated = true
    }
  }

  /// Marks the requests that have waited too long by now.
  /// - Returns: whether there are any.
  mutating func expirePairs() -> Bool {
    guard formats.pairing.nextDue.map({ $0 <= clock.wall }) ?? false, !showsFiles,
      !formats.pairing.isBehind(log)
    else { return false }
    let found = formats.pairing.expire(at: clock.wall)
    if found.isEmpty { return false }
    for row in found { filtering.run.rejudge(row) }
    filtering.isSettling = true
    judge()
    return true
  }

  /// The time against which open requests are held: now, or in files the time of the newest row.
  private var pairingTime: Int64? { showsFiles ? nil : clock.wall }

  /// The time at which the next request will have waited too long, in nanoseconds of the monotonic clock.
  var nextPairDue: UInt64? {
    guard !showsFiles, let due = formats.pairing.nextDue else { return nil }
    let wait = max(0, saturatingDifference(due, clock.wall))
    return clock.monotonic.addingReportingOverflow(UInt64(wait)).partialValue
  }

  /// Reads fields anew by which rows are paired.
  mutating func pairAnew() {
    guard case .field(let name)? = formats.pairing.rule else { return }
    formats.pairing.begin(.field(name), formats.inForce, isOfRelay: isRelay)
    if !formats.inForce.hasField(name) {
      mention(Announcement("no format in force has the field \(name), by which requests are paired with answers"))
    }
  }

  /// The answers to the rows in sight, where their column is.
  var visibleAnswers: [UInt64] {
    guard formats.pairing.rule != nil, table.columns.columns.contains(.answer) else { return [] }
    return table.viewport.visible.compactMap { row in
      if case .request(let answer) = formats.pairing.rows[row] { answer } else { nil }
    }
  }

  /// The state of pairing for the status line; `nil` while it is off.
  var pairingStatus: PairingStatus? {
    formats.pairing.rule.map {
      PairingStatus(
        rule: $0, unanswered: formats.pairing.unanswered.count, missed: Int(clamping: formats.pairing.missed),
        forgotten: formats.pairing.forgotten)
    }
  }
}

/// The state of pairing for the status line.
struct PairingStatus: Hashable {
  let rule: PairingRule
  /// The requests that have had no answer for too long.
  let unanswered: Int
  /// Rows that the log gave up before they were read.
  let missed: Int
  /// Conversations or values that were forgotten.
  let forgotten: Int

  /// The parts of the line.
  func parts(_ look: Look) -> [LinePart] {
    let theme = look.theme
    let word: Phrase = rule == .order ? "pairs by order" : "pairs by \(rule.word)"
    var parts = [LinePart(look.words(word), look.words("pairs"), style: theme.accent, rank: 72)]
    if unanswered > 0 {
      parts.append(
        LinePart(
          look.words("\(Figures.grouped(unanswered)) unanswered"), look.words("\(Figures.rounded(unanswered)) unans"),
          style: theme.failure, rank: 76))
    }
    if missed > 0 {
      parts.append(LinePart(look.words("\(Figures.grouped(missed)) rows not paired"), style: theme.warning, rank: 74))
    }
    if forgotten > 0 {
      parts.append(
        LinePart(look.words("\(Figures.grouped(forgotten)) exchanges forgotten"), style: theme.warning, rank: 74))
    }
    return parts
  }
}
