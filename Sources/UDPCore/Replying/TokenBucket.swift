/// A token bucket: `rate` tokens per second, at most `burst` saved.
struct TokenBucket {
  private let rate: Double
  private let burst: Double
  private var tokens: Double
  private var last: Int64?

  init(rate: Int, burst: Int) {
    self.rate = Double(rate)
    self.burst = Double(burst)
    tokens = Double(burst)
  }

  /// Takes one token; returns `false` if there is none.
  mutating func take(now: Int64) -> Bool {
    if let last { tokens = min(burst, tokens + Double(max(0, now - last)) * rate / 1e9) }
    last = now
    if tokens < 1 { return false }
    tokens -= 1
    return true
  }
}
