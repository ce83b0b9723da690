import Basics
import CLinux
import Glibc
import UDPCore

/// `$XDG_STATE_HOME/udpeek`, where the screen keeps what it remembers; for its owner alone.
enum StateFolder {
  /// The path of a file in it, made with the folders on the way; `nil` without a home.
  static func path(of file: String) -> String? {
    guard
      let base = Environment.variable("XDG_STATE_HOME") ?? Environment.variable("HOME").map({ $0 + "/.local/state" }),
      base.hasPrefix("/")
    else { return nil }
    let folder = base + "/udpeek"
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/" + part
      _ = unsafe mkdir(path, 0o700)
    }
    return folder + "/" + file
  }

  /// What a file is read of at most, in bytes from its end.
  private static let limit: off_t = 16 << 20

  /// What a file of the folder holds; nothing where there is none, or something else: a link, a pipe.
  static func read(_ path: String) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    _ = lseek(descriptor, max(0, status.st_size - limit), SEEK_SET)
    return (try? InputFile.bytes(descriptor, what: path)) ?? []
  }

  /// Writes a file in the folder.
  /// - Throws: why it cannot be kept, as a sentence that names `what`.
  static func write(_ text: String, to path: String, what: Phrase, appending: Bool = false) throws(StateFolderError) {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (appending ? O_APPEND : O_TRUNC)
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { throw StateFolderError("\(what) cannot be kept in \(path): \(errorPhrase(errno))") }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if written != bytes.count { throw StateFolderError("\(what) cannot be kept in \(path): \(errorPhrase(errno))") }
  }

  /// The same, so that a crash leaves the old file or the new one.
  static func replace(_ path: String, with text: String, what: Phrase) throws(StateFolderError) {
    let fresh = path + ".new"
    try write(text, to: fresh, what: what)
    guard unsafe rename(fresh, path) == 0 else {
      throw StateFolderError("\(what) cannot be kept in \(path): \(errorPhrase(errno))")
    }
  }
}

/// Why something cannot be remembered.
struct StateFolderError: Error {
  let text: Phrase

  init(_ text: Phrase) { self.text = text }
}
