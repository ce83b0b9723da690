package import UDPCore

/// A filter at work on one datagram after another, for those who read the log once: the encodings' ways of writing the
/// filter's texts are found out once.
package struct FilterJudge {
  /// The filter.
  package let filter: DisplayFilter
  private var reader: PayloadReader?

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
    var reader = self.reader ?? PayloadReader(program, context, isForMany: false, isHasty: isHasty)
    self.reader = nil
    reader.begin(context)
    let verdict = datagram.withRecord { record, block in
      program.verdict(on: RecordRow(record, number: datagram.number), in: block, &reader)
    }
    self.reader = reader
    guard let verdict else { throw FilterFailure(number: datagram.number) }
    return verdict
  }
}
