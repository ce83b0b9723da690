package import UDPCore

/// A filter at work on one datagram after another, for those who read the log once. How the filter's texts are written
/// in an encoding is found out once.
///
/// Between two datagrams it holds no context, so that learning from the next one copies nothing.
package struct FilterJudge {
  /// The filter.
  package let filter: DisplayFilter
  private var searches = PayloadReader.Searches()

  private let isHasty: Bool

  /// A judge by `filter`.
  /// - Parameter isHasty: whether a row may take a fraction of a millisecond only, as where a frame is drawn; more rows
  ///   are then left undecided.
  package init(_ filter: DisplayFilter, isHasty: Bool = false) {
    self.filter = filter
    self.isHasty = isHasty
  }

  /// Whether `datagram` is shown.
  /// - Throws: `FilterFailure` when a regular expression met its limit before it was known.
  package mutating func matches(_ datagram: Datagram, in context: FilterContext) throws(FilterFailure) -> Bool {
    let program = filter.program
    var reader = PayloadReader(program, context, isForMany: false, isHasty: isHasty, searches: searches)
    searches = PayloadReader.Searches()
    let verdict = datagram.withRecord { record, block in
      program.verdict(on: RecordRow(record, number: datagram.number), in: block, &reader)
    }
    searches = reader.searches
    guard let verdict else { throw FilterFailure(number: datagram.number) }
    return verdict
  }
}
