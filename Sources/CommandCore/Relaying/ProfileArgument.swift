import Basics
import Configuration
package import Impairment
import Plumbing

/// The value of `--profile`: the name of a shipped profile, or a file.
package enum ProfileArgument {
  /// The most bytes of a file.
  private static let limit = 4 << 20

  /// Returns the profile.
  /// - Throws: an error that names the profile, or every mistake of the file.
  package static func profile(_ text: String) throws(CommandFailure) -> ImpairmentProfile {
    if text.contains("/") || text.hasSuffix(".toml") {
      let source = try self.text(ofFile: text)
      do throws(ConfigurationProblems) {
        return try ProfileFile.profile(in: source, path: text, name: text)
      } catch {
        throw CommandFailure(error.phrases.joined(separator: "\n"), .usage)
      }
    }
    let names = ShippedProfiles.names
    guard let profile = ShippedProfiles.named(text) else {
      throw CommandFailure(
        "there is no profile '\(text)'\(Spelling.hint(for: text, among: names)); there are: \(names.joined(separator: ", ")); the name of a file has a '/' or ends in .toml",
        .usage)
    }
    return profile
  }

  private static func text(ofFile path: String) throws(CommandFailure) -> String {
    let content: KeptFile.Content?
    do throws(KeptFile.Problem) { content = try KeptFile.read(path, limit: limit, followsLinks: true) } catch {
      throw CommandFailure("\(path): the file cannot be read: \(error.reason)", .usage)
    }
    guard let content else { throw CommandFailure("\(path): there is no such file", .usage) }
    guard !content.isCut else { throw CommandFailure("\(path): the file is larger than 4 MiB", .usage) }
    guard let text = String(validating: content.bytes, as: UTF8.self) else {
      throw CommandFailure("\(path): the file is not in UTF-8; save it in that encoding", .usage)
    }
    return text
  }
}

extension ImpairmentProfile {
  /// The profile that changes nothing.
  package static let none = ImpairmentProfile(
    name: "", up: ImpairmentTimeline(start: .none), down: ImpairmentTimeline(start: .none))
}
