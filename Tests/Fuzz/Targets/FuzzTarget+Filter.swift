import Basics
import DisplayFilter

extension FuzzTarget {
  /// Parses filters: the result is a filter, or an error that lies within the source. Formatting and parsing a filter
  /// must give it again.
  static let filter = FuzzTarget(name: "filter") { bytes in
    let source = bytes.text
    let length = source.unicodeScalars.count
    do throws(FilterError) {
      let filter = try DisplayFilter(source)
      let again = (try? DisplayFilter(filter.canonical))
      precondition(again?.expression == filter.expression, "read differently: \(filter.canonical)")
      precondition(again?.canonical == filter.canonical, "written differently: \(filter.canonical)")
      for language in FilterTranslation.Language.allCases {
        let translation = filter.translation(to: language)
        precondition((translation.text == nil) != translation.gaps.isEmpty)
      }
      precondition(!filter.tree().isEmpty)
    } catch {
      precondition(
        0 <= error.range.lowerBound && error.range.upperBound <= length, "the error lies outside: \(source)")
      precondition(!error.description.isEmpty)
    }
    _ = DisplayFilter.completion(of: source, at: length / 2)
  }
}
