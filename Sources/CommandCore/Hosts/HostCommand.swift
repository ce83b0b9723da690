/// The command that has a host receive, through the user's own ssh.
package struct HostCommand: Hashable, Sendable {
  /// The program that connects, with options: `ssh -F other_config`. A shell reads it.
  package var ssh = "ssh"
  /// The program on the hosts, with options. The shell there reads it.
  package var udpeek = "udpeek"

  /// Creates the command with the user's `ssh`, and the `udpeek` in the hosts' PATH.
  package init() {}

  /// Returns the command line for a shell.
  /// - Parameter asks: whether ssh may ask for a password or about a key, on the terminal.
  func line(for address: HostAddress, asks: Bool) -> String {
    let endpoints = address.endpoints.map(Self.quoted)
    let there = (["exec", udpeek, "listen"] + endpoints + ["--write", "-", "--control"]).joined(separator: " ")
    // A terminal there would change the bytes. The rest is the user's configuration.
    var words = ["exec", ssh, "-T"]
    if !asks { words += ["-o", "BatchMode=yes"] }
    if let port = address.port { words += ["-p", String(port)] }
    return (words + ["--", Self.quoted(address.destination), Self.quoted(there)]).joined(separator: " ")
  }

  /// Quotes a word for a shell: those of Bourne, C and fish read it alike.
  private static func quoted(_ word: String) -> String {
    "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
