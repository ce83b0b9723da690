import CaptureFile
import UDPCore

/// What one step of a `CaptureRun` brought.
struct CaptureStep {
  /// The log after it.
  let snapshot: LogSnapshot
  /// The comments that came with the new rows.
  let comments: [CaptureComment]
  /// What kernels dropped before new rows.
  let drops: [DropMark]
  /// The names of the files' interfaces by their numbers in the log.
  let interfaces: [UInt32: String]
  /// Whether nothing more is there yet.
  let isCaughtUp: Bool
}
