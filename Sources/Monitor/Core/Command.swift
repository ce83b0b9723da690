import Basics
import PayloadText
package import TerminalUI

/// Something that a person can ask for. `Keymap`, help, footer, command line and manual come from the one table `all`.
package struct Command: Sendable {
  /// The name after `:`, such as `filter-toggle`.
  package let name: String
  /// One line for the help.
  package let help: String
  /// The keys that it has unless the configuration gives it others; the first one is shown in the footer, but a
  /// function key is shown before it. None where it is only typed after `:`.
  package let keys: [Key]
  /// The places in which its keys count.
  package let focuses: Set<Focus>
  /// Its word in the footer; `nil` leaves it out.
  let footer: String?
  /// The word that takes its place at times.
  let instead: FooterWord?
  /// Whether its keys count on the screen of a relay alone; there they come before others' (`Keymap`).
  package private(set) var isOfRelay = false
  /// Whether it is a step to other rows or lines, which changes the look of none but the selected ones (`DrawnRows`).
  package private(set) var isStep = false
  /// Returns the text that the footer shows after the word: the recipient of a message.
  private(set) var footerDetail: @Sendable (State) -> SafeText? = { _ in nil }
  /// Whether it can do something now; the footer lists no other.
  let isUseful: @Sendable (State) -> Bool
  /// The argument after its name on the command line; `nil` when there is none.
  let argument: CommandArgument?
  /// Does it.
  let run: @Sendable (inout State, inout [Effect]) -> Void

  init(
    _ name: String, _ help: String, keys: [Key], in focuses: Set<Focus>, footer: String? = nil,
    instead: FooterWord? = nil, isUseful: @escaping @Sendable (State) -> Bool = { _ in true },
    argument: CommandArgument? = nil, run: @escaping @Sendable (inout State, inout [Effect]) -> Void
  ) {
    self.name = name
    self.help = help
    self.keys = keys
    self.focuses = focuses
    self.footer = footer
    self.instead = instead
    self.isUseful = isUseful
    self.argument = argument
    self.run = run
  }

  /// A command that asks for no I/O.
  init(
    _ name: String, _ help: String, keys: [Key], in focuses: Set<Focus>, footer: String? = nil,
    instead: FooterWord? = nil, isUseful: @escaping @Sendable (State) -> Bool = { _ in true },
    argument: CommandArgument? = nil, run: @escaping @Sendable (inout State) -> Void
  ) {
    self.init(
      name, help, keys: keys, in: focuses, footer: footer, instead: instead, isUseful: isUseful, argument: argument
    ) { state, _ in run(&state) }
  }

  /// Returns the command with something after its word in the footer.
  func showing(_ detail: @escaping @Sendable (State) -> SafeText?) -> Command {
    var command = self
    command.footerDetail = detail
    return command
  }

  /// Returns the command with keys that count on the screen of a relay alone.
  func ofRelay() -> Command {
    var command = self
    command.isOfRelay = true
    return command
  }

  /// Returns the command as a step to other rows or lines.
  func asStep() -> Command {
    var command = self
    command.isStep = true
    return command
  }

  /// Its word in the footer now; `nil` leaves it out.
  func footer(in state: State) -> String? {
    if let instead, instead.isUsed(state) { return instead.word }
    return footer
  }

  /// The form in which `:` takes it: its name and its argument.
  package var usage: String { argument.map { "\(name) \($0.isOptional ? "[\($0.hint)]" : $0.hint)" } ?? name }

  /// The usage in a sentence: its argument is named in the user's language.
  var usagePhrase: Phrase {
    guard let argument else { return Phrase(verbatim: name) }
    let hint = Phrase(argument.hint)
    return argument.isOptional ? "\(name) [\(hint)]" : "\(name) \(hint)"
  }

  /// The command of that name.
  package static func named(_ name: some StringProtocol) -> Command? {
    all.first { $0.name == name }
  }
}

/// A word in the footer in place of a command's usual one.
struct FooterWord: Sendable {
  let word: String
  /// Whether it is the word now.
  let isUsed: @Sendable (State) -> Bool

  init(_ word: String, isUsed: @escaping @Sendable (State) -> Bool) {
    self.word = word
    self.isUsed = isUsed
  }
}

extension Set<Focus> {
  /// The panes in which letters are shortcuts.
  static let panes: Set<Focus> = [
    .table, .detail, .peers, .kinds, .conversation, .wireshark, .rate, .graph, .relay,
  ]
  /// The panes in which the selected row is the subject.
  static let rows: Set<Focus> = [.table, .detail]
  /// The places in which moving moves something.
  static let movable: Set<Focus> = [
    .table, .detail, .peers, .kinds, .conversation, .wireshark, .relay, .encodings, .sorting, .messages, .rules,
    .alarms, .hosts, .structure, .doctor, .help,
  ]
  /// The helps, lists and questions over the panes.
  static let overlays: Set<Focus> = [
    .help, .encodings, .sorting, .copying, .recording, .messages, .rules, .alarms, .hosts, .structure, .doctor,
  ]
  /// The lines that are typed in.
  static let editors = Set(Focus.allCases.filter(\.isEditor))
  static let everywhere = Set(Focus.allCases)
}
