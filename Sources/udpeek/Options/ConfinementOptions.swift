import ArgumentParser
import CLinux
import CommandCore
import Configuration
import Glibc
import Plumbing
import UDPCore

/// The options of commands in which a person may name files later than on the command line.
struct ConfinementOptions: ParsableArguments {
  @Option(
    name: .customLong("allow-folder"),
    help: ArgumentHelp(
      "Let udpeek read and write below this folder too; repeatable. Otherwise it confines itself to what it was given.",
      valueName: "folder"), completion: .directory)
  var folders: [String] = []

  @Flag(name: .customLong("no-confine"), help: "Do not let udpeek confine itself.")
  var noConfine = false

  func validate() throws {
    for folder in folders {
      var status = stat()
      guard unsafe stat(HomeFolder.expanded(folder), &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw ValidationError("--allow-folder needs a folder that is there, and '\(folder)' is none")
      }
    }
  }

  /// What these options ask for.
  var needs: ConfinementNeeds {
    var needs = ConfinementNeeds()
    needs.folders = folders
    needs.isOff = noConfine
    return needs
  }
}

extension ConfinedCommand {
  /// Loads the configuration and confines the process, before there is a second thread.
  /// - Parameter complete: adds what the options of the command ask for.
  func loadConfined(
    _ interfaces: InterfaceNames = .current(), _ complete: (inout ConfinementNeeds) -> Void = { _ in }
  ) -> Configuration {
    let configuration = ConfigurationFile.load(interfaces: interfaces)
    var needs = ConfinementNeeds()
    complete(&needs)
    confine(needs, configuration)
    return configuration
  }

  /// Confines the process to what a command and its options need.
  func confine(_ needs: ConfinementNeeds, _ configuration: Configuration) {
    if let policy = needs.policy(of: self, configuration.settings) { _ = Confinement.begin(policy) }
  }
}
