package import Alarms
package import Basics
package import Diagnosis
package import PayloadText
package import PeerText
package import Rules
package import TerminalUI
package import UDPCore

/// Anything that happened: the one way in which the world reaches the state. Time arrives only here.
package enum Action: Sendable {
  /// The clocks: nanoseconds of the monotonic clock, and since the Unix epoch.
  case tick(monotonic: UInt64, wall: Int64)
  /// The log grew, or its counters changed.
  case log(LogSnapshot)
  /// A key was pressed, or text pasted; `isFollowed` where another key came with it, as in a paste without brackets:
  /// what is typed is read once then, after the last of them.
  case key(Key, isFollowed: Bool = false)
  /// The terminal has this size now; any size, none included.
  case resized(Size)
  /// There is time for more of what `State.wantsMoreTime` says is waiting.
  case work
  /// The kernel's drops since the start; `isLowerBound` where the system does not report them exactly.
  case kernelDrops(Int, isLowerBound: Bool)
  /// A message was written into the configuration, where another was under its name or none.
  case messageSaved(name: String, before: WrittenMessage?)
  /// An encoding was written into the configuration for a target, where another was set for it or none.
  case encodingKept(AddressTarget, before: PresetEncoding?)
  /// Something to say to the person, in place of what is said now.
  case notice(Phrase, Notice.Kind)
  /// An announcement, shown in place of the present notice.
  case announced(Announcement)
  /// Announcements, each shown when the one before is gone.
  case announcements([Announcement])
  /// The configuration was read again: what of it can change while the screen runs counts.
  case settings(MonitorSettings)
  /// The receiver did not take a transmit: why, as a sentence.
  case transmitRefused(Phrase, id: TransmitID? = nil)
  /// The bound endpoints, and the places where they receive, as shown in the title; passed on at the start and when
  /// they change.
  case bound([Endpoint], [BoundAddress])
  /// The network interfaces' names.
  case interfaces(InterfaceNames)
  /// What the rules did so far, by their numbers.
  case rules([RuleRecord])
  /// The alarms so far: those in force first, and the latest first.
  case alarms([AlarmRecord])
  /// What is known of the hosts whose datagrams are shown.
  case hosts([HostRecord])
  /// The number of answers that `--reply` withheld so far.
  case withheld(Int)
  /// The recording that goes on; `nil` when there is none.
  case recording(RecordingFigures?)
  /// The progress of `Effect.write`.
  case export(WriteProgress)
  /// The paths that `Effect.listPaths` asked for; folders end with a slash.
  case paths(beginning: String, [String])
  /// The progress and the remarks of the capture files.
  case files(FileStatus)
  /// A file says in which encoding a peer writes, or all do; `auto` takes back what it said.
  case encodingFromFile(peer: Endpoint?, PresetEncoding)
  /// Notes from files: a row's whole note, `nil` where it was taken back.
  case noted([(row: UInt64, note: String?)])
  /// Rows that are marked in the files.
  case marked([UInt64])
  /// The content of a file that `Effect.readFile` asked for, or the reason for which it cannot be read.
  case fileRead(path: String, Result<[UInt8], FailureReason>)
  /// The endpoint of a name that `Effect.lookUp` asked for, or the reason for which there is none.
  case lookedUp(String, Result<Destination, FailureReason>)
  /// Wireshark's tree of a row, which `Effect.dissect` asked for, or the reason for which there is none.
  case dissected(UInt64, Result<ProtocolTree, FailureReason>)
  /// Wireshark's tree of a row takes longer than a moment.
  case dissectionIsSlow(UInt64)
  /// The structure that `Effect.findStructure` asked for.
  case structureFound(StructureAnswer)
  /// The identities of the peers that `Effect.identify` asked for; the last part of an answer says that it is.
  case identified([Endpoint: PeerIdentity], isLast: Bool)
  /// The result of the examination that `Effect.examine` asked for.
  case examined(Diagnosis)
  /// What the relay did so far.
  case relay(RelayReport)
  /// SIGINT: the same as `^C`.
  case interrupt
}
