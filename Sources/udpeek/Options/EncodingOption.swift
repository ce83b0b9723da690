import ArgumentParser

/// The option that decodes all peers in one encoding.
struct EncodingOption: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("One encoding for all peers (auto); see: udpeek encodings.", valueName: "name"),
    completion: Completions.encodings)
  var encoding: String?
}
