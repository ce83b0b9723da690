package import Basics
import UDPCore

extension CaptureReader {
  /// The warnings about the file, one sentence each.
  package var sentences: [Phrase] {
    let tally = tally
    var sentences: [Phrase] = tally.warnings.map { "\(name): \($0)" }
    let more = tally.warningCount - tally.warnings.count
    if more > 0 { sentences.append("\(name): and \(more) more") }
    return sentences
  }
}

extension [CaptureReader] {
  /// The progress: `43 %` of files, `1.2 MiB` of pipes.
  package var progressText: String {
    let progress = map(\.progress)
    let read = progress.reduce(0) { $0 + $1.read }
    let sizes = progress.compactMap(\.of)
    guard sizes.count == progress.count else { return ByteSize.text(read) }
    let total = sizes.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    return "\(Swift.min(99, read / Swift.max(1, total / 100))) %"
  }

  /// The kernel drops that all files together report.
  package var kernelDrops: Int { reduce(0) { $0.addingReportingOverflow($1.tally.kernelDrops).partialValue } }
}
