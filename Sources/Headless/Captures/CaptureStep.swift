import CaptureFile
import UDPCore

/// The result of one step of a `CaptureRun`.
struct CaptureStep {
  /// The log after the step.
  let snapshot: LogSnapshot
  /// The comments read together with the new rows.
  let comments: [CaptureComment]
  /// Kernel drops recorded before new rows.
  let drops: [DropMark]
  /// The numbers of the new rows that are marked in the file.
  let marked: [UInt64]
  /// The names of the files' interfaces by their numbers in the log.
  let interfaces: [UInt32: String]
  /// Whether everything available so far has been read.
  let isCaughtUp: Bool
}
