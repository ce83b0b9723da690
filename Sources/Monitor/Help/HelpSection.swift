import Basics
import DisplayFilter
package import PayloadText
import TerminalUI

/// A part of the help, under its heading.
enum HelpSection: String, Sendable, CaseIterable {
  case moving = "Moving"
  case viewing = "Display"
  case meaning = "Formats"
  case pairing = "Requests and answers"
  case dissecting = "Wireshark's tree"
  case filtering = "Filter"
  case exporting = "Copy and export"
  case peers = "Peers"
  case kinds = "Kinds of datagrams"
  case peerFigures = "Figures in the list of peers"
  case rates = "Rates"
  case fieldGraph = "Graph of fields"
  case relaying = "Relay: keys of 'udpeek relay' alone"
  case hosting = "Other hosts"
  case answering = "Rules that answer"
  case alarming = "Alarms"
  case doctoring = "Why nothing arrives"
  case sending = "Send"
  case general = "General"
  case lines = "In every input line"
  case reply = "In the reply line"
  case messages = "Syntax of messages"
  case filter = "In the filter line"
  case filters = "Syntax of filters"
  case find = "In the find line"
  case command = "In the command line"
  case help = "In the help"
  case encodings = "In the list of encodings"
  case write = "In the line for the export file"
  case savedMessages = "In the list of saved messages"
  case sorting = "In the list of columns"
  case structure = "In the list of fields"
  case copying = "In the list of forms to copy"
  case recording = "In the list of starting points for a recording"
  case quitting = "In the prompt before quitting"

  /// Its entries: names of keys, or words; and what they do.
  func entries(_ keymap: Keymap) -> [(keys: Phrase, text: String)] {
    switch self {
    case .moving: Self.inPanes(Command.moving, keymap)
    case .viewing: Self.inPanes(Command.viewing, keymap)
    case .meaning: Self.inPanes(Command.meaning, keymap)
    case .pairing: Self.inPanes(Command.pairing, keymap)
    case .dissecting: Self.inPanes(Command.dissecting, keymap)
    case .filtering: Self.inPanes(Command.filtering, keymap)
    case .exporting: Self.inPanes(Command.exporting, keymap)
    case .peers: Self.inPanes(Command.listing, keymap)
    case .kinds: Self.inPanes(Command.kinds, keymap)
    case .rates: Self.inPanes(Command.rates, keymap)
    case .fieldGraph: Self.inPanes(Command.graphing, keymap)
    case .relaying: Self.inPanes(Command.relaying, keymap) + Self.relayFigures
    case .peerFigures: Self.figures
    case .answering: Self.entries(Command.answering, keymap)
    case .hosting: Self.entries(Command.hosting, keymap)
    case .alarming: Self.entries(Command.alarming, keymap)
    case .doctoring: Self.entries(Command.doctoring, keymap)
    case .sending: Self.inPanes(Command.sending, keymap)
    case .general: Self.inPanes(Command.general, keymap)
    case .lines:
      Self.entries(Command.all.filter { Self.isInEveryLine($0) && !Self.isInPanes($0) }, keymap) + Self.editing
    case .reply: Self.only(in: .reply, keymap)
    case .messages: Self.escapes
    case .filter: Self.only(in: .filter, keymap)
    case .filters: DisplayFilter.vocabulary.map { (Phrase(verbatim: $0.word), $0.help) }
    case .find:
      Self.only(in: .find, keymap) + [
        ("\(keymap.reference(to: "accept", in: .find)) alone", "find the last text again")
      ]
    case .command: Self.only(in: .command, keymap) + [("98301 98,301", "go to the row with that number")]
    case .savedMessages: Self.only(in: .messages, keymap)
    case .help:
      Self.entries(Command.all.filter { $0.focuses == [.help] || $0.focuses == [.helpSearch] }, keymap)
    case .encodings:
      Self.only(in: .encodings, keymap) + [("a b c", "select the first one that begins with the letters typed")]
    case .write: Self.only(in: .write, keymap) + Self.files
    case .sorting: Self.only(in: .sorting, keymap)
    case .structure: Self.only(in: .structure, keymap)
    case .copying: Self.only(in: .copying, keymap)
    case .recording: Self.only(in: .recording, keymap)
    case .quitting: Self.only(in: .quitting, keymap) + Self.questions
    }
  }

  private static let editing: [(Phrase, String)] = [
    ("Up Down ^P ^N", "recall older or newer lines"),
    ("Left Right ^B ^F", "one character left, right"),
    ("M-b M-f", "one word left, right"),
    ("Home End ^A ^E", "to the beginning or the end"),
    ("Backspace Delete ^D", "delete a character"),
    ("^W M-d", "cut the word before or after the cursor"),
    ("^U ^K", "cut everything before or after the cursor"),
    ("^Y", "paste the last cut"),
    ("^T", "swap two characters"),
    ("paste", "a pasted line end never accepts or sends: it becomes a space, in a message a new line"),
  ]

  private static let figures: [(Phrase, String)] = [
    ("Recv Sent", "datagrams from and to the peer; Bytes counts their payloads"),
    ("Rate", "datagrams received per second, averaged over five seconds; the graph covers the last eight"),
    ("First Last", "when the peer was first and last heard"),
    ("Gap", "the mean time between two arrivals"),
    ("Jitter", "how much one gap differs from the next, smoothed as in RFC 3550: each difference weighs 1/16"),
    ("Lost", "numbers that a format counts and that have not come; the column is there where a format counts"),
    ("Late Twice", "datagrams that came after a later one, and datagrams that came again, by their numbers"),
    ("Clock ±", "the jitter of RFC 3550, by the sender's clock; the column is there where a format has a clock"),
    (
      "Name MAC Vendor Process",
      "who the peer is, as this host knows it; {peer-sort} and {peer-sort-back} show these columns where there is no room for all"
    ),
    ("Enc", "the encoding of the row; ? marks a guess, ascii means only ASCII so far, hex means no text"),
    ("Err", "our datagrams that could not be sent or were refused by the network"),
  ]

  private static let relayFigures: [(Phrase, String)] = [
    ("In Out", "datagrams that came from this side, and those that were passed on, copies and written ones included"),
    ("Lost", "datagrams that were lost on purpose"),
    (
      "Dropped",
      "datagrams that a filter dropped, that a full queue had no room for, or that could not be sent: see the rows"
    ),
    ("Waiting", "datagrams that are delayed or held now"),
    ("p50 p99", "the delay that half of the delayed datagrams had at most, and that 99 of 100 had at most"),
  ]

  private static let escapes: [(Phrase, String)] = [
    (
      "text",
      "is sent in the encoding shown in the panel; {message-encoding} changes it for this message, {encoding} in the table for the peer"
    ),
    ("\\n \\r \\t \\0", "line feed, carriage return, tab, the byte 0"),
    ("\\x7e", "a byte, in two hexadecimal digits"),
    ("\\u{4f60}", "a character by its number"),
    ("\\\\", "a backslash"),
    ("7e 01 05", "in hexadecimal the whole line is bytes: 0x7e,0x01, \\x7e\\x01, 7e-01, a C array, a hex dump"),
    ("nothing", "an empty line is sent as an empty datagram when you press {send} twice"),
  ]

  private static let files: [(Phrase, String)] = [
    (".csv", "comma-separated values with a header line"),
    (".jsonl .json", "one JSON object per line, as listen --json prints them"),
    (".txt", "one line per row, as listen prints them"),
    ("!", "after the name: replace an existing file"),
    ("--bom", "after the name of a .csv: a byte order mark, without which Excel misreads the text"),
    ("--no-formulas", "after the name of a .csv: an apostrophe before cells that spreadsheets would evaluate"),
  ]

  private static let questions: [(Phrase, String)] = [
    (
      "asked",
      "if marks or notes of yours are not saved: neither written with {write} nor, for notes, recorded with {record}"
    ),
    ("not asked", "when {interrupt} twice or a signal quits at once"),
  ]

  private static func isInPanes(_ command: Command) -> Bool { !command.focuses.isDisjoint(with: .panes) }

  private static func isInEveryLine(_ command: Command) -> Bool { command.focuses.isSuperset(of: Set.editors) }

  private static func inPanes(_ commands: [Command], _ keymap: Keymap) -> [(Phrase, String)] {
    entries(commands.filter(isInPanes), keymap)
  }

  private static func only(in focus: Focus, _ keymap: Keymap) -> [(Phrase, String)] {
    entries(Command.all.filter { $0.focuses.contains(focus) && !isInPanes($0) && !isInEveryLine($0) }, keymap)
  }

  private static func entries(_ commands: [Command], _ keymap: Keymap) -> [(Phrase, String)] {
    commands.map { command in
      let keys = keymap.keysInForce(of: command)
      let names = keys.map(\.name).joined(separator: " ")
      guard command.argument != nil || keys.isEmpty else { return (Phrase(verbatim: names), command.help) }
      return (names.isEmpty ? ":\(command.usagePhrase)" : "\(names) :\(command.usagePhrase)", command.help)
    }
  }
}

extension Focus {
  /// The section at which the help opens for a line.
  var helpSection: HelpSection {
    switch self {
    case .table, .detail, .help, .helpSearch: .moving
    case .peers: .peerFigures
    case .kinds: .kinds
    case .conversation: .pairing
    case .rate: .rates
    case .graph: .fieldGraph
    case .relay: .relaying
    case .wireshark: .dissecting
    case .reply: .messages
    case .filter: .filters
    case .find: .find
    case .command: .command
    case .encodings: .encodings
    case .write: .write
    case .messages: .savedMessages
    case .sorting: .sorting
    case .rules: .answering
    case .alarms: .alarming
    case .hosts: .hosting
    case .copying: .copying
    case .recording: .recording
    case .quitting: .quitting
    case .structure: .structure
    case .doctor: .doctoring
    }
  }
}

/// The help as lines of text, for who reads it without the screen.
package enum HelpText {
  /// The parts of the help, blank lines between them: a heading, then its entries, keys and words first.
  package static func lines(_ keymap: Keymap, _ catalogue: Catalogue) -> [SafeText] {
    HelpSection.allCases.flatMap { section -> [SafeText] in
      let entries = section.entries(keymap).map { (keys: catalogue($0.keys), text: catalogue(Phrase($0.text), keymap)) }
      let column = entries.reduce(0) { max($0, $1.keys.width) }
      let lines = entries.map { SafeText("  ") + $0.keys.padded(toColumns: column) + SafeText("  ") + $0.text }
      return (section == HelpSection.allCases.first ? [] : [SafeText()]) + [catalogue(Phrase(section.rawValue))] + lines
    }
  }
}
