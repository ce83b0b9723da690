import CLinux
import Glibc
import Plumbing
import UDPCore

/// A pipe to a reader. Writing blocks, but once the end is requested, it waits no longer than `PipeWriter.grace` for a
/// reader that accepts nothing.
final class RecordingPipe: RecordingSink {
  let path = "standard output"
  private(set) var size = 0
  let isMoved = false
  private let writer: PipeWriter

  /// - Parameter stopping: a descriptor that is readable once the end is requested.
  init(_ descriptor: Int32, stopping: Int32) {
    writer = PipeWriter(descriptor, stop: stopping) { PollSet.isReady(stopping) }
  }

  func append(_ blocks: RawSpan, kept: inout Int) throws(RecordingError) {
    kept = 0
    do throws(PipeWriter.Problem) { try writer.write(blocks) } catch {
      switch error {
      case .closed: throw .closed
      case .stalled: throw .stalled(PipeWriter.grace)
      case .failed(let code): throw .failed(operation: .writeTo, path: path, code: code)
      }
    }
    kept = blocks.byteCount
    size += kept
  }

  func close() -> WrittenFile? { nil }
}
