package import Basics
import CLinux
import Glibc
import PayloadText
package import Plumbing
import UDPCore

/// Standard output, or another pipe or device, as a stream of complete records. Writing blocks, but once a signal
/// requests the end, it waits no longer than 10 s for a reader that accepts nothing.
package struct StandardOutput: Sendable {
  /// A reason why nothing more can be written.
  package enum Problem: Error, Hashable {
    /// The reader has gone away (`| head`): the command ends without a message.
    case closed
    /// A signal requested the end, and the reader accepts nothing.
    case interrupted
    /// write(2) failed with this `errno`.
    case failed(Int32)
  }

  private let writer: PipeWriter
  private let descriptor: Int32

  /// Creates a stream to `descriptor`; `signals` may request its end.
  package init(signals: SignalRelay? = nil, descriptor: Int32 = STDOUT_FILENO) {
    self.descriptor = descriptor
    writer = PipeWriter(descriptor, stop: signals?.wake.descriptor) {
      signals?.isEndRequested ?? false
    } acknowledge: {
      _ = signals?.take()
    }
  }

  /// Writes all of `bytes`.
  package func write(_ bytes: [UInt8]) throws(Problem) { try unsafe write(bytes.span.bytes) }

  /// Writes all bytes.
  package func write(_ bytes: RawSpan) throws(Problem) {
    do throws(PipeWriter.Problem) { try writer.write(bytes) } catch { throw Problem(error) }
  }

  /// Writes as much of a range of `bytes` as the reader accepts without waiting.
  /// - Returns: the number of bytes written.
  package func writeReady(_ bytes: [UInt8], _ range: Range<Int>) throws(Problem) -> Int {
    do throws(PipeWriter.Problem) {
      return try unsafe writer.writeReady(bytes.span.bytes.extracting(range))
    } catch {
      throw Problem(error)
    }
  }

  /// Adds the stream to a set, which is ready when its reader accepts more, or has gone away.
  package func await(in waiting: inout PollSet) { waiting.add(descriptor, for: .writable) }

  /// Writes the whole output of a command. A reader that has gone away (`| head`) is not an error.
  /// - Throws: an error that explains why output was lost.
  package func print(_ bytes: [UInt8]) throws(CommandFailure) {
    do throws(Problem) { try write(bytes) } catch {
      if let lost = error.lost { throw lost }
    }
  }

  /// Writes text as UTF-8, as `print(_:)` does.
  package func print(_ text: String) throws(CommandFailure) { try print(Array(text.utf8)) }

  /// Whether the stream is a terminal.
  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Whether standard output is a terminal.
  package static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Replaces each standard stream that was closed at the start by a descriptor on which reading and writing fail.
  /// Otherwise the next file or socket would get its number and receive what is printed. Call it before anything else.
  package static func reserveClosedStreams() {
    for (descriptor, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 {
      // open(2) returns the lowest free number, which is this one: those below it are taken.
      _ = unsafe open("/dev/null", flags)
    }
  }
}

extension StandardOutput.Problem {
  fileprivate init(_ problem: PipeWriter.Problem) {
    switch problem {
    case .closed: self = .closed
    case .stalled: self = .interrupted
    case .failed(let code): self = .failed(code)
    }
  }

  /// The failure to report, with exit status 1, for lost output; `nil` if the reader left by itself.
  package var lost: CommandFailure? {
    switch self {
    case .closed: nil
    case .interrupted: CommandFailure("standard output accepted nothing for 10 s: the last records were not written")
    case .failed(EBADF): CommandFailure("cannot write to standard output: it is closed")
    case .failed(let code): CommandFailure("cannot write to standard output: \(errorPhrase(code))")
    }
  }
}

/// The importance of a sentence, as the journal keeps it (sd-daemon(3)).
package enum Importance: Int, Sendable {
  /// Something was not done.
  case error = 3
  /// Something is wrong.
  case warning = 4
  /// Something happened.
  case information = 6
}

/// A stream of messages: standard error, or another descriptor.
struct ErrorStream: Sendable {
  let descriptor: Int32
  let locale: CharacterLocale
  /// Whether the journal reads it, which takes the importance of a line from its beginning.
  private let isJournal: Bool

  init(descriptor: Int32, locale: CharacterLocale) {
    self.descriptor = descriptor
    self.locale = locale
    isJournal = Journal.receives(descriptor)
  }

  /// Shows progress in a line that the next call overwrites; only on a terminal.
  func showProgress(_ text: String) {
    guard isTerminal else { return }
    write(Array("\r".utf8) + locale.encode(SafeText(text)) + Array("\u{1b}[K".utf8))
  }

  /// Clears the line of `showProgress`.
  func clearProgress() {
    if isTerminal { write(Array("\r\u{1b}[K".utf8)) }
  }

  /// Rings the terminal's bell.
  func ring() {
    if isTerminal { write([7]) }
  }

  /// Whether the descriptor is a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes `text`, made safe, and a line feed; line feeds within it are kept.
  func say(_ text: String, _ importance: Importance) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let prefix = isJournal ? Array("<\(importance.rawValue)>".utf8) : []
    write(lines.flatMap { prefix + locale.encode(SafeText(String($0))) + [UInt8(ascii: "\n")] })
  }

  /// Writes bytes as they are. What a stream that is closed does not take is lost.
  func write(_ bytes: [UInt8]) {
    var offset = 0
    while offset < bytes.count {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress! + offset, bytes.count - offset)
      }
      if written <= 0 && errno != EINTR { return }
      offset += max(0, written)
    }
  }
}

/// Messages on standard error.
package enum StandardError {
  private static var stream: ErrorStream { ErrorStream(descriptor: STDERR_FILENO, locale: .current) }

  /// Writes a sentence in the user's language, made safe, and a line feed; line feeds within it are kept.
  package static func say(_ phrase: Phrase) { say(phrase, .information) }

  /// Writes a sentence, with its importance where the journal keeps that.
  package static func say(_ phrase: Phrase, _ importance: Importance) {
    stream.say(Wording.environment(in: .current).text(phrase), importance)
  }
}
