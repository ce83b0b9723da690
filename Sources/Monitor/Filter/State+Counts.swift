import Basics
import DisplayFilter
import PayloadText
import UDPCore

/// The number of rows, and of those that the filter shows.
extension State {
  /// Rows that the log holds and that are not cleared away.
  var heldCount: Int {
    let first = table.firstNumber
    return log.segments.reduce(0) { count, segment in
      let numbers = segment.numbers
      guard numbers.upperBound > first else { return count }
      return count + Int(numbers.upperBound - max(numbers.lowerBound, first))
    }
  }

  /// `312 of 98,305`, and how far the judging is while it goes on.
  var countText: SafeText { countForms[0] }

  /// The count of rows, the longest form first; in the last forms numbers are rounded: `312 of 98k`.
  var countForms: [SafeText] {
    let (held, run) = (heldCount, filtering.run)
    if run.filter.isEverything { return [SafeText(Figures.grouped(held)), SafeText(Figures.rounded(held))] }
    let count: Phrase = "\(Figures.grouped(run.shownCount)) of \(Figures.grouped(held))"
    let rounded: Phrase = "\(Figures.rounded(run.shownCount)) of \(Figures.rounded(held))"
    guard !run.isComplete, held > 0 else { return [words(count), words(rounded)] }
    return [words("\(count) (\(min(99, run.judged * 100 / held))% judged)"), words(count), words(rounded)]
  }
}
