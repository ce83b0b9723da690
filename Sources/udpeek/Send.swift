import ArgumentParser
import CLinux
import Glibc
import PayloadText
import UDPCore

/// `udpeek send`.
struct Send: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send datagrams; with --wait, print the replies.",
    discussion: """
      MESSAGE knows the escapes \\n \\r \\t \\0 \\\\ \\xNN \\u{…}, so text and bytes mix; --raw takes it literally. \
      Without a message an empty datagram is sent, unless standard input has data.

      Examples:
        udpeek send 127.0.0.1:8080 hello --encoding gbk --wait 2
        udpeek send 192.0.2.7:9000 --hex '7e 01 05'
        udpeek send sensor.example:9000 'temp?\\r\\n' --repeat 10 --interval 0.5
      """)

  @Argument(
    help: ArgumentHelp("Where to send: address:port, [IPv6 address]:port or name:port.", valueName: "endpoint"),
    completion: Completions.endpoints)
  var endpoint: String

  @Argument(help: ArgumentHelp("What to send.", valueName: "message"))
  var message: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The encoding to write in (utf-8), and to read replies in (auto).", valueName: "name"),
    completion: Completions.encodings)
  var encoding: String?

  @Flag(help: "MESSAGE is bytes as hex: '7e 01 05'.")
  var hex = false

  @Flag(help: "MESSAGE has no escapes: a backslash is a backslash.")
  var raw = false

  @Option(
    help: ArgumentHelp("Send a file's bytes as one datagram; - is standard input.", valueName: "path"),
    completion: .file())
  var file: String?

  @Flag(help: "With --file: one datagram a line, line feeds left out.")
  var lines = false

  @Option(
    help: ArgumentHelp("Send from this endpoint: address:port, or a port.", valueName: "endpoint"),
    completion: Completions.endpoints)
  var from: String?

  @Option(help: ArgumentHelp("Wait this long for replies and print them; 3 if there are none.", valueName: "seconds"))
  var wait: Double?

  @Option(help: ArgumentHelp("With --wait: end after this many replies (1).", valueName: "n"))
  var replies: Int?

  @Option(help: ArgumentHelp("The hop limit, 1 to 255.", valueName: "n"))
  var ttl: Int?

  @Option(
    help: ArgumentHelp("The interface to leave by, for groups and link-local addresses.", valueName: "name"),
    completion: Completions.interfaces)
  var interface: String?

  @Option(help: ArgumentHelp("Send this many times (1).", valueName: "n"))
  var `repeat`: Int?

  @Option(help: ArgumentHelp("With --repeat or --lines: the time between two datagrams (1).", valueName: "seconds"))
  var interval: Double?

  @Flag(help: "One JSON object a line for each datagram sent and received.")
  var json = false

  func validate() throws {
    if message != nil && file != nil { throw ValidationError("a message and --file exclude each other") }
    if hex && raw { throw ValidationError("--hex and --raw exclude each other") }
    if lines && file == nil { throw ValidationError("--lines goes with --file") }
    if file != nil && (hex || raw) { throw ValidationError("--hex and --raw go with a message, not with --file") }
    if replies != nil && wait == nil { throw ValidationError("--replies goes with --wait") }
    if let replies, replies < 1 { throw ValidationError("--replies needs a number from 1") }
    if let count = `repeat`, count < 1 { throw ValidationError("--repeat needs a number from 1") }
    if interval != nil && `repeat` == nil && !lines {
      throw ValidationError("--interval goes with --repeat or --lines")
    }
    if let ttl, !(1...255).contains(ttl) { throw ValidationError("--ttl needs a number from 1 to 255") }
    if let wait, !(wait >= 0 && wait <= 999_999_999) {
      throw ValidationError("--wait needs seconds from 0 to 999999999")
    }
    if let interval, !(interval >= 0 && interval <= 999_999_999) {
      throw ValidationError("--interval needs seconds from 0 to 999999999")
    }
  }

  func run() throws {
    let interfaces = InterfaceNames.current()
    let reading = try ReceptionOptions.encoding(encoding)
    let writing = reading ?? .utf8
    let peer = try peerEndpoint(interfaces)
    let signals = try SignalRelay(endsOnSecondInterrupt: true)
    let payloads = try payloads(in: writing, signals)
    try Sending(
      peer: peer, payloads: payloads, repeats: `repeat` ?? 1, interval: interval ?? 1, wait: wait,
      replies: replies ?? 1, encoding: reading, form: json ? .json : .text, interfaces: interfaces,
      from: try fromEndpoint(), hopLimit: ttl, interface: try interfaceIndex(interfaces)
    ).run(signals)
  }

  private func peerEndpoint(_ interfaces: InterfaceNames) throws(Failure) -> Endpoint {
    let argument = try Self.argument(endpoint)
    var peer: Endpoint
    do throws(SocketError) { peer = try argument.destination(interfaces: interfaces) } catch {
      throw Failure(error.description)
    }
    if peer.address.needsScope, peer.scope == 0 { peer.scope = try interfaceIndex(interfaces) ?? 0 }
    return peer
  }

  private func fromEndpoint() throws(Failure) -> EndpointArgument? {
    guard let from else { return nil }
    return try Self.argument(from)
  }

  private static func argument(_ text: String) throws(Failure) -> EndpointArgument {
    do throws(EndpointSyntaxError) { return try EndpointArgument(text) } catch {
      throw Failure(error.description, .usage)
    }
  }

  private func interfaceIndex(_ interfaces: InterfaceNames) throws(Failure) -> UInt32? {
    guard let interface else { return nil }
    guard let index = interfaces.index(of: interface) else {
      throw Failure("there is no interface '\(interface)'; see them with: ip link")
    }
    return index
  }

  private func payloads(in encoding: TextEncoding, _ signals: SignalRelay) throws(Failure) -> [[UInt8]] {
    if let file {
      let bytes = try InputFile.bytes(file, signals)
      guard lines else { return [bytes] }
      var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
      if parts.last?.isEmpty == true { parts.removeLast() }
      return parts
    }
    if message == nil, InputFile.hasWaitingInput {
      throw Failure(
        "there is data on standard input, and no message that takes it: --file - sends it; '' as the message sends an empty datagram",
        .usage)
    }
    let text = message ?? ""
    do {
      let parsed = try hex ? Message.hex(text) : raw ? Message(raw: text) : Message(parsing: text)
      return [try parsed.encoded(as: encoding)]
    } catch {
      throw Failure("bad message: \(error)", .usage)
    }
  }
}

/// Files that are sent.
enum InputFile {
  /// How long a pipe is given to bring something, in milliseconds: what writes to it starts at the same time.
  private static let patience: Int32 = 100

  /// Whether somebody has put data on standard input: a pipe with bytes in it, a file that is not at its end.
  static var hasWaitingInput: Bool {
    var status = stat()
    guard isatty(STDIN_FILENO) == 0, unsafe fstat(STDIN_FILENO, &status) == 0 else { return false }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return lseek(STDIN_FILENO, 0, SEEK_CUR) < status.st_size
    case S_IFIFO, S_IFSOCK:
      var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      var count: Int32 = 0
      _ = unsafe poll(&entry, 1, patience)
      return unsafe ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0 && count > 0
    default: return false
    }
  }

  /// All bytes of a file; `-` is standard input. A signal that asks for the end is an end without them.
  static func bytes(_ path: String, _ signals: SignalRelay) throws(Failure) -> [UInt8] {
    // A pipe that nobody writes to yet would hold up its opening (fifo(7)).
    let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure("cannot open \(path): \(errorText(errno))") }
    defer { if path != "-" { close(descriptor) } }
    return try bytes(descriptor, what: path, signals)
  }

  /// All bytes that a descriptor still has.
  static func bytes(_ descriptor: Int32, what path: String, _ signals: SignalRelay? = nil) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var entries = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: signals?.wake.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      _ = unsafe poll(&entries, 2, -1)
      if entries[1].revents != 0 { _ = signals?.take() }
      if signals?.isEndRequested ?? false { throw Failure("stopped: nothing was sent") }
      if entries[0].revents == 0 { continue }
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count < 0 {
        let code = errno
        if code == EINTR || code == EAGAIN { continue }
        throw Failure("cannot read \(path): \(errorText(code))")
      }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
  }
}
