import Basics
import CLinux
import Glibc

/// What holds of a process that has confined itself, as far as this kernel allows it.
package struct ConfinementReport: Hashable, Sendable {
  /// The reason why a part does not hold.
  package enum Absence: Error, Hashable, Sendable {
    /// The policy leaves it out.
    case notWanted
    /// The kernel lacks it.
    case missing
    /// The kernel has it, and its parameters leave it out.
    case switchedOff
    /// The kernel refused it with this `errno` value.
    case refused(Int32)
  }

  package let policy: ConfinementPolicy
  /// Whether programs that are executed get no rights that this process lacks (no_new_privs).
  package let gainsNoPrivileges: Bool
  /// The version of Landlock by which files and ports are confined.
  package let landlock: Result<Int, Absence>
  /// The reason why system calls are not filtered; `nil` if they are.
  package let unfiltered: Absence?
  /// The number of threads that were there before; Landlock holds for the one that asked, and for all that it starts.
  package let threads: Int?
}

/// The confinement of this process by itself: it cannot be undone, and holds for all programs that are executed later.
package enum Confinement {
  private static let state = Lock<ConfinementReport?>(nil)

  /// What holds; `nil` if this process has not confined itself.
  package static var report: ConfinementReport? { state.withLock { $0 } }

  /// Confines the calling thread and all that it starts. Call it once, before the first other thread.
  package static func begin(_ policy: ConfinementPolicy) -> ConfinementReport {
    if policy.keepsLookout { Lookout.start() }
    let threads = threadCount
    let gainsNoPrivileges = clinux_no_new_privileges() == 0
    let landlock = Landlock.enforce(policy)
    var unfiltered: ConfinementReport.Absence?
    if case .failure(let absence) = CallFilter.enforce(policy) { unfiltered = absence }
    let report = ConfinementReport(
      policy: policy, gainsNoPrivileges: gainsNoPrivileges, landlock: landlock, unfiltered: unfiltered, threads: threads
    )
    state.withLock { $0 = report }
    return report
  }

  /// The number of this process's threads: its folder of threads has a link for each (proc(5)); `nil` without `/proc`.
  private static var threadCount: Int? {
    var status = stat()
    return unsafe stat("/proc/self/task", &status) == 0 ? Int(status.st_nlink) - 2 : nil
  }

  /// Whether some programs, or all of them, cannot be executed because they were not asked for at the start.
  package static var refusesPrograms: Bool {
    guard let report else { return false }
    switch report.policy.programs {
    case .all: return false
    case .none: return report.unfiltered == nil || isLandlocked
    case .only: return isLandlocked
    }
  }

  /// Whether the processes of this system cannot be looked into, which Landlock does not allow (landlock(7), "Ptrace
  /// restrictions"), and which nobody does in its place: whose sockets are open is then unknown.
  package static var hidesProcesses: Bool { isLandlocked && !Lookout.isThere }

  private static var isLandlocked: Bool { if case .success? = report?.landlock { true } else { false } }

  // MARK: Denied files

  /// In place of EACCES in `errno`: this process's own confinement keeps the file from being read, or written.
  package static let (readingRefused, writingRefused): (Int32, Int32) = (100_001, 100_002)

  /// Returns the `errno` value of a file that could not be opened, made or removed, or in its place the code of this
  /// process's own refusal.
  package static func code(_ code: Int32, at path: String, writing: Bool) -> Int32 {
    guard code == EACCES, let report, case .success = report.landlock, case .only(let places) = report.policy.files
    else { return code }
    let folders = (writing ? places.writable : places.readable + places.writable) + places.devices
    let place = resolved(path)
    let isInside = folders.map(resolved).contains { $0 == place || place.hasPrefix($0 == "/" ? "/" : $0 + "/") }
    return isInside ? code : writing ? writingRefused : readingRefused
  }

  /// Returns the sentence part of a refusal's code; `nil` for another code.
  static func phrase(_ code: Int32) -> Phrase? {
    guard code == readingRefused || code == writingRefused else { return nil }
    var folders: [String] = []
    if case .only(let places)? = report?.policy.files { folders = places.named }
    let list: Phrase = folders.isEmpty ? "what it was given" : Phrase(verbatim: folders.joined(separator: ", "))
    // The remedy comes first, since a narrow window cuts the end of a sentence.
    return code == writingRefused
      ? "--allow-folder DIR at the start lets it write there; confined to \(list)"
      : "--allow-folder DIR at the start lets it read there; confined to \(list)"
  }

  /// Returns a path without links and dots, as far as it exists.
  private static func resolved(_ path: String) -> String {
    if let pointer = unsafe realpath(path, nil) {
      defer { unsafe free(pointer) }
      return unsafe String(cString: pointer)
    }
    guard let slash = path.lastIndex(of: "/") else { return resolved(".") + "/" + path }
    let name = path[path.index(after: slash)...]
    let parent = slash == path.startIndex ? "/" : resolved(String(path[..<slash]))
    return parent == "/" ? "/\(name)" : "\(parent)/\(name)"
  }
}
