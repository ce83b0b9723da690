import Basics
import Impairment

/// An impairment that arrow keys change while a relay runs.
enum RelaySlider: CaseIterable, Sendable {
  case loss, delay, jitter, rate

  /// The name.
  var name: Phrase {
    switch self {
    case .loss: "loss"
    case .delay: "delay"
    case .jitter: "jitter"
    case .rate: "rate"
    }
  }

  /// The kind of impairment that it changes.
  var key: ImpairmentKey {
    switch self {
    case .loss: .loss
    case .delay, .jitter: .delay
    case .rate: .rate
    }
  }

  /// The losses at which it stops, in millionths.
  private static let losses: [Int64] = [
    0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 50_000, 70_000, 100_000, 150_000, 200_000, 300_000, 400_000,
    500_000, 600_000, 700_000, 800_000, 900_000, 1_000_000,
  ]
  /// The times at which it stops, in nanoseconds.
  private static let times: [Int64] = [
    0, 1, 2, 5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 800, 1_000, 1_500, 2_000,
    3_000, 5_000, 10_000, 20_000, 30_000, 60_000,
  ].map { $0 * 1_000_000 }
  /// The bandwidths at which it stops, in bits a second and negative, so that more means worse; the first is unlimited.
  private static let rates: [Int64] =
    [.min]
    + [
      1_000_000, 500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 512, 256, 128, 64, 32, 16, 8,
      4, 2, 1,
    ].map { $0 * -1_000 }

  private var stops: [Int64] {
    switch self {
    case .loss: Self.losses
    case .delay, .jitter: Self.times
    case .rate: Self.rates
    }
  }

  /// The value in the settings, which grows as they get worse.
  private func value(_ settings: ImpairmentSettings) -> Int64 {
    switch self {
    case .loss: Int64((settings.loss.mean * 1e6).rounded())
    case .delay: settings.delay.mean
    case .jitter: settings.delay.jitter
    case .rate: settings.rate.map { -Int64($0.bitsPerSecond) } ?? .min
    }
  }

  /// Returns the settings one stop worse, or better where `step` is negative; the same ones at either end.
  func stepped(_ settings: ImpairmentSettings, by step: Int) -> ImpairmentSettings {
    let value = value(settings)
    guard let next = step > 0 ? stops.first(where: { $0 > value }) : stops.last(where: { $0 < value }) else {
      return settings
    }
    var settings = settings
    switch self {
    case .loss: settings.loss = .independent(Percentage(millionths: UInt32(next)))
    case .delay: settings.delay.mean = next
    case .jitter: settings.delay.jitter = next
    case .rate:
      let limit = settings.rate?.limit ?? ImpairmentSettings.Rate.usualLimit
      settings.rate = next == .min ? nil : ImpairmentSettings.Rate(bitsPerSecond: UInt64(-next), limit: limit)
    }
    return settings
  }

  /// The slider's position, from 0 to 1.
  func position(_ settings: ImpairmentSettings) -> Double {
    let value = value(settings)
    return Double(stops.count { $0 <= value } - 1) / Double(stops.count - 1)
  }

  /// The value in netem's words; `off` where nothing is done.
  func words(_ settings: ImpairmentSettings) -> Phrase {
    let words: String?
    switch self {
    case .loss, .rate: words = settings.words(of: key)
    case .delay:
      words =
        settings.delay.mean == 0
        ? nil : ImpairmentSettings.Delay(mean: settings.delay.mean).description
    case .jitter:
      let jitter = ImpairmentSettings.Delay(mean: settings.delay.jitter).description
      let distribution = settings.delay.distribution
      words =
        settings.delay.jitter == 0 ? nil : distribution == .uniform ? jitter : "\(jitter) \(distribution.rawValue)"
    }
    return words.map { Phrase(verbatim: $0) } ?? "off"
  }
}
