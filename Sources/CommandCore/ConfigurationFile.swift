package import Basics
import CLinux
package import Configuration
import Glibc
package import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// The configuration file, `$XDG_CONFIG_HOME/udpeek/config.toml`: read if it exists, written only when the user asks to
/// save a choice.
package enum ConfigurationFile {
  /// The path of the file, which need not exist; `nil` if there is no home folder.
  package static var path: String? {
    let base = Environment.variable("XDG_CONFIG_HOME") ?? Environment.variable("HOME").map { $0 + "/.config" }
    guard let base, base.hasPrefix("/") else { return nil }
    return base + "/udpeek/config.toml"
  }

  /// Loads the configuration. A file that exists but cannot be read is reported like any other mistake in it.
  package static func load(interfaces: InterfaceNames = .current()) -> Configuration {
    let path = path
    var source: String?
    var problem: Phrase?
    do throws(KeptFile.Problem) { source = try path.flatMap { path throws(KeptFile.Problem) in try read(path) } } catch
    {
      problem = "the file cannot be read: \(error.reason)"
    }
    return Configuration(
      path: path, source: source, problem: problem, formatFiles: path.map(FormatFolder.files) ?? [],
      variables: Environment.variable, interfaces: interfaces)
  }

  /// Saves an encoding to the file, which is created if missing.
  /// - Returns: a sentence that confirms the change, and the encoding that was set for the target before, if any.
  package static func keep(
    _ encoding: TextEncoding, for target: AddressTarget
  ) throws(CommandFailure) -> (sentence: Phrase, before: PresetEncoding?) {
    var before: PresetEncoding?
    let path = try edit { source throws(ConfigurationEdit.Refusal) in
      before = ConfigurationEdit.kept(for: target, in: source)
      return try ConfigurationEdit.keeping(encoding, for: target, in: source)
    }
    guard let old = before, old != .encoding(encoding) else {
      return ("saved \(target) = \(encoding.name) in \(path)", before)
    }
    return ("saved \(target) = \(encoding.name) in \(path), in place of \(old.name)", old)
  }

  /// Undoes saving an encoding: restores the previous one of that target, or removes the target if `before` is `nil`.
  /// - Returns: a sentence that confirms the change.
  package static func restore(_ before: PresetEncoding?, for target: AddressTarget) throws(CommandFailure) -> Phrase {
    let path = try edit { source throws(ConfigurationEdit.Refusal) in
      guard let before else { return try ConfigurationEdit.removing(encodingOf: target, in: source) }
      return try ConfigurationEdit.keeping(before.encoding, for: target, in: source)
    }
    guard let before else { return "removed \(target) from \(path) again" }
    return "restored \(target) = \(before.name) in \(path)"
  }

  /// Saves a message to the file, which is created if missing. An existing message of that name is only replaced if
  /// `replaces`.
  /// - Returns: a sentence that confirms the change.
  package static func save(_ message: WrittenMessage, as name: String, replaces: Bool) throws(CommandFailure) -> Phrase
  {
    let path = try edit { source throws(ConfigurationEdit.Refusal) in
      try ConfigurationEdit.saving(message: message, as: name, replaces: replaces, in: source)
    }
    return "saved the message as \(name) in \(path)"
  }

  /// Adds every key that the file does not contain, as a comment; the rest of the file does not change.
  /// - Parameter wording: the language of the comments.
  /// - Returns: a sentence that confirms the change.
  package static func complete(_ wording: Wording = .english) throws(CommandFailure) -> Phrase {
    var added: [String] = []
    var isNew = false
    let path = try edit { source throws(ConfigurationEdit.Refusal) in
      isNew = source.isEmpty
      let completed = try ConfigurationEdit.completing(source, wording.text)
      added = completed.added
      return completed.text
    }
    if isNew { return "wrote \(path): it lists every key with its explanation, as a comment" }
    if added.isEmpty { return "\(path) already lists every key: nothing was changed" }
    return "added to \(path), as comments: \(added.joined(separator: ", "))"
  }

  /// Whether standard output is the configuration file, and whether the file has contents.
  package static var standardOutput: Place {
    var (own, output) = (stat(), stat())
    guard let path, unsafe stat(path, &own) == 0, unsafe fstat(STDOUT_FILENO, &output) == 0,
      own.st_mode & S_IFMT == S_IFREG, own.st_dev == output.st_dev, own.st_ino == output.st_ino
    else { return .elsewhere }
    return own.st_size == 0 ? .emptied(path) : .file(path)
  }

  /// The destination of standard output, as far as it concerns the configuration file.
  package enum Place {
    case elsewhere
    /// The configuration file, which has contents.
    case file(String)
    /// The configuration file, which is empty: for `>`, a shell truncates it before it starts the program.
    case emptied(String)
  }

  /// Undoes saving a message: restores the previous message of that name, or removes the name if `message` is `nil`.
  /// - Returns: a sentence that confirms the change.
  package static func restore(_ message: WrittenMessage?, as name: String) throws(CommandFailure) -> Phrase {
    let path = try edit { source throws(ConfigurationEdit.Refusal) in
      guard let message else { return try ConfigurationEdit.removing(message: name, in: source) }
      return try ConfigurationEdit.saving(message: message, as: name, replaces: true, in: source)
    }
    return message == nil ? "removed \(name) from \(path) again" : "restored \(name) in \(path)"
  }

  /// Changes the file, which is created if missing. If two instances change it at once, both changes are kept.
  /// - Returns: the file's path.
  private static func edit(_ change: (String) throws(ConfigurationEdit.Refusal) -> String) throws(CommandFailure)
    -> String
  {
    guard let path else {
      throw CommandFailure("HOME is not set, so there is no place for a configuration file; set it")
    }
    StateFolder.makeFolders(path.split(separator: "/").dropLast().joined(separator: "/"))
    do throws(KeptFile.Problem) {
      // The file itself if the path is a link.
      let place = resolved(path)
      if try !isThere(place) {
        do throws(KeptFile.Problem) { try KeptFile.replace(place, with: [], isNew: true) } catch {
          // Another instance may have created it first.
          if try !isThere(place) { throw error }
        }
      }
      try KeptFile.withLock(place, O_RDONLY) { descriptor throws(KeptFile.Problem) in
        let before = try text(of: try KeptFile.read(descriptor, limit: limit + 1))
        let after: String
        do throws(ConfigurationEdit.Refusal) { after = try change(before) } catch {
          throw KeptFile.Problem(error.phrase)
        }
        guard after != before else { return }
        var status = stat()
        let mode = unsafe fstat(descriptor, &status) == 0 ? status.st_mode & 0o777 : 0o600
        try KeptFile.replace(place, with: Array(after.utf8), mode: mode)
      }
    } catch {
      throw CommandFailure("not saved in \(path): \(error.reason)")
    }
    return path
  }

  private static func isThere(_ path: String) throws(KeptFile.Problem) -> Bool {
    try KeptFile.read(path, limit: 0, followsLinks: true) != nil
  }

  private static func resolved(_ path: String) -> String {
    guard let pointer = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(pointer) }
    return unsafe String(cString: pointer)
  }

  // MARK: Bytes

  /// The size limit in bytes; a larger file is not a configuration.
  private static let limit = 1 << 20

  /// Returns the text of a file; `nil` if there is no such file.
  private static func read(_ path: String) throws(KeptFile.Problem) -> String? {
    let content = try KeptFile.read(path, limit: limit + 1, followsLinks: true)
    return try content.map { content throws(KeptFile.Problem) in try text(of: content) }
  }

  private static func text(of content: KeptFile.Content) throws(KeptFile.Problem) -> String {
    if content.bytes.count > limit { throw KeptFile.Problem("it is larger than 1 MiB, too large for a configuration") }
    guard let text = String(validating: content.bytes, as: UTF8.self) else { throw KeptFile.Problem("it is not UTF-8") }
    return text
  }
}
