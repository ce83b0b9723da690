import Glibc

/// The kernel's time stamps of datagrams that leave (Documentation/networking/timestamping.rst of Linux). They come by the
/// error queue, each with the number of its datagram on that socket.
package struct TransmitStamps {
  /// `SO_TIMESTAMPING` of asm-generic/socket.h, also the type of its control messages.
  static let option: Int32 = 37
  /// `SO_EE_ORIGIN_TIMESTAMPING` of linux/errqueue.h.
  static let origin: UInt8 = 4
  /// `SOF_TIMESTAMPING_TX_SOFTWARE`, `…_SOFTWARE`, `…_OPT_ID` and `…_OPT_TSONLY` of linux/net_tstamp.h: the time at which
  /// the driver takes a datagram, numbers, and no copy of the datagram.
  private static let flags: Int32 = 1 << 1 | 1 << 4 | 1 << 7 | 1 << 11
  /// The most stamps that wait to be taken.
  private static let most = 4_096

  private var times: [UInt32: Int64] = [:]

  init() {}

  mutating func add(_ time: Int64, number: UInt32) {
    if times.count < Self.most { times[number] = time }
  }

  /// Returns the time at which the datagram with this number left, in nanoseconds since the Unix epoch, and forgets it and
  /// all before. Numbers start at 0 with `start(on:)`; a datagram that the kernel refused may have used one up.
  mutating func take(_ number: UInt32) -> Int64? {
    let time = times[number]
    times = times.filter { $0.key > number }
    return time
  }

  mutating func removeAll() { times.removeAll() }

  /// Asks for the stamps of what leaves by a socket from now on, and begins their numbers again.
  /// - Returns: whether the kernel can do so.
  static func start(on descriptor: Int32) -> Bool {
    let options = SocketOptions(descriptor: descriptor)
    options.set(SOL_SOCKET, option, 0)
    return options.set(SOL_SOCKET, option, flags)
  }
}
