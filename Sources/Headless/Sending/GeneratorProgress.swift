import Basics
import CommandCore
import UDPCore

/// Counts as rates: `200000 datagrams/s, 12.8 Mbit/s, refused 0, late 0`.
struct Rates {
  /// The rates as part of a sentence.
  let phrase: Phrase

  /// Computes the rates of `counts` over some nanoseconds; bits are those of the payloads.
  /// - Parameters:
  ///   - earlier: the counts at the start of that time.
  ///   - late: the datagrams that left late, in all.
  init(_ counts: TransmitCounts, since earlier: TransmitCounts = TransmitCounts(), late: Int, in nanoseconds: Double) {
    let seconds = max(nanoseconds, 1) / 1e9
    let rate = Double(counts.sent - earlier.sent) / seconds
    let megabits = Double(counts.bytes - earlier.bytes) * 8 / 1e6 / seconds
    let (count, amount) = (Self.rounded(rate), Self.rounded(megabits))
    phrase = "\(count) datagrams/s, \(amount) Mbit/s, refused \(counts.refused), late \(late)"
  }

  /// Returns a number with two decimals below 10, with one below 100, and with none from there.
  private static func rounded(_ value: Double) -> String {
    decimal(value, digits: value < 10 ? 2 : value < 100 ? 1 : 0)
  }

  /// Returns a number that is not negative with so many decimals, without zeros at its end.
  static func decimal(_ value: Double, digits: Int) -> String {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let (whole, part) = Int(min(value * Double(scale), 9e17).rounded()).quotientAndRemainder(dividingBy: scale)
    var decimals = digits == 0 || part == 0 ? "" : part.digits(digits)
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return decimals.isEmpty ? "\(whole)" : "\(whole).\(decimals)"
  }
}

/// The progress line of a generator on a terminal: the rates of the last second. Draws nothing elsewhere.
struct GeneratorProgress {
  private static let interval: Int64 = 1_000_000_000

  private let console: Console
  private var last: (time: Int64, counts: TransmitCounts)

  /// Prepares a line that is first drawn a second after `start`.
  init(_ console: Console, start: Int64) {
    self.console = console
    last = (start, TransmitCounts())
  }

  /// The time of the next update; never without a terminal.
  var nextTime: Int64 { console.showsProgress ? last.time + Self.interval : .max }

  /// Draws the line if it is due.
  mutating func show(_ counts: TransmitCounts, late: Int, _ now: Int64) {
    guard console.showsProgress, now >= nextTime else { return }
    let rates = Rates(counts, since: last.counts, late: late, in: Double(now - last.time))
    console.showProgress("\(counts.sent) sent: \(rates.phrase)")
    last = (now, counts)
  }

  /// Removes the line.
  func clear() {
    if console.showsProgress { console.clearProgress() }
  }
}
