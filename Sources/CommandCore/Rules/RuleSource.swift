package import Basics
package import Configuration
package import DisplayFilter
import Plumbing
package import Rules
package import UDPCore

/// Where rules come from: options, and a file that is read again when it changes.
package struct RuleSource: Sendable {
  /// The rules of options.
  package let options: AutoReply
  /// The path of the file; `nil` without one.
  package let path: String?
  private let aliases: Aliases
  private let interfaces: InterfaceNames
  private let fields: (any FieldSource)?

  /// Creates a source.
  /// - Parameter fields: the fields of formats that conditions may compare; `nil` for none.
  package init(
    options: AutoReply, path: String?, aliases: Aliases, interfaces: InterfaceNames,
    fields: (any FieldSource)? = nil
  ) {
    self.fields = fields
    self.options = options
    self.path = path
    self.aliases = aliases
    self.interfaces = interfaces
  }

  /// Reads the rules.
  /// - Throws: a sentence for each problem of the file.
  package func load() throws(RuleProblems) -> RuleSet {
    var rules = options.conditional
    if let path { rules += try Self.rules(ofFile: path, aliases, interfaces, fields: fields).rules }
    if let general = options.general { rules.append(general) }
    return RuleSet(rules, fields: fields)
  }

  /// Reads the rules of a file.
  package static func rules(
    ofFile path: String, _ aliases: Aliases, _ interfaces: InterfaceNames, fields: (any FieldSource)? = nil
  ) throws(RuleProblems) -> RuleSet {
    let source = try text(ofFile: path)
    let scope = scope(aliases, interfaces, relativeTo: path, fields: fields)
    do throws(ConfigurationProblems) {
      return try RuleFile.rules(in: source, path: path, scope)
    } catch {
      throw RuleProblems(sentences: error.phrases)
    }
  }

  private static func text(ofFile path: String) throws(RuleProblems) -> String {
    do throws(CommandFailure) {
      return try TextFile.text(of: path)
    } catch {
      throw RuleProblems(sentences: [error.message])
    }
  }

  /// Returns the names that conditions may contain; files of messages are found beside the file `path`.
  package static func scope(
    _ aliases: Aliases, _ interfaces: InterfaceNames, relativeTo path: String? = nil,
    fields: (any FieldSource)? = nil
  ) -> RuleFile.Scope {
    let folder = path.flatMap { path in path.lastIndex(of: "/").map { String(path[...$0]) } } ?? ""
    return RuleFile.Scope(aliases: aliases, interfaces: interfaces, fields: fields) { name in
      let content = try? KeptFile.read(
        name.hasPrefix("/") ? name : folder + name, limit: TextFile.limit, followsLinks: true)
      return content.flatMap { $0 }.flatMap { $0.isCut ? nil : $0.bytes }
    }
  }

  /// Returns a function that reads the rules again whenever the file has changed since the last call; `nil` without a
  /// file.
  package var reload: (@Sendable () -> RuleNews?)? {
    guard let path else { return nil }
    let last = Lock(FileState(following: path))
    return {
      let state = FileState(following: path)
      let isNew = last.withLock { last in
        defer { last = state }
        return last != state
      }
      guard isNew else { return nil }
      do throws(RuleProblems) { return .loaded(try load()) } catch { return .refused(error.sentences) }
    }
  }
}

/// The reasons why rules cannot be used, a sentence each.
package struct RuleProblems: Error {
  /// The sentences; there is at least one.
  package let sentences: [Phrase]

  /// Creates the problems.
  package init(sentences: [Phrase]) { self.sentences = sentences }
}
