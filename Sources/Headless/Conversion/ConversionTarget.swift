import Basics
import CLinux
import CaptureFile
import CommandCore
import Glibc
import Plumbing
import UDPCore

/// The output of a conversion: a new file, which gets its name once it is complete, or a stream that is written at
/// once: standard output, a pipe or a device.
package final class ConversionTarget {
  private enum Place {
    case file(UnfinishedFile)
    /// A descriptor that belongs to somebody else, or one of our own that is closed when the process exits.
    case stream(StandardOutput)
  }

  /// The interval, in milliseconds, at which a pipe without a reader is tried again.
  private static let patience: Int32 = 50

  private let path: String
  private let place: Place

  /// Creates the file, or opens the stream; `-` is standard output.
  init(_ path: String, replaces: Bool, _ console: Console) throws(CommandFailure) {
    self.path = path
    if Self.isStandardOutput(path) {
      place = .stream(console.output)
      return
    }
    if let descriptor = try Self.stream(path, console.signals) {
      place = .stream(StandardOutput(signals: console.signals, descriptor: descriptor))
      return
    }
    do throws(UnfinishedFile.Problem) { place = .file(try UnfinishedFile(for: path, replaces: replaces)) } catch {
      throw Self.failure(path, error)
    }
  }

  /// Whether a path means standard output.
  package static func isStandardOutput(_ path: String) -> Bool { ["-", "/dev/stdout", "/dev/fd/1"].contains(path) }

  /// The descriptor of an existing pipe or device; `nil` for a file, existing or not.
  private static func stream(_ path: String, _ signals: SignalRelay) throws(CommandFailure) -> Int32? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, [S_IFIFO, S_IFCHR].contains(status.st_mode & S_IFMT) else { return nil }
    while true {
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
      let code = errno
      if descriptor >= 0 { return descriptor }
      // Only a pipe without a reader is worth waiting for (fifo(7)).
      guard code == ENXIO, status.st_mode & S_IFMT == S_IFIFO else {
        throw CommandFailure("cannot open \(path): \(errorPhrase(Confinement.code(code, at: path, writing: true)))")
      }
      clinux_wait_readable(signals.wake.descriptor, Int64(patience) * 1_000_000)
      _ = signals.take()
      if signals.isEndRequested { throw CommandFailure("stopped: nobody read \(path)") }
    }
  }

  /// Writes whole records.
  func write(_ bytes: RawSpan) throws(StandardOutput.Problem) {
    switch place {
    case .stream(let stream): try stream.write(bytes)
    case .file(let file):
      do throws(UnfinishedFile.Problem) { try file.write(bytes) } catch {
        if case .failed(_, let code) = error { throw .failed(code) }
      }
    }
  }

  /// Completes the output.
  /// - Throws: the error that occurs at the last moment.
  func finish() throws(CommandFailure) {
    guard case .file(let file) = place else { return }
    do throws(UnfinishedFile.Problem) { try file.finish() } catch { throw Self.failure(path, error) }
  }

  /// Discards an incomplete file, so that no half of it remains.
  /// - Returns: the state of the output after `written` datagrams, as the end of a sentence.
  func discard(_ written: Int) -> Phrase {
    let datagrams: Phrase = written == 1 ? "1 datagram" : "\(written) datagrams"
    guard case .file(let file) = place else { return "after \(datagrams)" }
    file.discard()
    return "after \(datagrams): nothing of \(path) is left"
  }

  /// A sentence that says why the output cannot be written.
  func reason(_ code: Int32) -> Phrase {
    Self.isStandardOutput(path)
      ? "cannot write to standard output: \(errorPhrase(code))" : "cannot write \(path): \(errorPhrase(code))"
  }

  private static func failure(_ path: String, _ problem: UnfinishedFile.Problem) -> CommandFailure {
    switch problem {
    case .exists: CommandFailure("\(path) exists; choose another name, or replace it with --force")
    case .link, .folder, .noOrdinaryFile: CommandFailure("cannot replace \(path): it is not a regular file")
    case .disturbed:
      CommandFailure("cannot write \(path): another program removed or changed the unfinished file beside it")
    case .failed(let operation, let code): CommandFailure("cannot \(Phrase(operation)) \(path): \(errorPhrase(code))")
    }
  }
}
