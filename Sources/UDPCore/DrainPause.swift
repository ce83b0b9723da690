/// The pause between drains. Under load, a short pause lets datagrams accumulate, so that one call reads many, which
/// halves the CPU time per datagram. When traffic is light there is no pause, so that a reply by rule is sent at once.
///
/// Measured on loopback with 64-byte datagrams at 200,000/s: a plain C `recvmmsg` loop took 2,640 ns per datagram
/// without a pause, 1,220–1,390 ns with a pause of 1 ms.
struct DrainPause {
  /// The longest pause, in nanoseconds.
  static let longest: Int64 = 1_000_000
  /// The rate in datagrams per second below which there is no pause.
  static let quietRate = 20_000.0
  /// The bytes that the kernel charges for one small datagram; a buffer of 208 KiB, which the kernel doubles, holds 512
  /// datagrams of 64 bytes.
  static let chargePerDatagram = 832.0

  private let buffer: Double
  private var rate = 0.0
  private var bytesPerDatagram = 0.0
  private var lastDrain: Int64?

  /// Creates a state for sockets of which the smallest receive buffer is `receiveBuffer` bytes.
  init(receiveBuffer: Int) {
    buffer = Double(receiveBuffer)
  }

  /// Records a drain of `count` datagrams and `bytes` payload bytes at `now` (monotonic nanoseconds).
  /// - Returns: the nanoseconds to pause; 0 for none.
  mutating func duration(count: Int, bytes: Int, now: Int64) -> Int64 {
    defer { lastDrain = now }
    guard let lastDrain, count > 0 else { return 0 }
    let elapsed = Double(max(1, now - lastDrain))
    let current = Double(count) * 1e9 / elapsed
    // The rate falls at once, so that a lull in the traffic ends the pauses, and rises slowly, so that a pair of
    // datagrams is not mistaken for load.
    rate = current < rate ? current : rate + (current - rate) / 8
    bytesPerDatagram += (Double(bytes) / Double(count) - bytesPerDatagram) / 8
    guard rate > Self.quietRate, elapsed < 50_000_000 else { return 0 }
    let capacity = buffer / (Self.chargePerDatagram / 2 + bytesPerDatagram)
    let bounded = min(Double(Self.longest), capacity / 4 / rate * 1e9)
    return bounded < 50_000 ? 0 : Int64(bounded)
  }
}
