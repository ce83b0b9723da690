import Glibc

/// The kernel's figures on sockets and threads (proc(5)).
enum KernelTable {
  /// The number of datagrams dropped by the socket on a port.
  static func drops(_ port: UInt16) -> Int { fields(port)?.last.flatMap { Int($0) } ?? 0 }

  /// Waits until a socket is bound to the port, at most ten seconds.
  /// - Returns: whether one is bound.
  @discardableResult
  static func waitUntilBound(_ port: UInt16) -> Bool {
    for _ in 0..<5000 {
      if fields(port) != nil { return true }
      usleep(2000)
    }
    return false
  }

  /// Waits until the socket's queue is empty, at most ten seconds.
  static func waitUntilDrained(_ port: UInt16) {
    for _ in 0..<1000 {
      guard let queue = fields(port)?[4].split(separator: ":").last else { return }
      if Int(queue, radix: 16) == 0 { return }
      usleep(10_000)
    }
  }

  /// The number of times that the threads of a process went to sleep, and their processor time in nanoseconds.
  static func activity(of id: pid_t) -> (sleeps: Int, nanoseconds: Int) {
    var sum = (sleeps: 0, nanoseconds: 0)
    for thread in threads(of: id) {
      let folder = "/proc/\(id)/task/\(thread)"
      for line in lines("\(folder)/status") where line.hasPrefix("voluntary_ctxt_switches") {
        sum.sleeps += line.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) } ?? 0
      }
      let first = lines("\(folder)/schedstat").first?.split(separator: " ").first
      sum.nanoseconds += first.flatMap { Int($0) } ?? 0
    }
    return sum
  }

  private static func threads(of id: pid_t) -> [String] {
    guard let folder = opendir("/proc/\(id)/task") else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if Int(name) != nil { names.append(name) }
    }
    return names
  }

  /// The line of `/proc/net/udp` for a port.
  private static func fields(_ port: UInt16) -> [Substring]? {
    for line in lines("/proc/net/udp") {
      let fields = line.split(separator: " ")
      guard fields.count > 12, let digits = fields[1].split(separator: ":").last else { continue }
      if UInt16(digits, radix: 16) == port { return fields }
    }
    return nil
  }

  /// The lines of a file; empty if it cannot be read.
  private static func lines(_ path: String) -> [Substring] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}
