/// What a process still needs once it has confined itself; everything else is given up for good.
package struct ConfinementPolicy: Hashable, Sendable {
  /// The files that may be opened.
  package enum Files: Hashable, Sendable {
    /// All that the user may open.
    case all
    case only(Places)
  }

  /// Files, and folders with everything below them. Those that do not exist are left out.
  package struct Places: Hashable, Sendable {
    /// What may be read.
    package var readable: [String]
    /// What may be read, written, made and removed.
    package var writable: [String]
    /// Devices, which may be read, written and set up (ioctl(2)).
    package var devices: [String]
    /// The folders of these that a person knows of, for sentences.
    package var named: [String] = []

    package init(readable: [String] = [], writable: [String] = [], devices: [String] = []) {
      self.readable = readable
      self.writable = writable
      self.devices = devices
    }
  }

  /// The programs that may be executed.
  package enum Programs: Hashable, Sendable {
    case none
    /// These files, which include the interpreters that they need (`ProgramFiles`).
    case only([String])
    case all
  }

  /// The sockets that may be opened.
  package enum Sockets: Hashable, Sendable {
    /// Those that ask this system: netlink(7) and unix(7).
    case local
    /// UDP and TCP too, of which TCP is for these ports alone (0 is one that the system chooses).
    case network(listeningAt: Set<UInt16>, connectingTo: Set<UInt16>)
  }

  package var files: Files
  package var programs: Programs
  package var sockets: Sockets
  /// Whether sockets of unix(7) with abstract names may be connected to.
  package var reachesAbstractSockets: Bool
  /// Whether a process of its own goes on looking into other processes and at the firewall (`Lookout`).
  package var keepsLookout = false

  package init(files: Files, programs: Programs, sockets: Sockets, reachesAbstractSockets: Bool = false) {
    self.files = files
    self.programs = programs
    self.sockets = sockets
    self.reachesAbstractSockets = reachesAbstractSockets
  }
}
