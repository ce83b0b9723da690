import Glibc
import Testing

/// Wireshark's reading of a capture file, which shares no code with ours.
enum Tshark {
  /// The given fields of each packet.
  static func fields(_ names: [String], of path: String) throws -> [[String]] {
    let options = names.flatMap { ["-e", $0] }
    let ended = try run(
      ["-r", path, "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-T", "fields"] + options)
    guard complaints(in: ended).isEmpty, ended.status == 0 else {
      throw TimedOut(awaited: "tshark to read \(path)", seen: ended.errors)
    }
    return ended.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The payloads of the UDP datagrams, in hexadecimal.
  static func payloads(of path: String) throws -> [String] {
    try fields(["udp.payload"], of: path).map { $0[0] }
  }

  /// The complaints that tshark printed.
  static func complaints(in ended: Program.Ended) -> [String] {
    ended.errors.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("Running as user") }
  }

  private static func run(_ arguments: [String]) throws -> Program.Ended {
    let program = try Program("tshark", arguments, environment: Udpeek.environment)
    program.closeInput()
    return try program.finish()
  }
}

extension Program {
  /// Waits until the recording has at least the given size.
  func waitForFile(_ path: String, atLeast bytes: Int) throws {
    try eventually("\(bytes) bytes in \(path)", seen: { self.errorText }) {
      self.pump(milliseconds: 1)
      var status = stat()
      return stat(path, &status) == 0 && status.st_size >= bytes
    }
  }
}
