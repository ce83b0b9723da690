import ArgumentParser
import CommandCore
import Configuration
import Formats

/// The option that pairs requests with answers.
struct PairOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Pair requests with answers: by their order, or by a field that both have, as in id or seq.",
      valueName: "order|field"),
    completion: Completions.pairings)
  var pair: String?
}
