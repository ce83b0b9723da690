import Basics
import PayloadText
package import TerminalUI

/// Something that a person can ask for. `Keymap`, help, footer, command line and manual come from the one table `all`.
package struct Command: Sendable {
  /// What `:` knows it by: `filter-toggle`.
  package let name: String
  /// One line for the help.
  package let help: String
  /// The keys that it has unless the configuration gives it others; the first one is shown in the footer, but a function key is shown before it. None
  /// where it is only typed after `:`.
  package let keys: [Key]
  /// Where its keys count.
  package let focuses: Set<Focus>
  /// Its word in the footer; `nil` leaves it out.
  let footer: String?
  /// The word that takes its place at times.
  let instead: FooterWord?
  /// What the footer says behind the word: whom a key writes to.
  private(set) var footerDetail: @Sendable (State) -> SafeText? = { _ in nil }
  /// Whether it can do something now; the footer lists no other.
  let isUseful: @Sendable (State) -> Bool
  /// What may follow its name after `:`; `nil` when nothing does.
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

  /// The same for a command that asks for no I/O.
  init(
    _ name: String, _ help: String, keys: [Key], in focuses: Set<Focus>, footer: String? = nil,
    instead: FooterWord? = nil, isUseful: @escaping @Sendable (State) -> Bool = { _ in true },
    argument: CommandArgument? = nil, run: @escaping @Sendable (inout State) -> Void
  ) {
    self.init(
      name, help, keys: keys, in: focuses, footer: footer, instead: instead, isUseful: isUseful, argument: argument
    ) { state, _ in run(&state) }
  }

  /// The same command with something behind its word in the footer.
  func showing(_ detail: @escaping @Sendable (State) -> SafeText?) -> Command {
    var command = self
    command.footerDetail = detail
    return command
  }

  /// Its word in the footer now; `nil` leaves it out.
  func footer(in state: State) -> String? {
    if let instead, instead.isUsed(state) { return instead.word }
    return footer
  }

  /// How `:` is told about it: its name and what may follow.
  package var usage: String { argument.map { "\(name) \($0.isOptional ? "[\($0.hint)]" : $0.hint)" } ?? name }

  /// The same for a sentence: what may follow is said in the person's language.
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
  static let panes: Set<Focus> = [.table, .detail, .peers, .rate]
  /// The panes in which the selected row is the subject.
  static let rows: Set<Focus> = [.table, .detail]
  /// Where moving moves something.
  static let movable: Set<Focus> = [.table, .detail, .peers, .encodings, .sorting, .messages, .help]
  /// What lies over the panes.
  static let overlays: Set<Focus> = [.help, .encodings, .sorting, .copying, .messages]
  /// The lines that are typed in.
  static let editors = Set(Focus.allCases.filter(\.isEditor))
  static let everywhere = Set(Focus.allCases)
}
