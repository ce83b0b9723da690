import UDPCore

/// A filter that depends on nothing but a datagram's addresses, sizes and bytes: it is judged without a context.
package final class ByteCondition: Sendable {
  private let program: FilterProgram

  /// Creates the condition of a filter; `nil` if the filter depends on more.
  package init?(_ filter: DisplayFilter) {
    guard filter.program.readsOnlyBytes else { return nil }
    program = filter.program
  }

  /// Whether a row is shown.
  package func holds(_ row: FieldRow, in block: RawSpan) -> Bool {
    program.acceptsBytes(RecordRow(row.record, number: row.number), in: block)
  }
}
