package import UDPCore

/// A filter for datagrams that are judged one at a time. The filter's texts are encoded once per encoding.
///
/// It keeps no context between two datagrams, so that learning from the next one copies nothing.
package struct FilterJudge {
  /// The filter.
  package let filter: DisplayFilter
  private var searches = PayloadReader.Searches()

  private let effort: RegularExpression.Effort

  /// Creates a judge for `filter`.
  /// - Parameter isForDrawing: whether a row may take only a fraction of a millisecond, as when drawing a frame; more
  ///   rows are then left undecided.
  package init(_ filter: DisplayFilter, isForDrawing: Bool = false) {
    self.filter = filter
    effort = isForDrawing ? .quick : .patient
  }

  /// Whether `datagram` is shown.
  /// - Throws: `FilterFailure` if a regular expression reached its limit before the answer was known.
  package mutating func matches(_ datagram: Datagram, in context: FilterContext) throws(FilterFailure) -> Bool {
    let program = filter.program
    var reader = PayloadReader(program, context, isForMany: false, effort: effort, searches: searches)
    searches = PayloadReader.Searches()
    let verdict = datagram.withRecord { record, block in
      program.verdict(on: RecordRow(record, number: datagram.number), in: block, &reader)
    }
    searches = reader.searches
    guard let verdict else { throw FilterFailure(number: datagram.number) }
    return verdict
  }
}
