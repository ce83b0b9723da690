import CBreakout
import CommandCore
import Plumbing

/// Confines itself as a command does, by the same table and function, and then tries to break out: `udpeek-breakout
/// COMMAND GIVEN OTHER [commands|sharkd]`. Each line of output is the name of an attempt and the `errno` value that it met, 0
/// where it succeeded.
@main
enum Breakout {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count >= 3, let command = ConfinedCommand(rawValue: words[0]) else {
      return print("usage: udpeek-breakout COMMAND GIVEN OTHER [commands|sharkd]")
    }
    var needs = ConfinementNeeds()
    needs.folders = [words[1]]
    needs.runsCommands = words.contains("commands")
    needs.dissects = words.contains("sharkd")
    guard let policy = needs.policy(of: command) else { return print("there is no policy") }
    _ = Confinement.begin(policy)
    var index = 0
    while let name = breakout_name(index) {
      print(String(cString: name), breakout_try(index, words[1], words[2]))
      index += 1
    }
  }
}
