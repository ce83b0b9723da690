import Glibc

/// The C streams for curses' output and input, on descriptors of their own. They must outlive the screen.
@safe
final class UnsafeFiles {
  private(set) var output: UnsafeMutablePointer<FILE>
  private(set) var input: UnsafeMutablePointer<FILE>
  private(set) var isClosed = false

  /// The descriptor that curses writes to.
  var outputDescriptor: Int32 { unsafe fileno(output) }

  /// Opens streams on duplicates of two descriptors.
  init(output: Int32, input: Int32) throws(TerminalError) {
    unsafe self.output = try UnsafeFiles.open(output, "w")
    do throws(TerminalError) {
      unsafe self.input = try UnsafeFiles.open(input, "r")
    } catch {
      unsafe fclose(self.output)
      throw error
    }
  }

  /// Closes both streams. Call it after the screen has ended.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    unsafe fclose(output)
    unsafe fclose(input)
  }

  private static func open(_ descriptor: Int32, _ mode: String) throws(TerminalError) -> UnsafeMutablePointer<FILE> {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    if copy < 0 { throw .system("fcntl", errno: errno) }
    guard let file = unsafe fdopen(copy, mode) else {
      let number = errno
      Glibc.close(copy)
      throw .system("fdopen", errno: number)
    }
    return unsafe file
  }
}
