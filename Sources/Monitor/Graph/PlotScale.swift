import Basics
import Formats

/// The scale of a plot: round numbers around its values. It begins at zero where that leaves the values half of the room.
struct PlotScale {
  /// The numbers at the bottom and at the top.
  let range: ClosedRange<Double>

  /// Creates the scale of the values from the least to the greatest.
  init(_ values: ClosedRange<Double>) {
    var (low, high) = (values.lowerBound, values.upperBound)
    if low >= 0, low <= high / 2 { low = 0 } else if high <= 0, high >= low / 2 { high = 0 }
    if low == high { (low, high) = (low - max(1, abs(low) / 100), high + max(1, abs(high) / 100)) }
    let step = Self.roundStep((high - low) / 4)
    let (bottom, top) = ((low / step).rounded(.down) * step, (high / step).rounded(.up) * step)
    range = bottom.isFinite && top.isFinite && bottom < top ? bottom...top : low...max(low, high)
  }

  /// The number in the middle.
  var middle: Double { range.lowerBound / 2 + range.upperBound / 2 }

  /// The share of the height that a value takes, from 0 to 1.
  func share(of value: Double) -> Double {
    let height = range.upperBound - range.lowerBound
    guard height > 0, height.isFinite else { return 1 }
    return min(1, max(0, (value - range.lowerBound) / height))
  }

  /// The next of 1, 2, 5, 10, … times a power of ten that is not less.
  private static func roundStep(_ least: Double) -> Double {
    guard least.isFinite, least > 0 else { return 1 }
    let power = power(10, exponent(of: least))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.999_999 } ?? least
  }

  /// The exponent of the highest digit of a positive number: 2 for 215.
  private static func exponent(of number: Double) -> Int {
    var (rest, exponent) = (number, 0)
    while rest >= 10 { (rest, exponent) = (rest / 10, exponent + 1) }
    while rest < 1, exponent > -400 { (rest, exponent) = (rest * 10, exponent - 1) }
    return exponent
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<abs(exponent)).reduce(1) { power, _ in exponent < 0 ? power / base : power * base }
  }

  /// The text of a number with a few digits that count.
  static func text(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value != 0 else { return FieldValue.text(value) }
    let whole = exponent(of: abs(value)) + 1
    // A whole number keeps its digits.
    guard whole < digits else { return FieldValue.text(abs(value) < 1e9 ? value.rounded() : value) }
    let unit = power(10, digits - whole)
    guard unit.isFinite, unit < 1e15 else { return FieldValue.text(value) }
    return FieldValue.text((value * unit).rounded() / unit)
  }
}
