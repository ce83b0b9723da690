import Basics

/// The form in which a time stands in a message.
enum TimeFormat: Hashable, Sendable {
  /// A date and a time of day: `2026-11-28T14:43:44Z`.
  case iso
  /// The conversions of `strftime(3)`.
  case pattern([TimePattern])
  /// Units since 1970.
  case unix(nanosecondsPerUnit: Int64, NumberFormat)
  /// Seconds since 1900 and their fraction, 64 bits (RFC 5905).
  case ntp

  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("unix", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// The names of the formats without a pattern.
  static let names: [String] =
    ["iso", "ntp", "unix32le", "unix32be"] + units.flatMap { [$0.name, $0.name + "64le", $0.name + "64be"] }

  /// Creates the format of this name, `unix32le` or `ms`; `nil` if there is none.
  init?(name: String) {
    switch name {
    case "iso": self = .iso
    case "ntp": self = .ntp
    default:
      guard Self.names.contains(name), let unit = Self.units.first(where: { name.hasPrefix($0.name) }) else {
        return nil
      }
      let suffix = name.dropFirst(unit.name.count)
      guard let format = suffix.isEmpty ? .decimal(digits: 1) : NumberFormat("u" + suffix) else { return nil }
      self = .unix(nanosecondsPerUnit: unit.nanoseconds, format)
    }
  }
}
