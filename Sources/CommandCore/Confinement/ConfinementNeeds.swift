package import Configuration
import Glibc
package import Plumbing
import UDPCore

/// What the options of a command ask for beyond the row of the command.
package struct ConfinementNeeds: Sendable {
  /// Files that are read, and may be opened again.
  package var files: [String] = []
  /// Files that are read again after another program replaced them, so that their folders are needed.
  package var watched: [String] = []
  /// Files that are written: beside each of them stands an unfinished one, or others of its rotation.
  package var written: [String] = []
  /// Folders that a person adds.
  package var folders: [String] = []
  /// Whether the configuration is written; a screen may always be asked to.
  package var writesConfiguration = false
  /// Whether alarms may be recorded.
  package var recordsAlarms = false
  /// Whether commands of the person run: `--exec`, `exec` of an alarm, or ssh. They inherit what holds for udpeek.
  package var runsCommands = false
  /// Whether sharkd may be asked.
  package var dissects = false
  /// Where the figures are to be read by other programs.
  package var metrics: MetricsRequest?
  /// Whether the command shows its screen; a command that has one may do without.
  package var showsScreen = true
  /// Whether `--no-confine` was given.
  package var isOff = false

  /// Creates the needs of a command without options.
  package init() {}

  /// Returns the policy of a command; `nil` if the person switched confinement off.
  package func policy(of command: ConfinedCommand, _ settings: Settings = Settings()) -> ConfinementPolicy? {
    guard settings.confine, !isOff else { return nil }
    let row = command.row
    // What holds for udpeek would hold for the programs: where they may read and write is not known here.
    let isOpen = runsCommands || row.examinesSystem
    var policy = ConfinementPolicy(
      files: isOpen ? .all : .only(places(row, settings)), programs: isOpen ? .all : programs,
      sockets: row.usesNetwork ? .network(listeningAt: listening, connectingTo: [Self.nameService]) : .local,
      reachesAbstractSockets: Environment.variable("NOTIFY_SOCKET")?.hasPrefix("@") == true)
    policy.keepsLookout = !isOpen && row.hasScreen && showsScreen
    return policy
  }

  /// The TCP port of name servers, which are asked there where an answer is too long for a datagram (RFC 7766).
  private static let nameService: UInt16 = 53

  private var listening: Set<UInt16> {
    if case .endpoint(let endpoint)? = metrics?.place { [endpoint.port] } else { [] }
  }

  private var programs: ConfinementPolicy.Programs {
    guard dissects, let sharkd = ProgramFiles.find(Sharkd.program) else { return .none }
    return .only(ProgramFiles.needed(for: sharkd))
  }

  // MARK: Places

  private func places(_ row: ConfinedCommand.Row, _ settings: Settings) -> ConfinementPolicy.Places {
    let hasScreen = row.hasScreen && showsScreen
    var named: [String] = hasScreen ? PersonalPlaces.ofScreen : []
    named += (folders + settings.allowedFolders).map(HomeFolder.expanded)
    named += written.filter { $0 != "-" }.map(Self.folder)
    if case .file(let path)? = metrics?.place { named.append(Self.folder(of: path)) }
    var places = ConfinementPolicy.Places(
      readable: SystemPlaces.readable(usesNetwork: row.usesNetwork, hasScreen: hasScreen), writable: named,
      devices: SystemPlaces.devices)
    places.named = named
    places.readable += files.map(HomeFolder.expanded) + watched.filter { $0 != "-" }.map(Self.folder)
    places.readable += PersonalPlaces.configuration
    if dissects { places.readable += PersonalPlaces.ofWireshark }
    if hasScreen || writesConfiguration { places.writable += PersonalPlaces.configurationToWrite }
    if hasScreen { places.writable += PersonalPlaces.state }
    if hasScreen || recordsAlarms {
      let folder = AlarmFolder.path(configured: settings.alarmFolder)
      // A folder that is made later would have no rule.
      if recordsAlarms { AlarmFolder.make(folder) }
      places.writable.append(folder)
    }
    return places
  }

  /// The folder of a file.
  static func folder(of path: String) -> String {
    let path = HomeFolder.expanded(path)
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
