import CaptureFile
import UDPCore

/// The result of one step of a `CaptureRun`.
struct CaptureStep {
  /// The log after it.
  let snapshot: LogSnapshot
  /// The comments that came with the new rows.
  let comments: [CaptureComment]
  /// Kernel drops before new rows.
  let drops: [DropMark]
  /// The numbers of the new rows that a person had marked.
  let marked: [UInt64]
  /// The names of the files' interfaces by their numbers in the log.
  let interfaces: [UInt32: String]
  /// Whether nothing more is there yet.
  let isCaughtUp: Bool
}
