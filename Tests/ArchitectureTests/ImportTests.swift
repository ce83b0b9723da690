import Testing

/// Holds the lists of what each module may import against the sources: no import points up (ARCHITECTURE.md, "Modules").
struct ImportTests {
  /// The modules that each target may import, `Glibc`, `Synchronization` and `CLinux` included.
  private static let table: [String: Set<String>] = [
    "udpeek": [
      "ArgumentParser", "Headless", "Screen", "CommandCore", "Configuration", "Monitor", "CaptureFile", "Conversation",
      "Formats",
      "Rules",
      "DisplayFilter",
      "UDPCore", "PayloadText", "PeerText", "Templates", "Impairment", "Basics", "Plumbing", "CLinux", "Glibc",
      "Synchronization",
    ],
    "Screen": [
      "CommandCore", "Alarms", "Diagnosis", "Configuration", "Monitor", "CursesTerminal", "CaptureFile", "Formats",
      "Rules",
      "Expect",
      "DisplayFilter",
      "UDPCore",
      "PayloadText", "PeerText", "TerminalUI", "Basics", "Plumbing", "CLinux", "Glibc", "Synchronization",
    ],
    "Headless": [
      "CommandCore", "Alarms", "Diagnosis", "Configuration", "CaptureFile", "Conversation", "Formats", "Rules",
      "Expect",
      "DisplayFilter",
      "UDPCore",
      "PayloadText",
      "PeerText",
      "Templates", "Impairment",
      "Basics",
      "Plumbing", "CLinux",
      "Glibc", "Synchronization",
    ],
    "CommandCore": [
      "Alarms", "Configuration", "Monitor", "CaptureFile", "Formats", "Rules", "DisplayFilter", "UDPCore",
      "PayloadText",
      "PeerText", "Impairment",
      "Basics",
      "Plumbing", "CLinux", "Glibc",
      "Synchronization",
    ],
    "Configuration": [
      "Alarms", "CTOML", "Monitor", "UDPeekResources", "Formats", "Rules", "DisplayFilter", "UDPCore", "PayloadText",
      "PeerText",
      "Templates", "TerminalUI",
      "Impairment", "Basics", "Plumbing",
      "CLinux",
      "Glibc",
      "Synchronization",
    ],
    "Monitor": [
      "Alarms", "UDPCore", "Diagnosis", "PayloadText", "PeerText", "Templates", "Structure", "DisplayFilter", "Formats",
      "Rules",
      "TerminalUI",
      "Impairment", "Basics",
      "UDPeekResources",
    ],
    "Alarms": ["UDPCore", "DisplayFilter", "Formats", "Basics"],
    "Rules": [
      "UDPCore", "PayloadText", "PeerText", "DisplayFilter", "Templates", "Basics", "Plumbing", "CLinux", "Glibc",
      "Synchronization",
    ],
    "Expect": ["UDPCore", "PayloadText", "PeerText", "DisplayFilter", "Templates", "Basics", "Plumbing"],
    "Conversation": [
      "UDPCore", "PayloadText", "PeerText", "DisplayFilter", "Templates", "Structure", "Formats", "Basics",
    ],
    "Formats": ["UDPCore", "PayloadText", "PeerText", "DisplayFilter", "Templates", "Basics"],
    "CursesTerminal": ["TerminalUI", "PayloadText", "Plumbing", "CNcurses", "CLinux", "Glibc", "Synchronization"],
    "DisplayFilter": [
      "UDPCore", "PayloadText", "PeerText", "Basics", "Plumbing", "CPCRE2", "CLinux", "Glibc", "Synchronization",
    ],
    "CaptureFile": [
      "UDPCore", "PayloadText", "PeerText", "Basics", "Plumbing", "CZlib", "CZstd", "CLinux", "Glibc",
      "Synchronization",
    ],
    "Diagnosis": ["UDPCore", "Basics", "Plumbing", "CLinux", "Glibc", "Synchronization"],
    "Structure": ["Templates", "Basics"],
    "Templates": ["UDPCore", "PayloadText", "Basics"],
    "PeerText": ["UDPCore", "PayloadText", "Basics"],
    "UDPCore": ["Basics", "Plumbing", "Impairment", "CLinux", "Glibc", "Synchronization"],
    "PayloadText": ["Basics", "CLinux", "Glibc", "Synchronization"],
    "TerminalUI": ["PayloadText"],
    "UDPeekResources": ["CResources"],
    "Impairment": ["Basics"],
    "Plumbing": ["Basics", "CLinux", "Glibc", "Synchronization"],
    "Basics": [],
  ]

  @Test func `every target imports only what lies below it`() throws {
    for file in try SourceFile.all(below: "Sources", endings: [".swift"]) {
      let target = String(file.path.split(separator: "/")[1])
      guard let allowed = Self.table[target] else {
        Issue.record("\(target) has no row in the table of imports")
        continue
      }
      for module in file.imports where !allowed.contains(module) {
        Issue.record("\(file.path) imports \(module), which \(target) may not")
      }
    }
  }

  @Test func `every folder of Sources has a row in the table, or is C`() throws {
    let folders = try SourceFile.folders(in: "Sources")
    #expect(folders.contains("UDPCore"))
    #expect(Set(folders).subtracting(Self.table.keys).filter { !$0.hasPrefix("C") } == [])
  }

  @Test func `the wrapped C libraries each have one importer`() throws {
    var importers: [String: Set<String>] = [:]
    for file in try SourceFile.all(below: "Sources", endings: [".swift"]) {
      let target = String(file.path.split(separator: "/")[1])
      for module in file.imports where module.hasPrefix("C") && module != "CLinux" && Self.table[module] == nil {
        importers[module, default: []].insert(target)
      }
    }
    #expect(importers["CNcurses"] == ["CursesTerminal"])
    #expect(importers.filter { $0.value.count > 1 } == [:])
  }
}
