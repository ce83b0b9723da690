package import Basics
import Glibc
package import Plumbing
import UDPCore

/// A reason why nothing, or nothing more, can be recorded.
package enum RecordingError: Error, Sendable, Hashable {
  /// The purpose of a system call.
  package enum Operation: Sendable {
    case record, create, write, writeTo, replace, close
  }

  /// A file of that name already exists.
  case exists(path: String)
  /// The file to be replaced is not a regular file: a link, a folder, a pipe.
  case noOrdinaryFile(path: String)
  /// A system call failed.
  case failed(operation: Operation, path: String, code: Int32)
  /// Another program interfered with the file while it was being written.
  case disturbed(path: String, FileDisturbance)
  /// The reader of the pipe has gone away.
  case closed
  /// The reader of the pipe accepted nothing for this many nanoseconds after the end was requested.
  case stalled(Int64)
}

extension FileDisturbance {
  /// Returns a sentence about what happened to the file at `path`.
  package func phrase(of path: String) -> Phrase {
    switch self {
    case .removed: "\(path) was removed by another program: what was recorded to it is lost"
    case .replaced: "\(path) was replaced by another program: what was recorded to it is lost"
    case .changed: "\(path) was cut or changed by another program: a part of the recording is lost"
    case .moved: "\(path) was moved by another program: the recording is where that put it"
    }
  }
}

extension RecordingError: Phrased {
  /// The error as a sentence.
  package var phrase: Phrase {
    switch self {
    case .exists(let path):
      "cannot record to \(path): the file exists; choose another name, or replace it with --force"
    case .noOrdinaryFile(let path): "cannot record to \(path): it is not a regular file; choose another name"
    case .failed(let operation, let path, let code): Self.failure(operation, path, Self.reason(code))
    case .disturbed(let path, let disturbance): disturbance.phrase(of: path)
    case .closed: "the reader of the recording is gone"
    case .stalled(let time):
      "the reader of the recording accepted nothing for \(time / 1_000_000_000) s: the last datagrams were not written"
    }
  }

  private static func failure(_ operation: Operation, _ path: String, _ reason: Phrase) -> Phrase {
    switch operation {
    case .record: "cannot record to \(path): \(reason)"
    case .create: "cannot create \(path): \(reason)"
    case .write: "cannot write \(path): \(reason)"
    case .writeTo: "cannot write to \(path): \(reason)"
    case .replace: "cannot replace \(path): \(reason)"
    case .close: "cannot close \(path): \(reason)"
    }
  }

  private static func reason(_ code: Int32) -> Phrase {
    switch code {
    case ENOENT: "there is no such folder"
    case EFBIG: "the file has reached the largest size allowed here (ulimit -f)"
    case ELOOP: "it is a link, and links are not followed"
    default: errorPhrase(code)
    }
  }
}
