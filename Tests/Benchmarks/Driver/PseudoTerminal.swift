import CBench
import Glibc

/// A terminal whose other end is this program.
final class PseudoTerminal {
  /// The end used by the measured program.
  let slave: Int32
  private let master: Int32
  private var reader: pthread_t?
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  /// The size for which the performance goals are defined.
  static let usual = (columns: UInt16(120), rows: UInt16(35))

  init() throws {
    var (master, slave): (Int32, Int32) = (0, 0)
    guard cbench_open_terminal(Self.usual.columns, Self.usual.rows, &master, &slave) == 0 else {
      throw BenchError("cannot open a pseudo-terminal", errno)
    }
    self.master = master
    self.slave = slave
  }

  /// Starts reading all output and discarding it, as fast as a terminal can.
  func discardOutput() {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        let master = Int32(Int(bitPattern: argument))
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while Glibc.read(master, &buffer, buffer.count) > 0 {}
        return nil
      }, UnsafeMutableRawPointer(bitPattern: Int(master)))
    reader = thread
  }

  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// The next output; `nil` if none arrives within the limit.
  func read(withinMilliseconds limit: Int) -> ArraySlice<UInt8>? {
    var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, Int32(clamping: limit)) > 0 else { return nil }
    let count = Glibc.read(master, &buffer, buffer.count)
    return count > 0 ? buffer[..<count] : nil
  }

  /// Reads until the output since this call contains all of `texts`; with no texts, until there is any.
  /// - Returns: the time of the read that completed it; `nil` if it takes longer than `limit` seconds.
  func waitForOutput(_ texts: [String], limit: Int = 5) -> UInt64? {
    let texts = texts.map { Array($0.utf8) }
    let end = Clock.now + UInt64(limit) * 1_000_000_000
    var output: [UInt8] = []
    while Clock.now < end {
      guard let more = read(withinMilliseconds: limit * 1000) else { return nil }
      let time = Clock.now
      output += more
      if texts.allSatisfy({ output.contains($0) }) { return time }
    }
    return nil
  }

  /// Reads for the given number of microseconds.
  /// - Returns: the number of bytes read.
  @discardableResult
  func pass(microseconds: Int) -> Int {
    let end = Clock.now + UInt64(microseconds) * 1000
    var count = 0
    while true {
      let now = Clock.now
      guard now < end else { return count }
      count += read(withinMilliseconds: Int((end - now) / 1_000_000 + 1))?.count ?? 0
    }
  }

  /// Reads until no output arrives for the given number of milliseconds, at most five seconds.
  /// - Returns: the number of bytes read.
  @discardableResult
  func settle(milliseconds: Int) -> Int {
    let end = Clock.now + 5_000_000_000
    var count = 0
    while Clock.now < end, let more = read(withinMilliseconds: milliseconds) { count += more.count }
    return count
  }

  func close() {
    Glibc.close(slave)
    if let reader { pthread_join(reader, nil) }
    Glibc.close(master)
  }
}
