package import PayloadText
package import PeerText
package import UDPCore

/// I/O that `update` asks the event loop for.
package enum Effect: Hashable, Sendable {
  /// Hand a datagram to the receiver for sending. What comes of it is a row of the log.
  case transmit(TransmitRequest)
  /// Protect the log's rows up to this number for a view that stands still; `nil` ends it (`CaptureLog.hold`).
  case hold(through: UInt64?)
  /// Append a line to a history on disk.
  case saveHistory(HistoryKind, line: String)
  /// Read the configuration again, and pass it on as `Action.settings`.
  case reload
  /// Write an encoding into the configuration, for the addresses of a target.
  case keepEncoding(TextEncoding, AddressTarget)
  /// Put back the encoding that the configuration set for a target before another was kept; `nil` takes the target
  /// away.
  case restoreEncoding(PresetEncoding?, AddressTarget)
  /// Write a message into the configuration under a name, and only if `replaces` in place of another: `Action.saved`
  /// tells that it is done.
  case saveMessage(name: String, WrittenMessage, replaces: Bool)
  /// Put back what was under a name of the configuration before a message was saved; `nil` takes the name away.
  case restoreMessage(name: String, WrittenMessage?)
  /// Read a file that is to be sent or is part of a message, at most `limit` bytes and one more: `Action.fileRead` brings it.
  case readFile(path: String, limit: Int)
  /// Look up an endpoint that is written with a name: `Action.lookedUp` brings it.
  case lookUp(String)
  /// Keep which panes are open, and how high, for the next run.
  case savePanes(PaneArrangement)
  /// Record what is received and sent to a new file, from a row in memory on; `nil` begins now.
  case startRecording(path: String, replaces: Bool, from: UInt64? = nil)
  /// A peer's encoding was chosen during a recording, which is to include it (`State.encodingSnapshot`); `nil` for all
  /// peers, or for the configuration's choices.
  case recordEncoding(of: Endpoint?)
  /// A note was written on a row while a recording goes on, or taken away.
  case recordNote(String?, row: UInt64)
  /// Arm a rule, or disarm it.
  case armRule(RuleNumber, Bool)
  /// Acknowledge alarms: they neither ring nor run programs until they are over.
  case acknowledge([UInt64])
  /// Finish the recording.
  case stopRecording
  /// Put rows of the log into the terminal's clipboard, in that order.
  case copy(CopyForm, rows: [UInt64])
  /// Write what `State.rowsToWrite` gives into a file; what comes of it is `Action.export`.
  case write(WriteRequest)
  /// Write what `State.bundle` gives into a new folder; what comes of it is `Action.export`.
  case writeBundle(String)
  /// Write a script for `udpeek expect` from rows.
  case writeScript(ScriptRequest)
  /// Stop the writing.
  case stopWriting
  /// Ask Wireshark for its tree of a row: `Action.dissected` brings it.
  case dissect(UInt64)
  /// End the program that makes Wireshark's trees: none is wanted for now.
  case endDissection
  /// Have the relay change what it does.
  case relay(RelayCommand)
  /// Look for files and folders whose path begins so; the answer is `Action.paths`.
  case listPaths(String)
  /// Find the structure of a peer's datagrams: `Action.structureFound` brings it.
  case findStructure(StructureRequest)
  /// Find out who peers are: names, hardware, vendors, processes; `Action.identified` brings it in parts.
  case identify([Endpoint])
  /// Examine why nothing arrives at a place: `Action.examined` brings the result.
  case examine(ExaminationRequest)
  /// Write a format into `formats/NAME.toml` beside the configuration, and only if `replaces` in place of another.
  case keepFormat(name: String, text: String, replaces: Bool)
  /// Forget what the terminal shows and draw it all again.
  case redraw
  /// Stop the process as `^Z` does, with the terminal given back meanwhile.
  case suspend
  /// End the program.
  case quit
}

/// The lines that are remembered, each kind by itself.
package enum HistoryKind: String, CaseIterable, Sendable {
  case filter
  case message
  case endpoint
  case find
  case command
  case path
}
