import CLinux
import Glibc
import Plumbing

/// The places of the system that the C library, ncurses and udpeek read.
enum SystemPlaces {
  /// Programs' data: the libraries of glibc's converters and of name services, locales, time zones, terminals, lists of
  /// vendors; and what holds the same on systems of another layout.
  private static let always = [
    "/usr", "/lib", "/lib64", "/etc", "/nix/store", "/run/current-system", "/gnu/store",
  ]
  /// The kernel's tables of sockets, interfaces, routes and neighbours.
  private static let kernel = ["/proc", "/sys"]
  /// Where resolv.conf(5) leads on systems that write it themselves.
  private static let names = ["/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager", "/run/nscd"]
  private static let vendors = ["/var/lib/ieee-data"]
  /// Variables that name folders, or lists of them with colons: terminfo(5), locale(7), iconv(3), tzset(3), ld.so(8).
  private static let variables = [
    "TERMINFO", "TERMINFO_DIRS", "LOCPATH", "GCONV_PATH", "TZDIR", "LD_LIBRARY_PATH", "HOSTALIASES",
  ]

  static func readable(usesNetwork: Bool, hasScreen: Bool) -> [String] {
    var places = always + kernel
    if usesNetwork { places += names + [resolver].compactMap { $0 } }
    if hasScreen { places += vendors + PersonalPlaces.terminals }
    for variable in variables {
      places += (Environment.variable(variable) ?? "").split(separator: ":").map(String.init)
    }
    // A file of its own, with or without a colon before it (tzset(3)).
    if let zone = Environment.variable("TZ")?.drop(while: { $0 == ":" }), zone.hasPrefix("/") {
      places.append(String(zone))
    }
    return places
  }

  /// The folder of the file to which `/etc/resolv.conf` leads: the file itself is replaced when the network changes.
  private static var resolver: String? {
    guard let pointer = unsafe realpath("/etc/resolv.conf", nil) else { return nil }
    defer { unsafe free(pointer) }
    return ConfinementNeeds.folder(of: unsafe String(cString: pointer))
  }

  /// The devices: terminals, and those that hold nothing.
  static var devices: [String] {
    var devices = ["/dev/null", "/dev/tty", "/dev/pts"]
    // A console is outside of /dev/pts.
    if let name = unsafe ttyname(STDOUT_FILENO) { devices.append(unsafe String(cString: name)) }
    return devices
  }
}

/// The places of a person.
enum PersonalPlaces {
  /// Where files are named on a screen: below the current folder, unless that is everything, and the temporary ones.
  static var ofScreen: [String] {
    let temporary = ["/tmp", Environment.variable("TMPDIR")].compactMap { $0 }
    guard let pointer = unsafe getcwd(nil, 0) else { return temporary }
    defer { unsafe free(pointer) }
    let current = unsafe String(cString: pointer)
    return current == "/" ? temporary : [current] + temporary.filter { $0 != current }
  }

  /// The folder of the configuration.
  static var configuration: [String] { [ConfigurationFile.path.map(ConfinementNeeds.folder)].compactMap { $0 } }

  /// The folder of the configuration, which is made so that there is a rule for it, and where its file is a link the
  /// folder to which that leads.
  static var configurationToWrite: [String] {
    guard let path = ConfigurationFile.path else { return [] }
    let folder = ConfinementNeeds.folder(of: path)
    StateFolder.makeFolders(folder)
    guard let pointer = unsafe realpath(path, nil) else { return [folder] }
    defer { unsafe free(pointer) }
    return [folder, ConfinementNeeds.folder(of: unsafe String(cString: pointer))]
  }

  /// The folder of state.
  static var state: [String] { [StateFolder.path(of: "").map(ConfinementNeeds.folder)].compactMap { $0 } }

  /// Descriptions of terminals (terminfo(5)).
  static var terminals: [String] { inHome([".terminfo"]) }

  /// What Wireshark reads of a person: preferences and plug-ins.
  static var ofWireshark: [String] { inHome([".config/wireshark", ".wireshark", ".local/lib/wireshark"]) }

  private static func inHome(_ names: [String]) -> [String] {
    Environment.variable("HOME").map { home in names.map { "\(home)/\($0)" } } ?? []
  }
}
