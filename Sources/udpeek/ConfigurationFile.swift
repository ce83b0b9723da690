package import Basics
import CLinux
import Configuration
import DisplayFilter
import Glibc
import Monitor
import PayloadText
import TerminalUI
import UDPCore

/// The configuration file, `$XDG_CONFIG_HOME/udpeek/config.toml`: read where it exists, written only when a person asks
/// for a choice to be kept.
enum ConfigurationFile {
  /// Where it is, or would be; `nil` without a home.
  static var path: String? {
    let base = Environment.variable("XDG_CONFIG_HOME") ?? Environment.variable("HOME").map { $0 + "/.config" }
    guard let base, base.hasPrefix("/") else { return nil }
    return base + "/udpeek/config.toml"
  }

  /// The configuration now. A file that is there and cannot be read is a mistake like others.
  static func load(interfaces: InterfaceNames = .current()) -> Configuration {
    let path = path
    var source: String?
    var problem: Phrase?
    do throws(ReadFailure) { source = try path.flatMap { path throws(ReadFailure) in try read(path) } } catch {
      problem = error.reason
    }
    return Configuration(
      path: path, source: source, problem: problem, variables: Environment.variable, vocabulary: .screen,
      interfaces: interfaces)
  }

  /// Writes an encoding into the file, which comes into being where there is none.
  /// - Returns: what was done, as a sentence.
  static func keep(_ encoding: TextEncoding, for target: AddressTarget) throws(Failure) -> Phrase {
    let path = try edit { source throws(ConfigurationEdit.Refusal) in
      try ConfigurationEdit.keeping(encoding, for: target, in: source)
    }
    return "\(target) = \(encoding.name) is kept in \(path)"
  }

  /// Writes a message into the file, likewise.
  /// - Returns: what was done, as a sentence.
  static func save(_ message: String, as name: String) throws(Failure) -> Phrase {
    let path = try edit { source throws(ConfigurationEdit.Refusal) in
      try ConfigurationEdit.saving(message: message, as: name, in: source)
    }
    return "the message is saved as \(name) in \(path)"
  }

  /// - Returns: the file's path.
  private static func edit(_ change: (String) throws(ConfigurationEdit.Refusal) -> String) throws(Failure) -> String {
    guard let path else { throw Failure("there is no HOME to keep a configuration in") }
    do {
      let before = try read(path) ?? ""
      let after = try change(before)
      if after != before { try write(after, to: path) }
    } catch let failure as ReadFailure {
      throw Failure("\(path): \(failure.reason)")
    } catch {
      throw Failure("not kept: \(Phrase(error))")
    }
    return path
  }

  // MARK: Bytes

  /// Why a file cannot be read.
  private struct ReadFailure: Error {
    var reason: Phrase
  }

  /// No configuration is larger; what is, is something else.
  private static let limit = 1 << 20

  /// What a file holds; `nil` where there is none.
  private static func read(_ path: String) throws(ReadFailure) -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    let code = errno
    guard descriptor >= 0 else {
      if code == ENOENT || code == ENOTDIR { return nil }
      throw ReadFailure(reason: "it cannot be read: \(errorPhrase(code))")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      let code = errno
      if count == 0 { break }
      if count < 0, code == EINTR { continue }
      guard count > 0 else { throw ReadFailure(reason: "it cannot be read: \(errorPhrase(code))") }
      bytes += piece[..<count]
      if bytes.count > limit { throw ReadFailure(reason: "it is larger than 1 MiB, so it is no configuration") }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw ReadFailure(reason: "it is not UTF-8") }
    return text
  }

  /// Puts a new file in the place of the old one at once; where that is a link, in the place of what it leads to. A new
  /// file is its owner's alone, an old one keeps its mode.
  private static func write(_ text: String, to path: String) throws(Failure) {
    makeFolders(above: path)
    let place =
      unsafe realpath(path, nil).map { pointer in
        defer { unsafe free(pointer) }
        return unsafe String(cString: pointer)
      } ?? path
    var status = stat()
    let mode = unsafe stat(place, &status) == 0 ? status.st_mode & 0o777 : 0o600
    let fresh = "\(place).\(getpid()).new"
    let descriptor = unsafe open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Failure("not kept: \(fresh): \(errorPhrase(errno))") }
    var code: Int32 = 0
    let bytes = Array(text.utf8)
    let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count != bytes.count { code = count < 0 ? errno : ENOSPC }
    if code == 0, fchmod(descriptor, mode) != 0 || fsync(descriptor) != 0 { code = errno }
    close(descriptor)
    if code == 0, unsafe rename(fresh, place) != 0 { code = errno }
    guard code != 0 else { return }
    _ = unsafe unlink(fresh)
    throw Failure("not kept: \(place): \(errorPhrase(code))")
  }

  private static func makeFolders(above path: String) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      _ = unsafe mkdir(folder, 0o700)
    }
  }
}

extension Vocabulary {
  /// What the screen knows.
  static var screen: Vocabulary {
    let commands = Monitor.Command.all.map { command in
      Vocabulary.Command(
        name: command.name, keys: command.keys, places: Set(command.focuses.map(\.rawValue)),
        typingPlaces: Set(command.focuses.filter(\.takesLetters).map(\.rawValue)))
    }
    return Vocabulary(
      commands: commands, columns: ColumnSettings.names, styles: Theme.Part.allCases.map(\.rawValue),
      themes: Theme.shipped.map(\.name))
  }
}

extension MonitorSettings {
  /// Takes over what a configuration says of the screen; `theme` goes before its own.
  mutating func take(_ configuration: Configuration, theme name: String?, encodings: ChosenEncodings) {
    let settings = configuration.settings
    theme = Self.theme(name ?? settings.theme, settings)
    themes = ThemeNames.all(settings).map { ($0, Self.theme($0, settings)) }
    keymap = Keymap(settings.keys)
    aliases = settings.aliases
    messages = settings.messages
    colors = settings.colors.map { ColorRule(filter: $0.filter, style: $0.style) }
    columns.shown = settings.columns
    columns.widths = settings.columnWidths
    self.encodings = encodings
    isHex = settings.hex
    switch settings.time {
    case .clock: time = .clock
    case .sinceStart: time = .sinceStart
    case .sincePrevious: time = .sincePrevious
    }
  }

  private static func theme(_ name: String, _ settings: Settings) -> Theme {
    func shipped(_ name: String) -> Theme { Theme.shipped.first { $0.name == name }?.theme ?? .standard }
    guard let own = settings.themes[name] else { return shipped(name) }
    var theme = shipped(own.base)
    for (part, style) in own.styles {
      if let part = Theme.Part(rawValue: part) { theme[part] = style }
    }
    return theme
  }
}
