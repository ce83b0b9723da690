import ArgumentParser
import Basics
import CommandCore
import Configuration
import Impairment

/// The options that impair datagrams, in netem's words.
struct ImpairmentOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Hold datagrams this long: 80ms, 80ms 20ms, or 80ms 20ms normal (or pareto).", valueName: "time")
  )
  var delay: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Lose so many: 3%, in bursts, gemodel 1% 20%, or each third one, every 3.", valueName: "share"))
  var loss: [String] = []

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Pass so many on twice: 1%.", valueName: "share"))
  var duplicate: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "With --delay, pass so many on at once, before earlier ones: 2%, or 2% gap 5.", valueName: "share"))
  var reorder: [String] = []

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Flip one bit of so many: 0.1%.", valueName: "share"))
  var corrupt: [String] = []

  @Option(help: ArgumentHelp("Cut payloads to this length: 512.", valueName: "bytes"))
  var truncate: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The bandwidth: 256kbit, or 256kbit limit 100 for a queue of 100 datagrams.", valueName: "rate"))
  var rate: [String] = []

  @Option(
    help: ArgumentHelp(
      "A named set of these, perhaps over time: lte, satellite, wifi-bad, or a file; options beside it replace what it begins with, and its steps stay.",
      valueName: "name|file"),
    completion: .list(ShippedProfiles.names))
  var profile: String?

  @Flag(help: "Impair only what clients send.")
  var up = false

  @Flag(help: "Impair only what comes back.")
  var down = false

  @Option(help: ArgumentHelp("Impair only what matches a filter.", valueName: "expr"), completion: Completions.filters)
  var only: String?

  @Option(help: ArgumentHelp("Make the same decisions again.", valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    if up && down {
      throw ValidationError("--up and --down exclude each other: without them, both directions are impaired")
    }
    if !impairs {
      if up || down { throw ValidationError("--up and --down go with an impairment, such as --loss 3%") }
      if only != nil { throw ValidationError("--only goes with an impairment, such as --loss 3%") }
      if seed != nil { throw ValidationError("--seed goes with an impairment, such as --loss 3%") }
    }
  }

  private var impairs: Bool { profile != nil || !words.isEmpty }

  /// The words of the options that are given.
  private var words: [(key: ImpairmentKey, text: String)] {
    let all: [(ImpairmentKey, [String])] = [
      (.delay, delay), (.loss, loss), (.duplicate, duplicate), (.reorder, reorder), (.corrupt, corrupt),
      (.truncate, truncate.map { [$0] } ?? []), (.rate, rate),
    ]
    return all.filter { !$0.1.isEmpty }.map { ($0.0, $0.1.joined(separator: " ")) }
  }

  /// Returns what happens to datagrams: the profile, which the options begin in place of its own start.
  func impairments() throws(CommandFailure) -> ImpairmentProfile {
    var change = ImpairmentChange()
    for (key, text) in words {
      do throws(ImpairmentError) { try change.set(key, to: text) } catch {
        throw CommandFailure("--\(key.rawValue): \(error.phrase)", .usage)
      }
    }
    var result = try profile.map { name throws(CommandFailure) in try ProfileArgument.profile(name) } ?? .none
    let unimpaired = ImpairmentTimeline(start: .none)
    result.up = down ? unimpaired : result.up.beginning(with: change)
    result.down = up ? unimpaired : result.down.beginning(with: change)
    for timeline in [result.up, result.down] where timeline.steps.isEmpty {
      if let error = timeline.start.contradiction { throw CommandFailure(error.phrase, .usage) }
    }
    return result
  }
}
