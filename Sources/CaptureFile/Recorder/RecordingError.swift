package import Basics
import Glibc
package import Plumbing
import UDPCore

/// Why nothing can be recorded, or nothing more. One sentence each.
package enum RecordingError: Error, Sendable, Hashable {
  /// What a system call was for.
  package enum Operation: Sendable {
    case record, create, write, writeTo, replace, close
  }

  /// There is a file of that name.
  case exists(path: String)
  /// What is to be replaced is no ordinary file: a link, a folder, a pipe.
  case noOrdinaryFile(path: String)
  /// A system call failed.
  case failed(operation: Operation, path: String, code: Int32)
  /// Somebody else changed the file while it was written.
  case disturbed(path: String, FileDisturbance)
  /// Who reads the pipe has gone.
  case closed
  /// Who reads the pipe took nothing for so long, in nanoseconds, after the end was asked for.
  case stalled(Int64)
}

extension FileDisturbance {
  /// What happened to the file at `path`, as a sentence.
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
  /// One sentence.
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
