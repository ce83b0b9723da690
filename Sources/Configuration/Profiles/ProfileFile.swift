import Basics
package import Impairment

/// A file of impairments in TOML: their kinds in netem's words, for both directions or for `[up]` and `[down]`, and
/// `[[step]]` tables that change them over time (udpeek-relay(1)). A file with a problem is no profile at all.
package enum ProfileFile {
  /// Returns the profile of a file's text.
  package static func profile(
    in source: String, path: String, name: String
  ) throws(ConfigurationProblems) -> ImpairmentProfile {
    let document = TOMLDocument(source)
    var reader = ProfileReader(path: path, outline: document.outline)
    document.errors.forEach { reader.report($0) }
    let profile = reader.profile(document.root, name: name)
    guard reader.problems.isEmpty else {
      throw ConfigurationProblems(all: reader.problems.sorted(by: ConfigurationProblem.isBefore))
    }
    return profile
  }
}
