import CBench
import Glibc

/// A program that receives, and the ways to find out how much it received.
enum Contender: String, CaseIterable {
  case plainC = "C, recvmmsg of 64"
  case listen = "udpeek listen -q"
  case listenApart = "udpeek listen -q --no-gro"
  case screen = "udpeek, screen 120x35"
  case python = "Python recvfrom, decode"
  case socat = "socat"
  case ncat = "ncat"
  case tcpdump = "tcpdump, packet ring"

  /// One measured run.
  struct Run {
    var sent: Int
    /// Number of datagrams sent but not received.
    var lost: Int
    /// User and system time in seconds, from start to end.
    var cpuSeconds: Double
    /// Peak resident memory in bytes.
    var memory: Int
    /// Time that the sender took, in seconds.
    var seconds: Double

    /// Processor time per received datagram, in nanoseconds.
    var cost: Double { cpuSeconds * 1e9 / Double(max(1, sent - lost)) }
  }

  /// Whether the program can be started here.
  var isInstalled: Bool {
    switch self {
    case .plainC, .listen, .listenApart, .screen: true
    case .python: Tools.isInstalled("python3")
    case .socat, .ncat: Tools.isInstalled(rawValue)
    case .tcpdump: geteuid() == 0 && Tools.isInstalled("tcpdump")
    }
  }

  /// Runs the program while `load` is being sent to it.
  func run(_ load: Load, tools: Tools) throws -> Run {
    let port = Tools.anyPort()
    let terminal = self == .screen ? try PseudoTerminal() : nil
    // Without a bound socket the sender would get an error for each datagram, so tcpdump needs one at the port.
    let idle = self == .tcpdump ? cbench_bind(port, 4096) : -1
    defer { if idle >= 0 { close(idle) } }
    let receiver = try Program(words(load, port, tools), terminal: terminal)
    terminal?.discardOutput()
    if let sign = readySign { receiver.waitForOutput(sign) }
    guard KernelTable.waitUntilBound(port) else { throw BenchError("\(rawValue) did not bind port \(port)") }
    let sender = try Program(
      [tools.bench, "send", "\(port)", "\(load.total)", "\(load.size)", "\(load.rate)", "\(load.segments)"],
      on: .sending)
    let said = sender.end().output
    let sent = said.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard sent.count == 2 else { throw BenchError("the sender failed: \(said)") }
    if self != .tcpdump { KernelTable.waitUntilDrained(port) }
    let dropped = KernelTable.drops(port)
    if self != .plainC { receiver.signal(endsOnInterrupt ? SIGINT : SIGTERM) }
    let (output, usage) = receiver.end()
    terminal?.close()
    return Run(
      sent: Int(sent[0]), lost: lost(of: Int(sent[0]), dropped: dropped, output: output), cpuSeconds: usage.seconds,
      memory: usage.memory, seconds: sent[1])
  }

  /// Whether the program reports its count on SIGINT.
  private var endsOnInterrupt: Bool { self == .listen || self == .listenApart || self == .tcpdump }

  private func words(_ load: Load, _ port: UInt16, _ tools: Tools) -> [String] {
    switch self {
    case .plainC: [tools.bench, "receive", "\(port)", "\(load.buffer)"]
    case .listen: [tools.udpeek, "listen", "127.0.0.1:\(port)", "-q", "--rcvbuf", "\(load.buffer)"]
    case .listenApart: [tools.udpeek, "listen", "127.0.0.1:\(port)", "-q", "--no-gro", "--rcvbuf", "\(load.buffer)"]
    case .screen: [tools.udpeek, "127.0.0.1:\(port)", "--rcvbuf", "\(load.buffer)"]
    case .python: ["python3", "-uc", Self.pythonLoop, "\(port)", "\(load.buffer)"]
    case .socat: ["socat", "-u", "UDP4-RECV:\(port),bind=127.0.0.1,rcvbuf=\(load.buffer)", "OPEN:/dev/null"]
    case .ncat: ["ncat", "-u", "-l", "127.0.0.1", "\(port)", "--recv-only", "-o", "/dev/null"]
    case .tcpdump: ["tcpdump", "-i", "lo", "-n", "-w", "/dev/null", "udp dst port \(port)"]
    }
  }

  /// The output that says the program is receiving; `nil` if its bound port says so.
  private var readySign: String? {
    switch self {
    case .plainC, .python: "ready"
    case .listen, .listenApart, .tcpdump: "listening on"
    case .screen, .socat, .ncat: nil
    }
  }

  /// The number of lost datagrams by the socket's count or the program's own, whichever is higher.
  private func lost(of sent: Int, dropped: Int, output: String) -> Int {
    switch self {
    case .tcpdump:
      // tcpdump counts packets as on the wire: joined datagrams count once.
      let captured = Self.number(before: " packets captured", in: output) ?? 0
      let missed = Self.number(before: " packets dropped", in: output) ?? 0
      return captured + missed == 0 ? sent : sent * missed / (captured + missed)
    case .plainC, .listen, .listenApart, .screen, .python, .socat, .ncat:
      return max(dropped, Self.number(after: "received ", in: output).map { sent - $0 } ?? 0)
    }
  }

  private static func number(after word: String, in text: String) -> Int? {
    guard let start = text.ranges(of: word).last?.upperBound else { return nil }
    return Int(text[start...].prefix { $0.isNumber || $0 == "," }.filter(\.isNumber))
  }

  private static func number(before word: String, in text: String) -> Int? {
    guard let end = text.ranges(of: word).last?.lowerBound else { return nil }
    return Int(String(text[..<end].reversed().prefix { $0.isNumber }.reversed()))
  }

  private static let pythonLoop = """
    import socket, sys
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try: s.setsockopt(socket.SOL_SOCKET, 33, int(sys.argv[2]))
    except OSError: s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, int(sys.argv[2]))
    s.bind(('127.0.0.1', int(sys.argv[1])))
    print('ready', flush=True)
    while True: s.recvfrom(65536)[0].decode('gbk', 'replace')
    """
}
