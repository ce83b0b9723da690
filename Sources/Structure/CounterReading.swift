/// The reading of a row of numbers as a counter.
struct CounterReading {
  /// The usual step.
  private(set) var step: UInt64 = 0
  /// The numbers that follow the one before by the usual step.
  private(set) var regular = 0
  /// The numbers that follow it otherwise, as gaps, doubles and late ones do.
  private(set) var irregular = 0
  /// The numbers that fit nowhere.
  private(set) var wild = 0
  private(set) var losses = Losses()

  /// The largest jump that counts as a loss, and the farthest that a datagram comes late: those with which the
  /// sequence numbers of a format are counted.
  private static let (jumpLimit, lateLimit): (UInt64, UInt64) = (3_000, 100)

  /// Reads the numbers; `nil` if they are no counter.
  init?(_ values: [UInt64], _ form: StructureField.Form) {
    guard let step = Self.usualStep(values, form) else { return nil }
    self.step = step
    var highest = values[0]
    var seen: Set<UInt64> = [highest]
    var confirmation: UInt64?
    let half = form.mask / 2 / step
    for value in values.dropFirst() {
      let forward = (value &- highest) & form.mask
      let backward = (highest &- value) & form.mask
      if forward > 0, forward % step == 0, forward / step <= min(Self.jumpLimit, half) {
        count(missing: forward / step - 1)
        if value < highest { losses.wraps += 1 }
        highest = value
        seen.insert(value)
        confirmation = nil
      } else if backward % step == 0, backward / step <= min(Self.lateLimit, half) {
        irregular += 1
        if seen.insert(value).inserted {
          // One that comes late was counted as lost.
          losses.reordered += 1
          losses.lost = max(0, losses.lost - 1)
        } else {
          losses.doubled += 1
        }
      } else {
        wild += 1
        if confirmation == value {
          losses.restarts += 1
          highest = value
          seen = [value]
        }
        confirmation = (value &+ step) & form.mask
      }
    }
    let count = values.count - 1
    guard regular * 2 >= count, wild * 8 <= count, regular * form.width * 8 >= 24 else { return nil }
  }

  private mutating func count(missing: UInt64) {
    if missing == 0 { regular += 1 } else { irregular += 1 }
    losses.lost += Int(missing)
    losses.gaps += missing == 0 ? 0 : 1
  }

  /// The bits that the numbers take: `width` for the first, few for each other.
  func bits(_ form: StructureField.Form) -> Double {
    let width = Double(form.width * 8)
    let isOne = step == 1
    return (isOne ? 14 : 24) + width * 0.5 + 0.25 * Double(regular) + 6 * Double(irregular)
      + (width + 4) * Double(wild)
  }

  /// The step that most numbers follow the one before by.
  private static func usualStep(_ values: [UInt64], _ form: StructureField.Form) -> UInt64? {
    guard values.count > 2 else { return nil }
    var counts: [UInt64: Int] = [:]
    for index in 1..<values.count { counts[(values[index] &- values[index - 1]) & form.mask, default: 0] += 1 }
    let usual = counts.filter { $0.key != 0 && $0.key <= form.mask / 2 }.max { ($0.value, $1.key) < ($1.value, $0.key) }
    guard let usual, usual.value * 2 >= values.count - 1 else { return nil }
    return usual.key
  }
}
