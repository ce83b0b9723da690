import CBench
import Glibc

/// Somebody who receives, and how to tell what it received.
enum Contender: String, CaseIterable {
  case plainC = "C, recvmmsg of 64"
  case listen = "udpeek listen -q"
  case screen = "udpeek, screen 120x35"
  case python = "Python recvfrom"
  case socat = "socat"
  case ncat = "ncat"

  /// One measured run.
  struct Run {
    var sent: Int
    var dropped: Int
    var cpuSeconds: Double
    var memory: Int
    var seconds: Double
  }

  /// Whether it can be started here.
  func isInstalled() -> Bool {
    switch self {
    case .plainC, .listen, .screen: true
    case .python: Self.isProgram("python3")
    case .socat, .ncat: Self.isProgram(rawValue)
    }
  }

  private static func isProgram(_ name: String) -> Bool {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains { access($0 + name, X_OK) == 0 }
  }

  /// Lets it receive what `load` sends.
  func run(_ load: Load, bench: String, udpeek: String, port: UInt16) throws -> Run {
    let receiver: Program
    var terminal: PseudoTerminal?
    switch self {
    case .plainC:
      receiver = try Program([bench, "receive", "\(port)", "\(load.buffer)"], processor: 0)
      receiver.waitForOutput("ready")
    case .listen:
      receiver = try Program(
        [udpeek, "listen", "127.0.0.1:\(port)", "-q", "--rcvbuf", "\(load.buffer)"] + load.flags, processor: 0)
      receiver.waitForOutput("listening on")
    case .screen:
      let opened = try PseudoTerminal(columns: 120, rows: 35)
      terminal = opened
      receiver = try Program(
        [udpeek, "127.0.0.1:\(port)", "--rcvbuf", "\(load.buffer)"] + load.flags, processor: 0, terminal: opened.slave)
    case .python:
      receiver = try Program(["python3", "-uc", Self.pythonLoop, "\(port)", "\(load.buffer)"], processor: 0)
      receiver.waitForOutput("ready")
    case .socat:
      receiver = try Program(["socat", "-u", "UDP4-RECV:\(port),bind=127.0.0.1", "OPEN:/dev/null"], processor: 0)
    case .ncat:
      receiver = try Program(
        ["ncat", "-u", "-l", "127.0.0.1", "\(port)", "--recv-only", "-o", "/dev/null"], processor: 0)
    }
    KernelTable.waitUntilBound(port)
    let sender = try Program(
      [bench, "send", "\(port)", "\(load.total)", "\(load.size)", "\(load.rate)", "\(load.segments)"], processor: 1)
    let sent = sender.end().output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard sent.count == 2 else { throw BenchError("the sender failed", EIO) }
    KernelTable.waitUntilDrained(port)
    let dropped = KernelTable.drops(port)
    switch self {
    case .plainC: break
    case .listen: receiver.signal(SIGINT)
    case .screen, .python, .socat, .ncat: receiver.signal(SIGTERM)
    }
    let (output, usage) = receiver.end()
    terminal?.close()
    let received = Self.number(after: "received ", in: output)
    return Run(
      sent: Int(sent[0]), dropped: max(dropped, received.map { Int(sent[0]) - $0 } ?? 0), cpuSeconds: usage.seconds,
      memory: usage.memory, seconds: sent[1])
  }

  private static func number(after word: String, in text: String) -> Int? {
    guard let start = text.ranges(of: word).last?.upperBound else { return nil }
    return Int(text[start...].prefix { $0.isNumber })
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

/// What is sent.
struct Load {
  let name: String
  let total: Int
  let size = 64
  /// Datagrams a second; 0 is as fast as it goes.
  let rate: Double
  /// How many are joined for segmentation offload.
  let segments: Int
  /// The receive buffer that is asked for, in bytes.
  var buffer = 8 << 20
  var flags: [String] = []
}

/// `/proc/net/udp`: drops and queue of the socket on a port (proc(5)).
enum KernelTable {
  private static func fields(_ port: UInt16) -> [Substring]? {
    guard let file = fopen("/proc/net/udp", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      let fields = text.split(separator: " ").map { Substring($0.filter { $0 != "\n" }) }
      guard fields.count > 12, let digits = fields[1].split(separator: ":").last else { continue }
      if UInt16(digits, radix: 16) == port { return fields }
    }
    return nil
  }

  static func drops(_ port: UInt16) -> Int { fields(port).flatMap { $0.last.flatMap { Int($0) } } ?? 0 }

  static func waitUntilBound(_ port: UInt16) {
    for _ in 0..<5000 where fields(port) == nil { usleep(2000) }
  }

  /// Waits until the socket's queue is empty, at most ten seconds.
  static func waitUntilDrained(_ port: UInt16) {
    for _ in 0..<1000 {
      guard let queue = fields(port)?[4].split(separator: ":").last else { return }
      if Int(queue, radix: 16) == 0 { return }
      usleep(10_000)
    }
  }
}

/// A pseudo-terminal whose output is read and thrown away, as a terminal would.
final class PseudoTerminal {
  let slave: Int32
  let master: Int32
  private var reader: pthread_t?

  init(columns: UInt16, rows: UInt16) throws {
    var (master, slave): (Int32, Int32) = (0, 0)
    guard cbench_open_terminal(columns, rows, &master, &slave) == 0 else { throw BenchError("openpty", errno) }
    self.master = master
    self.slave = slave
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        let master = Int32(Int(bitPattern: argument))
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while read(master, &buffer, buffer.count) > 0 {}
        return nil
      }, UnsafeMutableRawPointer(bitPattern: Int(master)))
    reader = thread
  }

  func close() {
    Glibc.close(slave)
    if let reader { pthread_join(reader, nil) }
    Glibc.close(master)
  }
}
