import Basics
import CLinux
import CaptureFile
import CommandCore
import Glibc
import Plumbing
import UDPCore

/// What a conversion writes to: a new file, which has its name once it is whole; or a stream, which takes what comes:
/// standard output, a pipe, a device.
package final class ConversionTarget {
  private enum Place {
    case file(UnfinishedFile)
    /// Somebody else's descriptor, or one of our own that the end of the process closes.
    case stream(StandardOutput)
  }

  /// How often a pipe is looked at that nobody reads yet, in milliseconds.
  private static let patience: Int32 = 50

  private let path: String
  private let place: Place

  /// Makes the file, or opens the stream; `-` is standard output.
  init(_ path: String, replaces: Bool, _ console: Console) throws(Failure) {
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

  /// Whether a path is standard output.
  package static func isStandardOutput(_ path: String) -> Bool { ["-", "/dev/stdout", "/dev/fd/1"].contains(path) }

  /// The descriptor of a pipe or a device; `nil` for a file, there or to be made.
  private static func stream(_ path: String, _ signals: SignalRelay) throws(Failure) -> Int32? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, [S_IFIFO, S_IFCHR].contains(status.st_mode & S_IFMT) else { return nil }
    while true {
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
      let code = errno
      if descriptor >= 0 { return descriptor }
      // A pipe that nobody reads yet (fifo(7)).
      guard code == ENXIO, status.st_mode & S_IFMT == S_IFIFO else {
        throw Failure("cannot open \(path): \(errorText(code))")
      }
      clinux_wait_readable(signals.wake.descriptor, Int64(patience) * 1_000_000)
      _ = signals.take()
      if signals.isEndRequested { throw Failure("stopped: nobody read \(path)") }
    }
  }

  /// Writes whole records.
  func write(_ bytes: [UInt8]) throws(StandardOutput.Problem) {
    switch place {
    case .stream(let stream): try stream.write(bytes)
    case .file(let file):
      do throws(UnfinishedFile.Problem) { try unsafe file.write(bytes.span.bytes) } catch {
        if case .failed(_, let code) = error { throw .failed(code) }
      }
    }
  }

  /// All is written.
  /// - Throws: what goes wrong at the last moment.
  func finish() throws(Failure) {
    guard case .file(let file) = place else { return }
    do throws(UnfinishedFile.Problem) { try file.finish() } catch { throw Self.failure(path, error) }
  }

  /// It ends before all is written: no half of a file stays.
  /// - Returns: what is left of so many datagrams, for the end of a sentence.
  func discard(_ written: Int) -> String {
    let datagrams = written == 1 ? "1 datagram" : "\(written) datagrams"
    guard case .file(let file) = place else { return "after \(datagrams)" }
    file.discard()
    return "after \(datagrams): nothing of \(path) is left"
  }

  /// The words for what kept it from being written.
  func reason(_ code: Int32) -> String {
    "cannot write \(Self.isStandardOutput(path) ? "to standard output" : path): \(errorText(code))"
  }

  private static func failure(_ path: String, _ problem: UnfinishedFile.Problem) -> Failure {
    switch problem {
    case .exists: Failure("\(path) exists; choose another name, or replace it with --force")
    case .link, .folder, .noOrdinaryFile: Failure("cannot replace \(path): it is not a regular file")
    case .disturbed: Failure("cannot write \(path): another program removed or changed the unfinished file beside it")
    case .failed(let operation, let code): Failure("cannot \(operation) \(path): \(errorText(code))")
    }
  }
}
