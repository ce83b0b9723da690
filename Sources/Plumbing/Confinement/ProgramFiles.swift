import CLinux
import Glibc

/// The files that have to be executable for a program to start: the program itself, and the interpreter that it names.
package enum ProgramFiles {
  /// The most interpreters that are looked for; the kernel follows four scripts (execve(2)).
  private static let mostInterpreters = 5
  /// The bytes at a program's beginning in which its interpreter is looked for.
  private static let beginning = 8_192

  /// Returns the path of a program that is looked up in `PATH`; `nil` if there is none.
  package static func find(_ name: String) -> String? {
    if name.contains("/") { return isExecutable(name) ? name : nil }
    // execvp(3) takes these folders where the variable is missing.
    let folders = Environment.variable("PATH") ?? "/bin:/usr/bin"
    return folders.split(separator: ":").map { "\($0)/\(name)" }.first(where: isExecutable)
  }

  private static func isExecutable(_ path: String) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return unsafe access(path, X_OK) == 0
  }

  /// Returns a program's path and those of its interpreters.
  package static func needed(for program: String) -> [String] {
    var files = [program]
    var place = 0
    while place < files.count, files.count <= mostInterpreters {
      files += interpreters(of: files[place]).filter { !files.contains($0) }
      place += 1
    }
    return files
  }

  /// What a file names: an interpreter after `#!`, or the loader of an ELF file (elf(5), PT_INTERP).
  private static func interpreters(of path: String) -> [String] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: beginning)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    guard count > 2 else { return [] }
    bytes.removeLast(bytes.count - count)
    return bytes.starts(with: "#!".utf8) ? script(bytes.dropFirst(2)) : [loader(bytes)].compactMap { $0 }
  }

  private static func script(_ bytes: ArraySlice<UInt8>) -> [String] {
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    guard let first = words.first else { return [] }
    // env(1) goes on as the program that its first operand names.
    let operand = words.dropFirst().first { !$0.hasPrefix("-") && !$0.contains("=") }
    return [first] + (first.hasSuffix("/env") ? [operand.flatMap(find)].compactMap { $0 } : [])
  }

  private static func loader(_ bytes: [UInt8]) -> String? {
    guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]), bytes.count >= 64 else { return nil }
    let (start, size, count) = (number(bytes, 32, 8), number(bytes, 54, 2), number(bytes, 56, 2))
    guard let headers = start, let size, size >= 56, let count else { return nil }
    for index in 0..<count {
      let (header, isOverflow) = headers.addingReportingOverflow(index * size)
      guard !isOverflow, number(bytes, header, 4) == 3 else { continue }
      guard let place = number(bytes, header + 8, 8), let length = number(bytes, header + 32, 8),
        length > 1, place < bytes.count, length <= bytes.count - place
      else { return nil }
      return String(decoding: bytes[place..<(place + length - 1)], as: UTF8.self)
    }
    return nil
  }

  /// A number in little-endian order; `nil` beyond the bytes, or if it is no `Int`.
  private static func number(_ bytes: [UInt8], _ place: Int, _ size: Int) -> Int? {
    guard place >= 0, place <= bytes.count - size else { return nil }
    let value = bytes[place..<(place + size)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: value)
  }
}
