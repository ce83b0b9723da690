import CLinux
import Glibc

/// The kernel's confinement of files and TCP ports (landlock(7)): a thread, and all that it starts, gives up what no rule
/// allows.
enum Landlock {
  /// The rights of a reader and of a writer; a rule for a file has only those that a file can have.
  private static let reading = CLINUX_LANDLOCK_READ_FILE | CLINUX_LANDLOCK_READ_DIR
  private static let writing =
    reading | CLINUX_LANDLOCK_WRITE_FILE | CLINUX_LANDLOCK_TRUNCATE | CLINUX_LANDLOCK_MAKE_REG
    | CLINUX_LANDLOCK_MAKE_DIR | CLINUX_LANDLOCK_REMOVE_FILE | CLINUX_LANDLOCK_REMOVE_DIR
  private static let using =
    CLINUX_LANDLOCK_READ_FILE | CLINUX_LANDLOCK_READ_DIR | CLINUX_LANDLOCK_WRITE_FILE | CLINUX_LANDLOCK_TRUNCATE
    | CLINUX_LANDLOCK_IOCTL_DEV
  /// All rights of version 1.
  private static let first = CLINUX_LANDLOCK_REFER - 1

  /// The version of the kernel's interface, from 1.
  static func version() -> Result<Int, ConfinementReport.Absence> {
    let version = clinux_landlock_version()
    if version > 0 { return .success(Int(version)) }
    // EOPNOTSUPP: built in, but not among the kernel's parameters `lsm=` (landlock_create_ruleset(2)).
    return .failure(errno == EOPNOTSUPP ? .switchedOff : errno == ENOSYS ? .missing : .refused(errno))
  }

  /// Confines the calling thread, and those that it starts, to what `policy` needs.
  /// - Returns: the version of the interface, or the reason why it is not confined.
  static func enforce(_ policy: ConfinementPolicy) -> Result<Int, ConfinementReport.Absence> {
    guard case .only(let places) = policy.files else { return .failure(.notWanted) }
    return version().flatMap { version in
      let files = fileRights(version)
      let ports = version >= 4 ? CLINUX_LANDLOCK_BIND_TCP | CLINUX_LANDLOCK_CONNECT_TCP : 0
      let scopes = version >= 6 && !policy.reachesAbstractSockets ? CLINUX_LANDLOCK_SCOPE_ABSTRACT_UNIX : 0
      let rules = clinux_landlock_create(files, ports, scopes)
      guard rules >= 0 else { return .failure(.refused(errno)) }
      defer { close(rules) }
      allow(places, policy.programs, files, in: rules)
      if case .network(let listening, let connecting) = policy.sockets, ports != 0 {
        for port in listening { _ = clinux_landlock_allow_port(rules, CLINUX_LANDLOCK_BIND_TCP, port) }
        for port in connecting { _ = clinux_landlock_allow_port(rules, CLINUX_LANDLOCK_CONNECT_TCP, port) }
      }
      guard clinux_landlock_restrict(rules) == 0 else { return .failure(.refused(errno)) }
      return .success(version)
    }
  }

  /// The rights that the kernel knows; those of later versions cannot be taken.
  private static func fileRights(_ version: Int) -> UInt64 {
    var rights = first
    if version >= 2 { rights |= CLINUX_LANDLOCK_REFER }
    if version >= 3 { rights |= CLINUX_LANDLOCK_TRUNCATE }
    if version >= 5 { rights |= CLINUX_LANDLOCK_IOCTL_DEV }
    return rights
  }

  /// Adds the rules. What cannot be opened, because it does not exist, has none.
  private static func allow(
    _ places: ConfinementPolicy.Places, _ programs: ConfinementPolicy.Programs, _ known: UInt64, in rules: Int32
  ) {
    var rights: [(path: String, right: UInt64)] = []
    rights += places.readable.map { ($0, reading) }
    rights += places.writable.map { ($0, writing) }
    rights += places.devices.map { ($0, using) }
    switch programs {
    case .none: break
    case .only(let files): rights += files.map { ($0, CLINUX_LANDLOCK_EXECUTE | CLINUX_LANDLOCK_READ_FILE) }
    case .all: rights.append(("/", CLINUX_LANDLOCK_EXECUTE))
    }
    for (path, right) in rights { _ = unsafe clinux_landlock_allow_path(rules, right & known, path) }
  }
}
