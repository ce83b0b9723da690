import Basics
import CLinux
import CommandCore
import Glibc
import Monitor
import Plumbing
import UDPCore

/// A new folder with all that a bundle has. The summary is written last: a folder that has it is complete.
struct BundleFolder: Sendable {
  /// The path as it was typed; `~/` begins the home folder.
  let path: String
  /// The rows, the peers and the summary.
  let contents: Bundle
  /// The configuration in force, as `udpeek config` prints it.
  let configuration: String

  /// Creates the folder, which only its owner can read.
  /// - Throws: `.refused` if it cannot be created, or is there already.
  func create() throws(WriteJob.Refusal) {
    guard unsafe mkdir(HomeFolder.expanded(path), 0o700) != 0 else { return }
    let reason: Phrase =
      switch errno {
      case EEXIST: "\(path) is there already; choose another name"
      case ENOENT: "there is no folder to make \(path) in"
      case let code: errorPhrase(Confinement.code(code, at: HomeFolder.expanded(path), writing: true))
      }
    throw WriteJob.Refusal(progress: .refused(reason))
  }

  /// The path of a file in it.
  func path(of file: String) -> String { "\(path)/\(file)" }

  /// Writes the other files, once the rows are in theirs.
  /// - Returns: the reason for a failure, after which nothing is left; `nil` if all went well.
  func complete(_ outcome: Bundle.Outcome) -> Phrase? {
    let files = [
      (Bundle.File.peers, contents.peers.csv(identities)), (Bundle.File.configuration, configuration),
      (Bundle.File.summary, contents.summary(outcome, by: Self.program)),
    ]
    for (name, text) in files {
      if let failure = write(text, to: name) {
        discard()
        return failure
      }
    }
    return nil
  }

  private var identities: [Endpoint: PeerIdentity] {
    contents.peers.isOfThisHost ? PeerIdentity.found(of: contents.peers.endpoints) : [:]
  }

  private func write(_ text: String, to name: String) -> Phrase? {
    do throws(WriteJob.Refusal) {
      let file = try OutputFile(path(of: name), replaces: false)
      if let failure = file.write(Array(text.utf8)) {
        file.discard()
        return failure
      }
      return file.finish()
    } catch {
      if case .refused(let reason) = error.progress { return reason }
      return "another file has taken that name in the meantime"
    }
  }

  /// Removes what was written of it, and nothing else.
  func discard() {
    for name in [Bundle.File.rows, Bundle.File.peers, Bundle.File.configuration, Bundle.File.summary] {
      _ = unsafe unlink(HomeFolder.expanded(path(of: name)))
    }
    _ = unsafe rmdir(HomeFolder.expanded(path))
  }

  /// The program and the host, as in `udpeek 0.1.0 on router, Linux 6.1.0`.
  private static var program: Phrase {
    var names = utsname()
    guard unsafe uname(&names) == 0 else { return Phrase(verbatim: Program.version) }
    let (host, kernel) = (text(of: names.nodename), text(of: names.release))
    return "\(Program.version) on \(host), Linux \(kernel)"
  }

  /// The text in an array of characters of C, which Swift sees as a tuple.
  private static func text<Characters>(of characters: Characters) -> String {
    unsafe withUnsafeBytes(of: characters) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
