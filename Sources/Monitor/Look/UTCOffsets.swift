import Basics

/// The seconds that local time is ahead of UTC, at any moment: rows on the other side of a daylight-saving change have
/// another offset than those of today.
package struct UTCOffsets: Sendable {
  private let lookUp: @Sendable (Int64) -> Int

  /// The offsets of a time zone.
  /// - Parameter lookUp: the offset at a second of the Unix time; asked for each time that is shown.
  package init(_ lookUp: @escaping @Sendable (Int64) -> Int) { self.lookUp = lookUp }

  /// One offset for all times.
  package init(_ seconds: Int) { self.init { _ in seconds } }

  /// The offset at a time in nanoseconds since the Unix epoch.
  func offset(at time: Int64) -> Int {
    let (second, fraction) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
    return lookUp(fraction < 0 ? second - 1 : second)
  }
}

extension CalendarTime {
  /// The local date and time of day, `time` nanoseconds after the Unix epoch.
  init(_ time: Int64, _ offsets: UTCOffsets) { self.init(time, offset: offsets.offset(at: time)) }
}
