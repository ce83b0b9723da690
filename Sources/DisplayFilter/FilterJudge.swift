import PeerText
package import UDPCore

/// A filter for datagrams that are judged one at a time. The filter's texts are encoded once per encoding.
///
/// It keeps no context between two datagrams, so that learning from the next one copies nothing.
package struct FilterJudge {
  /// The filter.
  package let filter: DisplayFilter
  /// Has an empty context between two datagrams.
  private var reader: PayloadReader
  /// The expression that captures, and its groups in the order of `DisplayFilter.captureNames`.
  private let capturing: FilterRegex?
  private let groups: [Int]

  /// Creates a judge for `filter`.
  /// - Parameters:
  ///   - isForDrawing: whether a row may take only a fraction of a millisecond, as when drawing a frame; more rows are then
  ///     left undecided.
  ///   - isForFew: whether so few rows are judged that preparing fast searches takes longer than decoding them.
  package init(_ filter: DisplayFilter, isForDrawing: Bool = false, isForFew: Bool = false) {
    self.filter = filter
    capturing = filter.expression?.searchedRegexes.last
    groups = filter.groups.map(\.number)
    reader = PayloadReader(
      filter.program, .empty, isForMany: false, isForFew: isForFew, effort: isForDrawing ? .quick : .patient)
  }

  /// Whether `datagram` is shown.
  /// - Throws: `FilterFailure` if a regular expression reached its limit before the answer was known.
  package mutating func matches(_ datagram: Datagram, in context: FilterContext) throws(FilterFailure) -> Bool {
    var context = context
    return try matches(datagram, lending: &context)
  }

  /// Whether `datagram` is shown. The context, which has one owner, is not copied.
  /// - Throws: `FilterFailure` if a regular expression reached its limit before the answer was known.
  package mutating func matches(
    _ datagram: Datagram, lending context: inout FilterContext
  ) throws(FilterFailure) -> Bool {
    reader.exchange(&context)
    let verdict = datagram.withRecord { record, block in
      filter.program.verdict(on: RecordRow(record, number: datagram.number), in: block, &reader)
    }
    reader.exchange(&context)
    guard let verdict else { throw FilterFailure(number: datagram.number) }
    return verdict
  }

  /// Whether a row is shown.
  /// - Throws: `FilterFailure` if a regular expression reached its limit before the answer was known.
  package mutating func matches(
    _ row: FieldRow, in block: RawSpan, _ context: FilterContext
  ) throws(FilterFailure) -> Bool {
    var context = context
    reader.exchange(&context)
    let verdict = filter.program.verdict(on: RecordRow(row.record, number: row.number), in: block, &reader)
    reader.exchange(&context)
    guard let verdict else { throw FilterFailure(number: row.number) }
    return verdict
  }

  /// Returns the groups that the filter's last regular expression captured in a datagram, in the order of
  /// `DisplayFilter.captureNames`; empty texts where it does not match.
  package func captures(of datagram: Datagram, in context: FilterContext) -> [String] {
    textCaptures(of: datagram, in: context) + fieldCaptures(of: datagram, in: context)
  }

  /// The texts of the fields that the filter compares.
  private func fieldCaptures(of datagram: Datagram, in context: FilterContext) -> [String] {
    guard let source = filter.program.fieldSource else { return [] }
    let reader = source.reader(of: filter.program.fieldTests)
    return datagram.withRecord { record, block in
      filter.fieldCaptures.map {
        reader.text($0.test, FieldRow(record: record, number: datagram.number), in: block, context)
      }
    }
  }

  private func textCaptures(of datagram: Datagram, in context: FilterContext) -> [String] {
    guard let regex = capturing else { return [] }
    let text = context.texts.string(of: datagram)
    let ranges = regex.compiled.captures(in: text.utf8Span.span) ?? []
    let utf8 = text.utf8
    return groups.map { group in
      guard group < ranges.count, let range = ranges[group] else { return "" }
      let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
      return String(utf8[start..<utf8.index(start, offsetBy: range.count)]) ?? ""
    }
  }
}
