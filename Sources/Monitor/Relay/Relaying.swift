import Basics
import Impairment
import UDPCore

/// The state of a relay as the screen knows it, and the choice of impairments that its sliders change.
struct Relaying: Sendable {
  /// The clients whose datagrams the sliders are about.
  enum Scope: Hashable, Sendable {
    case everyone
    /// One client, by its ordinal.
    case client(Int)
  }

  /// The last report; `nil` before the first one.
  private(set) var report: RelayReport?
  /// The slider that arrow keys change.
  var slider = RelaySlider.loss
  private(set) var scope = Scope.everyone
  /// The directions that the sliders change.
  var directions = ImpairmentDirection.allCases
  /// Lines of clients that are scrolled out above.
  private(set) var offset = 0
  /// The commands that the last report does not know of yet, the oldest first.
  private var pending: [RelayCommand] = []
  /// The commands that were obeyed by the time of the last report.
  private var obeyed = 0

  // MARK: Changes

  /// Takes note of a command that is handed to the relay.
  mutating func post(_ command: RelayCommand) { pending.append(command) }

  /// Takes a new report.
  /// - Returns: whether the only client that the sliders were about has ended, so that they are about all now.
  mutating func take(_ report: RelayReport) -> Bool {
    pending.removeFirst(min(pending.count, max(0, report.commandCount - obeyed)))
    obeyed = report.commandCount
    self.report = report
    guard case .client(let ordinal) = scope, client(ordinal) == nil else { return false }
    scope = .everyone
    return true
  }

  mutating func choose(_ scope: Scope) { self.scope = scope }

  /// Scrolls the clients so that one of them is the first line.
  mutating func scroll(to line: Int, of count: Int, rows: Int) { offset = max(0, min(line, count - rows)) }

  // MARK: What is in force

  /// The client of that ordinal, as long as it is there.
  func client(_ ordinal: Int) -> RelayReport.Client? { report?.clients.first { $0.ordinal == ordinal } }

  /// The only client that the sliders are about.
  var client: RelayReport.Client? {
    if case .client(let ordinal) = scope { client(ordinal) } else { nil }
  }

  /// The settings that the sliders show for a direction: those chosen, whether or not they are switched off.
  func settings(_ direction: ImpairmentDirection) -> ImpairmentSettings {
    let reported = client?.flows[direction].settings ?? report?.flows[direction].settings ?? .none
    return pending.reduce(reported) { settings, command in
      guard case .change(let change, let directions, let ordinal) = command, directions.contains(direction),
        scope == ordinal.map(Scope.client) ?? .everyone
      else { return settings }
      return change.applied(to: settings)
    }
  }

  /// Whether impairments are in force, rather than switched off.
  var isImpaired: Bool {
    pending.reduce(report?.isImpaired ?? true) { if case .impair(let isOn) = $1 { isOn } else { $0 } }
  }

  /// Whether a direction is held.
  func isHeld(_ direction: ImpairmentDirection) -> Bool {
    pending.reduce(report?.isHeld[direction] ?? false) {
      if case .hold(direction, let isHeld) = $1 { isHeld } else { $0 }
    }
  }

  /// The directions that are held.
  var held: [ImpairmentDirection] { ImpairmentDirection.allCases.filter(isHeld) }

  /// Whether anything is done to any client's datagrams, as far as it is not switched off.
  var hasImpairments: Bool {
    guard let report else { return false }
    return ImpairmentDirection.allCases.contains { direction in
      !settings(direction).isNone || !report.flows[direction].settings.isNone
        || report.clients.contains { !$0.flows[direction].settings.isNone }
    }
  }

  /// The impairments without a slider that are chosen, in netem's words; `nil` for none.
  var others: String? {
    let texts = directions.map { direction -> String in
      let settings = settings(direction)
      return [ImpairmentKey.duplicate, .reorder, .corrupt, .truncate]
        .compactMap { key in settings.words(of: key).map { "\(key.rawValue) \($0)" } }.joined(separator: ", ")
    }
    return texts.first { !$0.isEmpty }
  }

  /// Whether there are impairments without a slider.
  var hasOthers: Bool { others != nil }

  /// The lines of clients: two each.
  var lineCount: Int { (report?.clients.count ?? 0) * 2 }

  /// The datagrams that left in both directions.
  var sent: Int { report.map { $0.flows.up.counts.sent + $0.flows.down.counts.sent } ?? 0 }

  /// The datagrams of a direction that wait.
  func waiting(_ direction: ImpairmentDirection) -> Int { report?.flows[direction].counts.waiting ?? 0 }
}

extension ImpairmentDirection {
  /// The direction in a word, as options name it.
  var word: Phrase {
    switch self {
    case .up: "up"
    case .down: "down"
    }
  }

  /// The direction in words.
  var phrase: Phrase {
    switch self {
    case .up: "client to target"
    case .down: "target to client"
    }
  }
}
