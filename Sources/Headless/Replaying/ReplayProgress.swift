import Basics
import CommandCore
import Plumbing
import UDPCore

/// The progress bar on a terminal: `[#######-------]  50 %  1,000 of 2,000  120/s`. Draws nothing elsewhere.
struct ReplayProgress {
  private static let interval: Int64 = 100_000_000
  private static let width = 24

  private let console: Console
  private let start = SystemClock.monotonic
  private var nextFrame: Int64 = 0
  /// Datagrams to send in all; `nil` if unknown.
  let total: Int?

  /// Prepares a bar that starts now.
  init(total: Int?, _ console: Console) {
    self.console = console
    self.total = total
  }

  /// The time of the next update; never without a terminal.
  var nextTime: Int64 { console.showsProgress ? nextFrame : .max }

  /// Draws the bar if it is due.
  mutating func show(_ sent: Int) {
    let now = SystemClock.monotonic
    guard console.showsProgress, now >= nextFrame else { return }
    nextFrame = now + Self.interval
    let seconds = max(1e-3, Double(now - start) / 1e9)
    let rate = "  \(Int(Double(sent) / seconds))/s"
    guard let total, total > 0 else { return console.showProgress("\(sent) sent" + Phrase(verbatim: rate)) }
    let filled = min(Self.width, sent * Self.width / total)
    let bar = "[\(String(repeating: "#", count: filled))\(String(repeating: "-", count: Self.width - filled))]"
    let share = "\(bar) \(min(100, sent * 100 / total)) %  "
    console.showProgress(Phrase(verbatim: share) + "\(sent) of \(total)" + Phrase(verbatim: rate))
  }

  /// Removes the bar.
  func clear() {
    if console.showsProgress { console.clearProgress() }
  }
}
