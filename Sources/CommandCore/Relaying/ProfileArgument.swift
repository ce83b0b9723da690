import Basics
import Configuration
package import Impairment

/// The value of `--profile`: the name of a shipped profile, or a file.
package enum ProfileArgument {
  /// Returns the profile.
  /// - Throws: an error that names the profile, or every mistake of the file.
  package static func profile(_ text: String) throws(CommandFailure) -> ImpairmentProfile {
    if text.contains("/") || text.hasSuffix(".toml") {
      let source = try TextFile.text(of: text)
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
}
