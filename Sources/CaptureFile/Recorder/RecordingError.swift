import Glibc
import UDPCore

/// Why nothing can be recorded, or nothing more. One sentence each.
package enum RecordingError: Error, Sendable, Hashable {
  /// There is a file of that name.
  case exists(path: String)
  /// What is to be replaced is no ordinary file: a link, a folder, a pipe.
  case noOrdinaryFile(path: String)
  /// A system call failed; `operation` is what it was for: `create`, `write`, `close`.
  case failed(operation: String, path: String, code: Int32)
  /// Somebody else changed the file while it was written.
  case disturbed(path: String, FileDisturbance)
  /// Who reads the pipe has gone.
  case closed
  /// Who reads the pipe took nothing for so long, in nanoseconds, after the end was asked for.
  case stalled(Int64)
}

/// What somebody else did to a file while it was written.
package enum FileDisturbance: Sendable, Hashable {
  /// It is gone.
  case removed
  /// It is gone, and its name stands for another file.
  case replaced
  /// It has another size than what was written.
  case changed
  /// It is whole, under another name.
  case moved
}

extension FileDisturbance: CustomStringConvertible {
  /// The end of a sentence that begins with the file.
  package var description: String {
    switch self {
    case .removed: "was removed by another program: what was recorded to it is lost"
    case .replaced: "was replaced by another program: what was recorded to it is lost"
    case .changed: "was cut or changed by another program: a part of the recording is lost"
    case .moved: "was moved by another program: the recording is where that put it"
    }
  }
}

extension RecordingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .exists(let path):
      "cannot record to \(path): the file exists; take another name, or --force to replace it"
    case .noOrdinaryFile(let path): "cannot record to \(path): it is no ordinary file; take another name"
    case .failed(let operation, let path, let code): "cannot \(operation) \(path): \(Self.text(code))"
    case .disturbed(let path, let disturbance): "\(path) \(disturbance)"
    case .closed: "who read the recording has gone"
    case .stalled(let time):
      "who reads the recording took nothing for \(time / 1_000_000_000) s: the last datagrams were not written"
    }
  }

  private static func text(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such folder"
    case EFBIG: "the file has reached the largest size allowed here (ulimit -f)"
    case ELOOP: "it is a link, and links are not followed"
    default: errorText(code)
    }
  }
}
