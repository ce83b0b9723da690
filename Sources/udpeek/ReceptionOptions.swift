import ArgumentParser
import Basics
import Configuration
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// What `watch` and `listen` share.
struct ReceptionOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Where to receive; 8080 unless told.", valueName: "endpoint"), completion: Completions.endpoints)
  var endpoints: [String] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Show only what matches.", valueName: "expr"),
    completion: Completions.filters)
  var filter: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("One encoding for all, instead of auto; see: udpeek encodings.", valueName: "name"),
    completion: Completions.encodings)
  var encoding: String?

  @Option(
    help: ArgumentHelp(
      "The encoding to answer peers in that have only sent ASCII; the locale's unless told.", valueName: "name"),
    completion: Completions.encodings)
  var undecided: String?

  @Option(
    help: ArgumentHelp(
      "Answer every datagram with this message, whatever --filter shows, in the peer's encoding.", valueName: "text"))
  var reply: String?

  @OptionGroup var recording: RecordingOptions

  @Option(
    name: .customLong("reply-rate"),
    help: ArgumentHelp(
      "At most this many replies a second, in all and to one peer (1000 and 100, at once 200).", valueName: "n"))
  var replyRate: Int?

  @Flag(
    name: .customLong("allow-service-ports"),
    help: "Let --reply answer ports below 1024, 1900, 3702, 5353 and 11211; those of loopback it may anyway.")
  var allowsServicePorts = false

  @Flag(name: .customLong("no-gro"), help: "Exact drop counts at the price of speed: take no joined datagrams.")
  var noGRO = false

  @Option(
    help: ArgumentHelp("What the capture log may hold (256MiB).", valueName: "size"), completion: Completions.sizes)
  var memory: SizeArgument?

  @Option(help: ArgumentHelp("The socket's receive buffer (8MiB).", valueName: "size"))
  var rcvbuf: SizeArgument?

  @Option(help: ArgumentHelp("Keep at most this much of each payload.", valueName: "bytes"))
  var snap: Int?

  func validate() throws {
    if let replyRate, replyRate < 1 { throw ValidationError("--reply-rate needs a number from 1") }
    if let snap, !(0...65_535).contains(snap) { throw ValidationError("--snap needs a number from 0 to 65535") }
    if let memory, memory.bytes < CaptureLog.minimumLimit {
      throw ValidationError("--memory needs at least \(ByteSize.text(CaptureLog.minimumLimit)), such as 64MiB")
    }
    if reply == nil, replyRate != nil || allowsServicePorts {
      throw ValidationError("--reply-rate and --allow-service-ports go with --reply")
    }
  }

  /// Everything judged, before a socket is opened.
  /// - Parameter configuration: what counts where no flag says otherwise.
  func reception(_ configuration: Configuration) throws(Failure) -> Reception {
    let settings = configuration.settings
    var options = ReceiveOptions()
    options.memory = memory?.bytes ?? settings.memory
    options.receiveBuffer = rcvbuf?.bytes ?? settings.rcvbuf
    if let snap = snap ?? settings.snap { options.snapLength = snap }
    options.joinsDatagrams = !noGRO && settings.gro
    let interfaces = InterfaceNames.current()
    let peerEncodings = try peerEncodings(settings)
    let rule = try replyRule(peerEncodings, rate: replyRate ?? settings.replyRate)
    return Reception(
      endpoints: try endpoints(settings), options: options,
      filter: try filter.map { source throws(Failure) in
        try Self.filter(source, interfaces: interfaces, aliases: settings.aliases)
      } ?? settings.filter,
      encodings: peerEncodings, rule: rule?.rule, ruleNotices: rule?.notices ?? [], recording: recording.request,
      interfaces: interfaces,
      configuration: configuration, hasEncodingFlag: encoding != nil, hasUndecidedFlag: undecided != nil)
  }

  /// How peers write. A flag goes before all that the configuration says; there the narrower goes before the wider.
  private func peerEncodings(_ settings: Settings) throws(Failure) -> ChosenEncodings {
    let undecided = try Self.undecided(undecided, settings)
    guard let encoding else {
      return ChosenEncodings(fixed: settings.encoding, byAddress: settings.encodings, undecided: undecided)
    }
    return ChosenEncodings(fixed: try Self.encoding(encoding), undecided: undecided)
  }

  private func endpoints(_ settings: Settings) throws(Failure) -> [EndpointArgument] {
    if endpoints.isEmpty, !settings.endpoints.isEmpty { return settings.endpoints }
    return try Self.endpoints(endpoints.isEmpty ? ["8080"] : endpoints, settings.aliases)
  }

  /// The rule, and what is to be said about it at the start.
  private func replyRule(
    _ encodings: ChosenEncodings, rate: Int?
  ) throws(Failure) -> (rule: ReplyRule, notices: [Phrase])? {
    guard let reply else { return nil }
    let limits = ReplyLimits(rate: rate, allowsServicePorts: allowsServicePorts)
    let message: Message
    do throws(MessageSyntaxError) { message = try Message(parsing: reply) } catch {
      throw Failure("bad --reply: \(error)", .usage)
    }
    do throws(TextEncodingError) {
      if let encoding = encodings.fixed, encodings.byAddress.isEmpty {
        let payload = try message.encoded(as: encoding)
        return (ReplyRule(limits: limits) { _, _ in payload }, [])
      }
      let auto = try AutoReply(message, encodings)
      return (auto.rule(limits: limits, encodings), auto.notices)
    } catch {
      throw Failure("bad --reply: \(error)", .usage)
    }
  }

  /// The encoding that `label` names; `nil` for none and for `auto`.
  static func encoding(_ label: String?) throws(Failure) -> TextEncoding? {
    guard let label, label.lowercased() != "auto" else { return nil }
    guard let encoding = TextEncoding(label: label) else {
      throw Failure("unknown encoding '\(label)'; see the list with: udpeek encodings", .usage)
    }
    return encoding
  }

  /// What is written to peers whose encoding is not known: what a flag says goes before the configuration.
  static func undecided(_ label: String?, _ settings: Settings) throws(Failure) -> UndecidedEncoding {
    let locale = CharacterLocale.environment.encoding
    guard let label else { return UndecidedEncoding(settings.undecided, locale: locale) }
    guard let encoding = try encoding(label), encoding != .hex, encoding != .ascii else {
      throw Failure(
        "--undecided needs an encoding that writes more than ASCII: gbk, utf-8; see: udpeek encodings", .usage)
    }
    return UndecidedEncoding(encoding, locale: locale)
  }

  /// The filter that `source` says; everything when there is none.
  static func filter(
    _ source: String, interfaces: InterfaceNames, aliases: Aliases
  ) throws(Failure) -> DisplayFilter {
    do throws(FilterError) {
      return try DisplayFilter(source, interfaces: interfaces, aliases: aliases)
    } catch {
      let before = String(String.UnicodeScalarView(source.unicodeScalars.prefix(error.range.lowerBound)))
      let caret = String(repeating: " ", count: SafeText(before).width) + "^"
      throw Failure("bad filter: \(error.message)\n  \(source)\n  \(caret)", .usage)
    }
  }

  private static func endpoints(_ texts: [String], _ aliases: Aliases) throws(Failure) -> [EndpointArgument] {
    var endpoints: [EndpointArgument] = []
    var mistakes: [String] = []
    for text in texts {
      do throws(EndpointSyntaxError) { endpoints.append(try EndpointArgument(text, aliases: aliases)) } catch {
        mistakes.append(error.description)
      }
    }
    if !mistakes.isEmpty { throw Failure(Phrase(verbatim: mistakes.joined(separator: "\n")), .usage) }
    return endpoints
  }
}

/// A reception as asked for on the command line, ready to be started.
struct Reception {
  let endpoints: [EndpointArgument]
  let options: ReceiveOptions
  let filter: DisplayFilter
  /// How peers write, as far as that was chosen.
  let encodings: ChosenEncodings
  let rule: ReplyRule?
  /// What is to be said about the rule at the start.
  let ruleNotices: [Phrase]
  /// What is to be recorded from the start; `nil` for nothing.
  var recording: RecordingRequest?
  let interfaces: InterfaceNames
  let configuration: Configuration
  /// Whether a flag said one encoding for all.
  let hasEncodingFlag: Bool
  /// Whether a flag said what peers get whose encoding is not known.
  let hasUndecidedFlag: Bool

  /// Binds everything and starts to receive.
  /// - Throws: every endpoint that failed, a sentence each.
  func start() throws(Failure) -> (receiver: Receiver, notices: [Phrase]) {
    do {
      let set = try SocketSet(endpoints, options: options, interfaces: interfaces)
      return (
        try Receiver(sockets: set.sockets, options: options, rule: rule), set.notices + ruleNotices
      )
    } catch {
      throw Failure(Phrase(error))
    }
  }
}
