import CLinux
import Glibc

/// The process that looks for a screen that has confined itself: into what `/proc` says of other processes, and at the
/// rules of the firewall. It is started before the confinement, answers only that, and ends with this process.
package enum Lookout {
  /// The socket by which it is asked; `nil` where there is none.
  private static let socket = Lock<Int32?>(nil)

  /// Starts it. To be called while the process has one thread.
  static func start() {
    let descriptor = clinux_lookout_start()
    if descriptor >= 0 { socket.withLock { $0 = descriptor } }
  }

  /// Whether it can be asked.
  package static var isThere: Bool { socket.withLock { $0 != nil } }

  /// Whether it is the one to ask about a path.
  static func isAsked(about path: String) -> Bool { unsafe isThere && clinux_lookout_knows(path) != 0 }

  /// The text of a file, or an `errno` value.
  static func read(_ path: String) -> (text: String, code: Int32) {
    guard let (bytes, code) = ask(CLINUX_LOOKOUT_FILE, path) else { return ("", EACCES) }
    return (String(decoding: bytes, as: UTF8.self), code)
  }

  /// The names in a folder; `nil` if it cannot be read.
  static func names(in folder: String) -> [String]? {
    guard let (bytes, code) = ask(CLINUX_LOOKOUT_FOLDER, folder), code == 0 else { return nil }
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The target of a link; empty if it cannot be read.
  static func target(_ path: String) -> String {
    guard let (bytes, _) = ask(CLINUX_LOOKOUT_LINK, path) else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What `nft list ruleset` prints, and its exit status, 127 where it is not installed; `nil` where nobody can be asked.
  package static func firewall() -> (text: String, status: Int32)? {
    guard let (bytes, code) = ask(CLINUX_LOOKOUT_FIREWALL, "") else { return nil }
    return (String(decoding: bytes, as: UTF8.self), code)
  }

  private static func ask(_ question: Int, _ path: String) -> (bytes: [UInt8], code: Int32)? {
    socket.withLock { socket in
      guard let descriptor = socket else { return nil }
      var (size, code) = (0, 0 as Int32)
      guard let answer = unsafe clinux_lookout_ask(descriptor, CChar(question), path, &size, &code) else {
        // It was ended by somebody.
        close(descriptor)
        socket = nil
        return nil
      }
      defer { unsafe free(answer) }
      return unsafe (Array(UnsafeRawBufferPointer(start: answer, count: size)), code)
    }
  }
}
