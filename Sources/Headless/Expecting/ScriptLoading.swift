import Basics
import CommandCore
import Configuration
import DisplayFilter
import Expect
import Formats
import PayloadText
import Plumbing
import UDPCore

/// Reads and parses scripts.
struct ScriptLoading {
  private let setup: Setup
  private let options: Expecting.Options
  private let console: Console

  init(_ setup: Setup, _ options: Expecting.Options, _ console: Console) {
    self.setup = setup
    self.options = options
    self.console = console
  }

  /// Returns the scripts.
  /// - Throws: a usage error with every mistake of every script.
  func load(_ files: [String]) throws(CommandFailure) -> [Script] {
    var scripts: [Script] = []
    var mistakes: [Phrase] = []
    for file in files {
      let text = try text(of: file)
      do throws(ScriptErrors) {
        scripts.append(try Script.parsed(text, path: file, scope(of: file)))
      } catch {
        mistakes += error.phrases
      }
    }
    if !mistakes.isEmpty { throw CommandFailure(mistakes.joined(separator: "\n"), .usage) }
    try checkVariables(scripts)
    return scripts
  }

  /// Refuses a variable that no script names: it was meant for another one.
  private func checkVariables(_ scripts: [Script]) throws(CommandFailure) {
    let known = scripts.reduce(into: Set<String>()) { $0.formUnion($1.names) }
    guard let name = options.variables.keys.sorted().first(where: { !known.contains($0) }) else { return }
    let hint = Spelling.hint(for: name, among: known.sorted())
    throw CommandFailure(
      scripts.count == 1
        ? "--var \(name): the script has no variable of this name\(hint)"
        : "--var \(name): no script has a variable of this name\(hint)", .usage)
  }

  private func text(of file: String) throws(CommandFailure) -> String {
    let bytes = try file == "-" ? InputFile.bytes(file, limit: TextFile.limit, console) : TextFile.bytes(of: file)
    return try TextFile.text(bytes, of: file)
  }

  private func scope(of file: String) -> ScriptScope {
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    let place = { (path: String) in path.hasPrefix("/") ? path : folder + path }
    var scope = ScriptScope()
    scope.aliases = setup.configuration.settings.aliases
    scope.interfaces = setup.interfaces
    scope.fields = setup.library
    scope.variables = options.variables.mapValues { .captured($0) }
    scope.timeout = options.timeout
    scope.file = { path in
      let content = try? KeptFile.read(place(path), limit: TextFile.limit, followsLinks: true)
      return content.flatMap { $0 }.flatMap { $0.isCut ? nil : $0.bytes }
    }
    scope.format = { name in
      let isFile = name.contains("/") || name.hasSuffix(".toml")
      do throws(CommandFailure) {
        return .success(try FormatArgument.library(isFile ? place(name) : name, setup.configuration, setup.interfaces))
      } catch {
        return .failure(ScriptFormatProblem(reason: error.message))
      }
    }
    return scope
  }
}
