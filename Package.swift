// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors where `UDPEEK_STRICT` is set, as the continuous integration does.
let strictness: [SwiftSetting] =
  Context.environment["UDPEEK_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let usual: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + strictness

/// The C target traps on undefined behaviour where `UDPEEK_UNDEFINED` is set, as `make sanitize` does: Swift has no such
/// sanitizer on Linux, because it traps by itself.
let checks: [CSetting] =
  Context.environment["UDPEEK_UNDEFINED"] == nil
  ? [] : [.unsafeFlags(["-fsanitize=undefined", "-fsanitize-trap=undefined"])]

let checksOfCXX: [CXXSetting] =
  Context.environment["UDPEEK_UNDEFINED"] == nil
  ? [] : [.unsafeFlags(["-fsanitize=undefined", "-fsanitize-trap=undefined"])]

/// Each function has a section of its own, so that the linker can leave out those that nothing calls: 1.4 MB less.
let sections: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release))
]

/// A target of ours; `uses` names what it may import (ARCHITECTURE.md, "Modules").
func module(_ name: String, uses: [Target.Dependency] = [], settings: [SwiftSetting] = []) -> Target {
  .target(name: name, dependencies: uses, swiftSettings: usual + sections + [.strictMemorySafety()] + settings)
}

func tests(_ name: String, of uses: [Target.Dependency], excluding excluded: [String] = []) -> Target {
  .testTarget(name: name, dependencies: uses, exclude: excluded, swiftSettings: usual)
}

let package = Package(
  name: "udpeek",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .target(name: "CLinux", cSettings: [.define("_GNU_SOURCE")] + checks),
    // toml++ is a header of C++17; what it asks of the C++ library is linked with it.
    .target(
      name: "CTOML", cxxSettings: checksOfCXX, linkerSettings: [.linkedLibrary("stdc++")]),
    .systemLibrary(name: "CNcurses"),
    .systemLibrary(name: "CPCRE2"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CZstd"),

    .target(name: "CResources"),
    module("UDPeekResources", uses: ["CResources"]),
    module("Basics"),
    module("Plumbing", uses: ["Basics", "CLinux"]),
    module("Impairment", uses: ["Basics"]),
    module("PayloadText", uses: ["Basics", "CLinux"]),
    module("UDPCore", uses: ["Basics", "Plumbing", "Impairment", "CLinux"]),
    module("Diagnosis", uses: ["Basics", "Plumbing", "UDPCore", "CLinux"]),
    module("TerminalUI", uses: ["PayloadText"]),
    module("PeerText", uses: ["Basics", "UDPCore", "PayloadText"]),
    module("Templates", uses: ["Basics", "UDPCore", "PayloadText"]),
    module("Structure", uses: ["Basics", "Templates"]),
    module("DisplayFilter", uses: ["Basics", "Plumbing", "UDPCore", "PayloadText", "PeerText", "CPCRE2"]),
    module(
      "Formats",
      uses: ["Basics", "UDPCore", "PayloadText", "PeerText", "DisplayFilter", "Templates"]),
    module(
      "Alarms",
      uses: ["Basics", "UDPCore", "PayloadText", "PeerText", "DisplayFilter", "Formats"]),
    module(
      "Rules",
      uses: ["Basics", "Plumbing", "UDPCore", "PayloadText", "PeerText", "DisplayFilter", "Templates"]),
    module(
      "Expect",
      uses: ["Basics", "Plumbing", "UDPCore", "PayloadText", "PeerText", "DisplayFilter", "Templates"]),
    module(
      "Conversation",
      uses: [
        "Basics", "UDPCore", "PayloadText", "PeerText", "DisplayFilter", "Templates", "Structure", "Formats",
      ]),
    module(
      "CaptureFile",
      uses: ["Basics", "Plumbing", "UDPCore", "PayloadText", "PeerText", "CLinux", "CZlib", "CZstd"]),
    module("CursesTerminal", uses: ["TerminalUI", "Plumbing", "CNcurses", "CLinux"]),
    module(
      "Monitor",
      uses: [
        "Basics", "Impairment", "UDPCore", "PayloadText", "PeerText", "Templates", "Structure", "DisplayFilter",
        "Formats", "Rules", "Alarms", "Diagnosis", "TerminalUI", "UDPeekResources",
      ]),
    module(
      "Configuration",
      uses: [
        "Monitor", "Alarms", "Basics", "Plumbing", "Impairment", "DisplayFilter", "Formats", "Rules", "TerminalUI",
        "UDPCore",
        "PayloadText", "PeerText", "Templates", "CTOML", "UDPeekResources",
      ],
      // Read once, at the start: the smaller code is 0.2 MB less.
      settings: [.unsafeFlags(["-Osize"], .when(configuration: .release))]),

    module(
      "CommandCore",
      uses: [
        "Configuration", "Monitor", "CaptureFile", "DisplayFilter", "Formats", "Rules", "Alarms", "UDPCore",
        "PayloadText",
        "PeerText", "Impairment", "Basics", "Plumbing", "CLinux",
      ]),
    module(
      "Headless",
      uses: [
        "CommandCore", "Alarms", "Configuration", "CaptureFile", "Conversation", "Diagnosis", "DisplayFilter",
        "Formats", "Rules",
        "Expect", "UDPCore",
        "PayloadText", "PeerText", "Templates", "Impairment",
        "Basics", "Plumbing", "CLinux",
      ]),
    module(
      "Screen",
      uses: [
        "CommandCore", "Alarms", "Expect", "Monitor", "Configuration", "CursesTerminal", "CaptureFile", "Diagnosis",
        "DisplayFilter", "Formats", "Rules",
        "TerminalUI", "UDPCore", "PayloadText", "PeerText", "Basics", "Plumbing", "CLinux",
      ]),

    .executableTarget(
      name: "udpeek",
      dependencies: [
        "Headless", "Screen", "CommandCore", "Monitor", "Configuration", "CaptureFile", "Conversation",
        "DisplayFilter", "Formats", "Rules", "UDPCore", "PayloadText", "PeerText", "Templates", "Impairment", "Basics",
        "Plumbing", "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: usual + sections + [.strictMemorySafety()],
      // Linked statically, Swift asks that every symbol can be looked up by name; nothing here does, and it is 0.5 MB.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--no-export-dynamic"], .when(configuration: .release))]),

    // What several test targets share.
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: usual),
    tests("BasicsTests", of: ["Basics"]),
    tests("ImpairmentTests", of: ["Impairment", "Basics"]),
    tests("PayloadTextTests", of: ["PayloadText", "Basics", "TestSupport"]),
    tests("PeerTextTests", of: ["PeerText", "PayloadText", "UDPCore", "Basics", "TestSupport"]),
    tests("UDPCoreTests", of: ["UDPCore", "Impairment", "Plumbing", "Basics", "CLinux"]),
    tests("DiagnosisTests", of: ["Diagnosis", "UDPCore", "Plumbing", "Basics", "CLinux"]),
    tests("TemplatesTests", of: ["Templates", "PayloadText", "UDPCore", "Basics", "TestSupport"]),
    tests("StructureTests", of: ["Structure", "Templates", "Formats", "Configuration", "UDPCore", "Basics"]),
    tests(
      "ConversationTests",
      of: [
        "Conversation", "Configuration", "Formats", "Structure", "Templates", "DisplayFilter", "UDPCore",
        "PayloadText", "PeerText", "Basics", "TestSupport",
      ]),
    tests("TerminalUITests", of: ["TerminalUI", "PayloadText", "TestSupport"]),
    tests(
      "DisplayFilterTests",
      of: ["DisplayFilter", "UDPCore", "PayloadText", "PeerText", "Basics", "Plumbing", "TestSupport"]),
    tests(
      "FormatsTests",
      of: [
        "Formats", "Configuration", "DisplayFilter", "UDPCore", "PayloadText", "PeerText", "Basics", "TestSupport",
        "UDPeekResources",
      ]),
    tests(
      "AlarmsTests",
      of: [
        "Alarms", "Configuration", "Formats", "DisplayFilter", "UDPCore", "PayloadText", "PeerText", "Basics",
        "TestSupport",
      ]),
    tests(
      "RulesTests",
      of: [
        "Rules", "Templates", "DisplayFilter", "UDPCore", "PayloadText", "PeerText", "Basics", "Plumbing",
        "TestSupport",
      ]),
    tests(
      "ExpectTests",
      of: [
        "Expect", "Templates", "DisplayFilter", "UDPCore", "PayloadText", "PeerText", "Basics", "Plumbing",
        "TestSupport",
      ]),
    tests(
      "CaptureFileTests",
      of: ["CaptureFile", "UDPCore", "PayloadText", "PeerText", "Basics", "Plumbing", "TestSupport"]),
    tests(
      "MonitorTests",
      of: [
        "Monitor", "Alarms", "Diagnosis", "DisplayFilter", "Formats", "Rules", "TerminalUI", "UDPCore", "PayloadText",
        "PeerText", "Templates", "Structure", "Impairment", "Basics", "UDPeekResources", "TestSupport",
      ],
      excluding: ["Screens"]),
    tests(
      "ConfigurationTests",
      of: [
        "Configuration", "Monitor", "Alarms", "DisplayFilter", "Formats", "Rules", "TerminalUI", "UDPCore",
        "PayloadText",
        "PeerText", "Impairment", "Basics", "UDPeekResources",
      ]),
    tests(
      "HeadlessTests",
      of: [
        "Headless", "Alarms", "CommandCore", "Configuration", "CaptureFile", "Conversation", "DisplayFilter", "Formats",
        "Rules",
        "Expect", "UDPCore", "PayloadText", "PeerText", "Templates", "Basics", "Plumbing", "CLinux", "TestSupport",
      ]),
    tests(
      "ScreenTests",
      of: [
        "Screen", "CommandCore", "Configuration", "Expect", "Formats", "Monitor", "CaptureFile", "DisplayFilter",
        "TerminalUI", "UDPCore", "PayloadText", "PeerText",
        "Basics", "Plumbing", "CLinux", "TestSupport",
      ]),
    tests("ProgramTests", of: ["udpeek", "udpeek-breakout", "CommandCore", "Plumbing", "TestSupport"]),
    // Confines itself as each command does, and tries to break out (ConfinementTests).
    .target(name: "CBreakout", path: "Tests/Breakout/CBreakout", cSettings: [.define("_GNU_SOURCE")]),
    .executableTarget(
      name: "udpeek-breakout", dependencies: ["CBreakout", "CommandCore", "Plumbing"], path: "Tests/Breakout/Driver",
      swiftSettings: usual),
    tests("ArchitectureTests", of: []),

    // The parsers as fuzzers see them: tried a little in each test run, at length by `make fuzz`.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "CommandCore", "Configuration", "CaptureFile", "Conversation", "Diagnosis", "DisplayFilter", "Formats", "Rules",
        "Expect", "Templates", "Structure", "Impairment", "TerminalUI", "UDPCore",
        "PayloadText", "PeerText", "Basics",
      ],
      path: "Tests/Fuzz/Targets", swiftSettings: usual),
    tests("FuzzTests", of: ["FuzzTargets", "PayloadText", "PeerText"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// Benchmarks, and what they alone depend on: `make bench`.
if Context.environment["UDPEEK_BENCH"] != nil {
  package.dependencies += [
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ]
  package.targets += [
    .target(name: "CBench", path: "Tests/Benchmarks/CBench", cSettings: [.define("_GNU_SOURCE")]),
    .executableTarget(
      name: "udpeek-bench",
      dependencies: [
        "CBench", .product(name: "Histogram", package: "hdrhistogram-swift"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Benchmarks/Driver", swiftSettings: usual),
    .executableTarget(
      name: "udpeek-parts",
      dependencies: [
        "Monitor", "DisplayFilter", "TerminalUI", "UDPCore", "PayloadText", "PeerText", "Plumbing", "CLinux",
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Tests/Benchmarks/Parts", swiftSettings: usual,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "udpeek-bench-filter", dependencies: ["DisplayFilter", "Formats", "UDPCore", "PayloadText", "PeerText"],
      path: "Tests/Benchmarks/Filter", swiftSettings: usual),
    .executableTarget(
      name: "udpeek-bench-open", dependencies: ["CBench", "CaptureFile", "UDPCore"], path: "Tests/Benchmarks/Open",
      swiftSettings: usual),
    .executableTarget(
      name: "udpeek-storm", dependencies: ["CursesTerminal", "TerminalUI", "PayloadText"],
      path: "Tests/Benchmarks/Storm/Driver", swiftSettings: usual),
    .executableTarget(
      name: "udpeek-bench-encodings", dependencies: ["PayloadText", "PeerText", "UDPCore"],
      path: "Tests/Benchmarks/Encodings/Driver",
      swiftSettings: usual),
  ]
  // The parts measure what is internal to the core and to the screen.
  for target in package.targets where ["UDPCore", "Monitor"].contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-enable-testing"]))
  }
}

// The fuzzers: `make fuzz`. With names of modules in UDPEEK_FUZZ, as in `make quick-fuzz`, without a sanitizer and guided by
// the code of these modules alone: four to twelve times as fast.
if let fuzzed = Context.environment["UDPEEK_FUZZ"] {
  let guides = fuzzed.split(separator: " ").map(String.init)
  let isQuick = fuzzed != "1"
  package.targets.append(
    .executableTarget(
      name: "udpeek-fuzz", dependencies: ["FuzzTargets", "PayloadText"], path: "Tests/Fuzz/Driver",
      swiftSettings: usual + (isQuick ? [.unsafeFlags(["-sanitize=fuzzer"])] : []),
      linkerSettings: isQuick ? [.unsafeFlags(["-sanitize=fuzzer"])] : []))
  for target in package.targets where isQuick && guides.contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-sanitize=fuzzer"]))
  }
}
