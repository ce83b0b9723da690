import CommandCore
import Glibc

/// The program that confines itself as a command does and then tries to break out.
enum Breakout {
  /// The folder of attempts outside: not below /tmp, where screens may write.
  final class Outside {
    let path: String

    init() throws {
      var template = Array("/var/tmp/udpeek-test-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { throw TimedOut(awaited: "a folder", seen: "errno \(errno)") }
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      write("secret", to: "file")
    }

    deinit {
      for name in ["file", "new", "link", "device", "rows.csv"] { unlink("\(path)/\(name)") }
      for folder in ["\(path)/folder", path] { rmdir(folder) }
    }

    func write(_ text: String, to name: String) {
      guard let file = fopen("\(path)/\(name)", "w") else { return }
      fputs(text, file)
      fclose(file)
    }
  }

  /// Makes all attempts in a command's confinement.
  /// - Returns: the `errno` value that each met; 0 where it succeeded.
  static func attempts(as command: ConfinedCommand, given: String, other: String, _ asked: String...) throws
    -> [String: Int32]
  {
    let path = Udpeek.path.replacing(#/udpeek$/#, with: "udpeek-breakout")
    let program = try Program(path, [command.rawValue, given, other] + asked, environment: Udpeek.environment)
    program.closeInput()
    let ended = try program.finish()
    guard ended.status == 0 else { throw TimedOut(awaited: "attempts", seen: ended.errors) }
    var codes: [String: Int32] = [:]
    for line in ended.lines {
      let words = line.split(separator: " ")
      if words.count == 2 { codes[String(words[0])] = Int32(words[1]) }
    }
    return codes
  }

  /// Whether this kernel confines files and TCP ports (Landlock 4, Linux 6.7), as the program itself found out.
  static let holds: Bool = {
    guard let ended = try? Udpeek.run(["--version", "--verbose"]) else { return false }
    return ended.output.contains("  holds: TCP ports")
  }()
}
