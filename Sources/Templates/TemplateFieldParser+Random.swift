import Basics
import PayloadText

/// Random values: `20..30`, `0.5..1.5`, `4B`, `u16le`.
extension TemplateFieldParser {
  /// The most decimals of a random number.
  private static let mostDecimals = 9

  /// Parses a random value.
  mutating func random(_ name: Word) throws(MessageSyntaxError) -> TemplateField.Value {
    guard position < end, scalars[position] == ":" else {
      throw failure(
        range, "{random} needs a range or a size", "as in {random:20..30}, {random:0.5..1.5} or {random:4B}")
    }
    let what = format()
    let format = try nextWord().map { word throws(MessageSyntaxError) in try numberFormat(word) }
    try finish()
    if let bounds = what.text.firstRange(of: "..") {
      let low = try decimal(String(what.text[..<bounds.lowerBound]), what)
      let high = try decimal(String(what.text[bounds.upperBound...]), what)
      return .random(try random(low, high, format ?? .decimal(digits: 1), what))
    }
    if what.text.hasSuffix("B"), let count = Int(what.text.dropLast()), count > 0, count <= TemplateContext.largest {
      return .random(.bytes(count))
    }
    if case .binary(let bytes, _, _) = NumberFormat(what.text) { return .random(.bytes(bytes)) }
    throw failure(what.range, "'\(what.text)' is neither a range nor a size", "as in 20..30, 0.5..1.5, 4B or u16le")
  }

  private func random(
    _ low: (value: Int64, decimals: Int), _ high: (value: Int64, decimals: Int), _ format: NumberFormat, _ what: Word
  ) throws(MessageSyntaxError) -> TemplateField.Random {
    let decimals = max(low.decimals, high.decimals)
    guard let first = Self.scaled(low.value, by: decimals - low.decimals),
      let last = Self.scaled(high.value, by: decimals - high.decimals)
    else { throw failure(what.range, "the numbers are too large", "they have 18 digits at most") }
    guard first <= last else {
      throw failure(what.range, "the range ends before it begins", "write the lower number first")
    }
    if decimals > 0 {
      switch format {
      case .decimal, .float: return .decimal(first...last, decimals: decimals, format)
      default:
        throw failure(what.range, "\(format.name) has no decimals", "write whole numbers, or f32le as the format")
      }
    }
    guard format.holds(first), format.holds(last) else {
      throw failure(what.range, "the range does not fit into \(format.name)", "choose a larger format")
    }
    return .integer(first...last, format)
  }

  private static func scaled(_ value: Int64, by decimals: Int) -> Int64? {
    var value = value
    for _ in 0..<decimals {
      let (product, isBeyond) = value.multipliedReportingOverflow(by: 10)
      if isBeyond { return nil }
      value = product
    }
    return value
  }

  /// Parses a number with decimals, as a whole number of units of the last one.
  private func decimal(_ text: String, _ word: Word) throws(MessageSyntaxError) -> (value: Int64, decimals: Int) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1].utf8.count : 0
    guard parts.count == 1 || decimals > 0, decimals <= Self.mostDecimals,
      parts.first?.contains(where: \.isNumber) == true,
      parts.count == 1 || parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(parts.joined())
    else { throw failure(word.range, "'\(text)' is not a number", "as in 20..30 or 0.5..1.5") }
    return (value, decimals)
  }
}
