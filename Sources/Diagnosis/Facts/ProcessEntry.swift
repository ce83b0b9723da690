/// A process that holds a socket.
package struct ProcessEntry: Hashable, Sendable {
  package var id: Int32
  package var name: String
  /// The letter of its state: `T` is stopped (proc(5)).
  package var state: Character
  /// The process that started it; 0 if unknown.
  package var parent: Int32
  /// The time of its start, in ticks since the boot.
  package var started: UInt64

  package init(_ id: Int32, name: String, state: Character = "S", parent: Int32 = 0, started: UInt64 = 0) {
    self.id = id
    self.name = name
    self.state = state
    self.parent = parent
    self.started = started
  }

  /// Reads the text of `/proc/PID/stat`: the name is in parentheses and may hold any character.
  package init?(stat text: String) {
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close,
      let id = Int32(text[..<open].filter { $0 != " " })
    else { return nil }
    let fields = text[text.index(after: close)...].split(whereSeparator: \.isWhitespace)
    guard let state = fields.first?.first else { return nil }
    // The time is field 22, and fields follow the name from 3 on.
    let started = fields.count > 19 ? UInt64(fields[19]) ?? 0 : 0
    self.init(
      id, name: String(text[text.index(after: open)..<close]), state: state,
      parent: fields.count > 1 ? Int32(fields[1]) ?? 0 : 0, started: started)
  }

  /// Whether the process was stopped, by `^Z`, by a signal or by a debugger.
  package var isStopped: Bool { state == "T" || state == "t" }
}

/// A port that is bound in another network namespace, such as a container's.
package struct ForeignSocket: Hashable, Sendable {
  package var process: ProcessEntry
  package var socket: SocketEntry
  /// An address of that namespace that is none of loopback; `nil` if it has none.
  package var address: String?

  package init(process: ProcessEntry, socket: SocketEntry, address: String? = nil) {
    self.process = process
    self.socket = socket
    self.address = address
  }
}
