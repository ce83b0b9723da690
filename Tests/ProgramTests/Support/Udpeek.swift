import Glibc

/// The built program under test.
enum Udpeek {
  /// The program lies beside the test bundle, in the products folder, which also holds the target of /proc/self/exe.
  static let path: String = {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { readlink("/proc/self/exe", $0.baseAddress!, $0.count) }
    let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    return own.prefix(upTo: own.lastIndex(of: "/") ?? own.endIndex) + "/udpeek"
  }()

  /// The default environment of a started program, which takes only the paths from this machine.
  static let environment = [
    "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC",
    "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1",
  ]

  /// Starts the program with pipes.
  static func start(_ arguments: [String], _ changes: [String: String] = [:]) throws -> Program {
    try Program(path, arguments, environment: environment.merging(changes) { $1 })
  }

  /// Runs the program to its end, with empty standard input.
  static func run(_ arguments: [String], _ changes: [String: String] = [:]) throws -> Program.Ended {
    let program = try start(arguments, changes)
    program.closeInput()
    return try program.finish()
  }

  /// Starts `listen` on a port of 127.0.0.1 that the system chooses, and waits until it reports the port.
  static func listen(
    _ arguments: [String] = [], _ changes: [String: String] = [:]
  ) throws -> (program: Program, port: UInt16) {
    let program = try start(["listen", "127.0.0.1:0"] + arguments, changes)
    try program.waitForErrors(", receive buffer ")
    return (program, try port(in: program.errorText))
  }

  /// Parses the port in `listening on 127.0.0.1:40123, receive buffer 8 MiB`.
  static func port(in announcement: String) throws -> UInt16 {
    guard let match = announcement.firstMatch(of: #/listening on \S+:(\d+), /#), let port = UInt16(match.1) else {
      throw TimedOut(awaited: "an announced port", seen: announcement)
    }
    return port
  }
}

/// The plain Python programs of Tests/Interop.
enum Interop {
  private static let folder: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/Interop"
  }()

  /// Starts a client that sends `text` in GBK to a port of 127.0.0.1 and prints the answer.
  static func client(port: UInt16, _ text: String) throws -> Program {
    try python("gbk_client.py", ["127.0.0.1", String(port), text])
  }

  /// Starts a server that waits for one text in GBK and answers with `answer` in GBK.
  static func server(answering answer: String) throws -> (program: Program, port: UInt16) {
    let program = try python("gbk_server.py", ["127.0.0.1", "0", answer])
    let line = try program.waitForLines(1)[0]
    guard line.hasPrefix("port: "), let port = UInt16(line.dropFirst(6)) else {
      throw TimedOut(awaited: "the server's port", seen: line)
    }
    return (program, port)
  }

  /// Starts a meter that answers until it is ended.
  static func meter() throws -> (program: Program, port: UInt16) {
    let program = try python("gbk_meter.py", ["127.0.0.1", "0"])
    let line = try program.waitForLines(1)[0]
    guard line.hasPrefix("port: "), let port = UInt16(line.dropFirst(6)) else {
      throw TimedOut(awaited: "the meter's port", seen: line)
    }
    return (program, port)
  }

  private static func python(_ name: String, _ arguments: [String]) throws -> Program {
    try Program("python3", [folder + "/" + name] + arguments, environment: Udpeek.environment)
  }
}

/// Sample texts and their encoded bytes.
enum Sample {
  static let reply = "服务端收到信息啦!"
  /// `reply` in GBK.
  static let replyGBK: [UInt8] = [
    0xb7, 0xfe, 0xce, 0xf1, 0xb6, 0xcb, 0xca, 0xd5, 0xb5, 0xbd, 0xd0, 0xc5, 0xcf, 0xa2, 0xc0, 0xb2, 0x21,
  ]
  static let temperature = "温度=23.5"
  /// `temperature` in GBK.
  static let temperatureGBK: [UInt8] = [0xce, 0xc2, 0xb6, 0xc8, 0x3d, 0x32, 0x33, 0x2e, 0x35]
}
