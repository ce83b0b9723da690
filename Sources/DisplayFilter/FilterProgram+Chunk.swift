import UDPCore

/// Judging the rows of a chunk, in the fastest way for each program.
extension FilterProgram {
  /// Judges pending rows, newest first; the program must not need a reader.
  func judge(_ chunk: inout ChunkVerdicts, _ segment: LogSegment, budget: inout FilterBudget) {
    let first = chunk.firstNumber
    segment.withRecords { records, block in
      if let (test, accepts) = endpointProgram?.onlyTest {
        chunk.judge(budget: &budget) { row, _ in test.holds(RecordRow(records[row], number: 0), in: block) == accepts }
      } else if let program = endpointProgram, program.isShort {
        chunk.judge(budget: &budget) { row, _ in program.accepts(RecordRow(records[row], number: 0), in: block) }
      } else if needsOnlyRoute {
        var memo = RouteMemo()
        chunk.judge(budget: &budget) { row, _ in
          let row = RecordRow(records[row], number: 0)
          return memo.isWorthwhile ? memo.verdict(on: row) { accepts(row, in: block) } : accepts(row, in: block)
        }
      } else {
        chunk.judge(budget: &budget) { row, _ in
          accepts(RecordRow(records[row], number: first + UInt64(row)), in: block)
        }
      }
    }
  }

  /// The cost of a row beside what is read of it: a look at the marks, for example.
  private static let costOfRow = 25

  /// Judges pending rows, newest first, with a reader. A row that a regular expression cannot judge is shown.
  /// - Returns: the number of the newest such row.
  func judge(
    _ chunk: inout ChunkVerdicts, _ segment: LogSegment, budget: inout FilterBudget, _ reader: inout PayloadReader
  ) -> UInt64? {
    let first = chunk.firstNumber
    var failed: UInt64?
    segment.withRecords { records, block in
      chunk.judge(budget: &budget) { row, cost in
        let number = first + UInt64(row)
        let before = reader.cost
        let verdict = verdict(on: RecordRow(records[row], number: number), in: block, &reader)
        cost -= Self.costOfRow + reader.cost - before
        if verdict == nil { failed = max(failed ?? 0, number) }
        return verdict ?? true
      }
    }
    return failed
  }
}
