import ArgumentParser
import Basics
import CommandCore

/// The options of the connections to other hosts.
struct HostOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "With ssh://…: the program that connects, with its options (ssh); a shell reads it.", valueName: "command"))
  var ssh: String?

  @Option(
    name: .customLong("remote-udpeek"),
    help: ArgumentHelp(
      "With ssh://…: the program on the hosts (udpeek), where it is not in the PATH there.", valueName: "command"))
  var remoteUdpeek: String?

  func validate() throws {
    if ssh?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--ssh needs a command") }
    if remoteUdpeek?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--remote-udpeek needs a command") }
  }

  /// The name of the first option given; `nil` if none was.
  var given: String? { ssh != nil ? "--ssh" : remoteUdpeek != nil ? "--remote-udpeek" : nil }

  /// The command that has a host receive.
  var command: HostCommand {
    var command = HostCommand()
    if let ssh { command.ssh = ssh }
    if let remoteUdpeek { command.udpeek = remoteUdpeek }
    return command
  }

  /// Returns the hosts among arguments, which are hosts or files.
  /// - Throws: an error if one is no host, or if some are files.
  static func hosts(in arguments: [String]) throws(CommandFailure) -> [HostAddress] {
    var hosts: [HostAddress] = []
    for argument in arguments {
      do throws(HostAddressError) {
        if let host = try HostAddress(argument) { hosts.append(host) }
      } catch {
        throw CommandFailure(error.phrase, .usage)
      }
    }
    guard hosts.isEmpty || hosts.count == arguments.count else {
      throw CommandFailure("hosts and files cannot be shown together: open the files on their own", .usage)
    }
    return hosts
  }
}
