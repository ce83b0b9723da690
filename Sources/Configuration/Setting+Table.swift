import Basics
import DisplayFilter
import Monitor
import PayloadText
import UDPCore

extension Setting {
  /// All top-level keys, in the order in which they are printed.
  static let all: [Setting] = reception + screen

  private static let reception: [Setting] = [
    Setting(
      "endpoints", .strings, "Where to receive if the command line names no endpoint; the default is port 8080.",
      example: #"["8080", "[::1]:9000"]"#
    ) { node, settings, _ throws(ValueProblem) in
      var endpoints: [EndpointArgument] = []
      for (index, text) in try node.strings("endpoints").enumerated() {
        do throws(EndpointSyntaxError) { endpoints.append(try EndpointArgument(text)) } catch {
          throw ValueProblem(error.phrase, at: [String(index)])
        }
      }
      settings.endpoints = endpoints
    } text: { settings in
      settings.endpoints.isEmpty ? nil : list(settings.endpoints.map(\.source))
    },
    Setting(
      "filter", .string, "Show only what matches, from the start; see: udpeek filter.", example: #""not port 53""#
    ) { node, settings, interfaces throws(ValueProblem) in
      settings.filter = try node.filter(settings, interfaces)
    } text: { settings in
      settings.filter.source.isEmpty ? nil : TOMLNode.quoted(settings.filter.source)
    },
    Setting(
      "encoding", .string, "One encoding for all peers, or \"auto\"; see: udpeek encodings.", isLive: true
    ) { node, settings, _ throws(ValueProblem) in
      settings.encoding = try node.encoding()
    } text: {
      TOMLNode.quoted($0.encoding?.name ?? "auto")
    },
    Setting(
      "undecided", .string,
      "The encoding for messages to peers that have only sent ASCII; the default is the locale's.",
      example: #""gbk""#, isLive: true
    ) { node, settings, _ throws(ValueProblem) in
      guard let encoding = try node.encoding(), encoding != .hex, encoding != .ascii else {
        throw ValueProblem("needs an encoding that can write more than ASCII, such as \"gbk\"")
      }
      settings.undecided = encoding
    } text: {
      $0.undecided.map { TOMLNode.quoted($0.name) }
    },
    Setting("memory", .string, "The most memory that the capture log may use.") {
      node, settings, _ throws(ValueProblem) in
      settings.memory = try node.size(atLeast: CaptureLog.minimumLimit)
    } text: {
      TOMLNode.quoted(ByteSize.exactText($0.memory))
    },
    Setting("rcvbuf", .string, "The size of each socket's receive buffer.") { node, settings, _ throws(ValueProblem) in
      settings.rcvbuf = try node.size()
    } text: {
      TOMLNode.quoted(ByteSize.exactText($0.rcvbuf))
    },
    Setting("snap", .integer, "Keep at most this many bytes of each payload; the default is all of it.", example: "512")
    {
      node, settings, _ throws(ValueProblem) in
      settings.snap = try node.integer(in: 0...65_535)
    } text: {
      $0.snap.map(String.init)
    },
    Setting(
      "gro", .boolean, "Let the kernel join datagrams (GRO): faster, but counts of kernel drops are then a lower bound."
    ) {
      node, settings, _ throws(ValueProblem) in
      settings.gro = try node.boolean()
    } text: {
      String($0.gro)
    },
    Setting(
      "alarm-folder", .string, "Where the recordings of alarms are written; the default is beside the histories.",
      example: #""~/alarms""#, isLive: true
    ) { node, settings, _ throws(ValueProblem) in
      let folder = try node.string("the path of a folder")
      guard !folder.isEmpty else { throw ValueProblem("needs the path of a folder, such as \"~/alarms\"") }
      settings.alarmFolder = folder
    } text: {
      $0.alarmFolder.map(TOMLNode.quoted)
    },
    Setting(
      "confine", .boolean, "Confine udpeek to the folders that it was given; see: udpeek --version --verbose."
    ) {
      node, settings, _ throws(ValueProblem) in
      settings.confine = try node.boolean()
    } text: {
      String($0.confine)
    },
    Setting(
      "allow-folders", .strings, "Folders that confined commands may read and write too, as with --allow-folder.",
      example: #"["~/captures"]"#
    ) { node, settings, _ throws(ValueProblem) in
      let folders = try node.strings("folders")
      if let index = folders.firstIndex(of: "") {
        throw ValueProblem("needs the path of a folder, such as \"~/captures\"", at: [String(index)])
      }
      settings.allowedFolders = folders
    } text: {
      $0.allowedFolders.isEmpty ? nil : list($0.allowedFolders)
    },
    Setting("reply-rate", .integer, "With --reply, at most this many replies per second.", example: "100") {
      node, settings, _ throws(ValueProblem) in
      settings.replyRate = try node.integer(in: 1...Int.max)
    } text: {
      $0.replyRate.map(String.init)
    },
  ]

  private static let screen: [Setting] = [
    Setting(
      "theme", .string, "\"default\", \"light\", \"mono\", or one of [themes] below.", isLive: true
    ) { node, settings, _ throws(ValueProblem) in
      settings.theme = try node.word(of: Theme.shippedNames + settings.themes.keys.sorted())
    } text: {
      TOMLNode.quoted($0.theme)
    },
    Setting("time", .string, "\"clock\", \"date\", \"since-start\" or \"since-previous\".") {
      node, settings, _ throws(ValueProblem) in
      let word = try node.word(of: TimeStyle.allCases.map(\.rawValue))
      settings.time = TimeStyle(rawValue: word) ?? .clock
    } text: {
      TOMLNode.quoted($0.time.rawValue)
    },
    Setting("hex", .boolean, "Show payloads in the table as hexadecimal.") { node, settings, _ throws(ValueProblem) in
      settings.hex = try node.boolean()
    } text: {
      String($0.hex)
    },
    Setting(
      "confirm-send", .boolean, "Ask before each message, file or repetition is sent from the screen.", isLive: true
    ) { node, settings, _ throws(ValueProblem) in
      settings.confirmSend = try node.boolean()
    } text: {
      String($0.confirmSend)
    },
    Setting("mouse", .boolean, "Use clicks and the wheel; selecting text in the terminal then needs Shift.") {
      node, settings, _ throws(ValueProblem) in
      settings.mouse = try node.boolean()
    } text: {
      String($0.mouse)
    },
    Setting("ascii", .boolean, "Draw with ASCII characters only.") { node, settings, _ throws(ValueProblem) in
      settings.ascii = try node.boolean()
    } text: {
      String($0.ascii)
    },
    Setting("utf8", .boolean, "Use UTF-8 whatever the locale says.") { node, settings, _ throws(ValueProblem) in
      settings.utf8 = try node.boolean()
    } text: {
      String($0.utf8)
    },
    Setting(
      "ambiguous-width", .integer,
      "The width of characters such as ° and Ω: 2 if the terminal draws them two columns wide."
    ) { node, settings, _ throws(ValueProblem) in
      settings.ambiguousWidth = try node.integer(in: 1...2)
    } text: {
      String($0.ambiguousWidth)
    },
  ]

  /// Returns a list of strings in TOML syntax.
  static func list(_ texts: [String]) -> String {
    "[" + texts.map(TOMLNode.quoted).joined(separator: ", ") + "]"
  }
}

extension TOMLNode {
  /// Compiles the value as a filter.
  func filter(_ settings: Settings, _ interfaces: InterfaceNames) throws(ValueProblem) -> DisplayFilter {
    let source = try string("a filter")
    do throws(FilterError) {
      return try DisplayFilter(source, interfaces: interfaces, aliases: settings.aliases, fields: settings.library)
    } catch {
      throw ValueProblem("\(error.message) (at character \(error.range.lowerBound + 1) of the filter)")
    }
  }

  /// Returns the encoding that the value names; `nil` for `auto`.
  func encoding() throws(ValueProblem) -> TextEncoding? {
    let label = try string("an encoding")
    if label.lowercased() == "auto" { return nil }
    guard let encoding = TextEncoding(label: label) else {
      let names = TextEncoding.allCases.flatMap { [$0.name] + $0.aliases }
      throw ValueProblem(
        "\"\(label)\" is not an encoding; see: udpeek encodings\(Spelling.hint(for: label, among: names))")
    }
    return encoding
  }
}
