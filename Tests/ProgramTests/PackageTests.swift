import TestSupport
import Testing

/// Tests the installation and the packages, built from the debug build but linked like a release.
@Suite(.serialized, .waitsInTurn) struct PackageTests {
  private static let resources = Project.root + "/Resources/package/"

  /// Runs a command that must succeed, and returns its output.
  @discardableResult
  private static func run(_ words: String...) throws -> String {
    let ended = try Program(words[0], Array(words.dropFirst()), environment: Udpeek.environment).finish(within: 60)
    #expect(ended.status == 0, "\(words): \(ended.output)\(ended.errors)")
    return ended.output
  }

  /// The files below a folder, by their relative paths.
  private static func files(below folder: String) throws -> [String] {
    try run("find", folder, "-type", "f", "-printf", "%P\\n").split(separator: "\n").map(String.init).sorted()
  }

  /// Links the program statically with Swift's libraries and returns its path.
  private static func linked(in folder: TestFolder) throws -> String {
    let products = String(Udpeek.path.dropLast("/udpeek".count))
    try run("sh", Project.root + "/Tests/Tools/link_static.sh", products, folder["udpeek"])
    let needs = try run("objdump", "-p", folder["udpeek"])
    #expect(needs.contains("NEEDED") && !needs.contains(#/NEEDED *lib(swift|Foundation)/#))
    return folder["udpeek"]
  }

  @Test func `install lays out program, documents, completions and sample, and uninstall takes all away`() throws {
    let folder = try TestFolder()
    try Self.run("sh", Self.resources + "stage.sh", Udpeek.path, folder.path, "/opt/x")
    let files = try Self.files(below: folder["opt/x"])
    for file in [
      "bin/udpeek", "share/man/man1/udpeek.1", "share/man/man1/udpeek-listen.1",
      "share/bash-completion/completions/udpeek", "share/zsh/site-functions/_udpeek",
      "share/fish/vendor_completions.d/udpeek.fish", "share/doc/udpeek/examples/config.toml",
      "share/doc/udpeek/README.md", "share/doc/udpeek/docs/filters.md", "share/doc/udpeek/screen.svg",
      "lib/systemd/system/udpeek.service", "share/udpeek/udpeek.schema.json",
    ] {
      #expect(files.contains(file))
    }
    let unit = contents(of: folder["opt/x/lib/systemd/system/udpeek.service"]) ?? ""
    #expect(unit.contains("\nExecStart=/opt/x/bin/udpeek listen $OPTIONS\n"))
    try Self.run("mkdir", "-p", folder["home/udpeek"])
    try Self.run("cp", folder["opt/x/share/doc/udpeek/examples/config.toml"], folder["home/udpeek"])
    let sample = try Udpeek.run(["config"], ["XDG_CONFIG_HOME": folder["home"]])
    #expect(sample.status == 0 && sample.errors.isEmpty && sample.output.contains("# line "))
    folder.write([], to: "opt/x/share/man/man1/other.1")
    try Self.run("sh", Self.resources + "unstage.sh", folder.path, "/opt/x")
    #expect(try Self.files(below: folder["opt/x"]) == ["share/man/man1/other.1"])
    #expect(try Self.run("ls", folder["opt/x/share/doc"]).isEmpty)
  }

  @Test(.requiresProgram("dpkg-shlibdeps"))
  func `the Debian package names its libraries, and its program runs without Swift`() throws {
    let folder = try TestFolder()
    let program = try Self.linked(in: folder)
    // Compressing a debug build with xz takes half a minute.
    try Self.run("env", "DPKG_DEB_COMPRESSOR_TYPE=none", "sh", Self.resources + "deb.sh", program, folder["out"])
    let package = try #require(try Self.files(below: folder["out"]).first)
    let version = try Udpeek.run(["--version"]).output.split(separator: " ")[1].dropLast()
    #expect(package.hasPrefix("udpeek_\(version)_"))
    let fields = try Self.run("dpkg-deb", "-f", folder["out/" + package])
    #expect(fields.contains("\nVersion: \(version)\n"))
    for library in ["libc6", "libncursesw6", "libtinfo6", "libpcre2-8-0", "libstdc++6"] {
      #expect(fields.contains(#/\nDepends: .*/#) && fields.contains("\(library) (>="), "\(fields)")
    }
    try Self.run("dpkg-deb", "-x", folder["out/" + package], folder["root"])
    let files = try Self.files(below: folder["root"])
    for file in [
      "man/man1/udpeek.1.gz", "zsh/vendor-completions/_udpeek", "doc/udpeek/copyright", "doc/udpeek/README.md",
    ] {
      #expect(files.contains("usr/share/" + file))
    }
    #expect(files.contains("usr/lib/systemd/system/udpeek.service"))
    #expect(files.contains("usr/share/udpeek/udpeek.schema.json"))
    let installed = folder["root/usr/bin/udpeek"]
    #expect(try Self.run("env", "-i", installed, "--version") == "udpeek \(version)\n")
    let receiver = try Program("env", ["-i", installed, "listen", "127.0.0.1:0", "--count", "1"], environment: [:])
    try receiver.waitForErrors(", receive buffer ")
    try LoopbackSocket().send("hello", to: Udpeek.port(in: receiver.errorText))
    #expect(try receiver.finish().output.hasSuffix("  5  ascii  hello\n"))
  }

  @Test func `the tarball runs where it is unpacked, and says which glibc it needs`() throws {
    let folder = try TestFolder()
    let program = try Self.linked(in: folder)
    let said = try Self.run("sh", Self.resources + "dist.sh", program, folder["out"])
    #expect(said.contains(#/: needs glibc 2\.\d+ or later\n$/#))
    let archive = try #require(try Self.files(below: folder["out"]).first)
    try Self.run("tar", "-xzf", folder["out/" + archive], "-C", folder.path)
    let place = folder[String(archive.dropLast(".tar.gz".count))]
    #expect(try Self.run("env", "-i", place + "/bin/udpeek", "--version") == Udpeek.run(["--version"]).output)
    let files = try Self.files(below: place)
    for file in [
      "INSTALL", "share/doc/udpeek/README.md", "share/doc/udpeek/docs/filters.md", "share/doc/udpeek/LICENSE",
      "share/man/man1/udpeek.1",
    ] {
      #expect(files.contains(file))
    }
    #expect(contents(of: place + "/INSTALL")?.contains("  libncursesw.so.6\n") == true)
  }

  @Test(.requiresProgram("systemd-analyze"))
  func `systemd takes the unit, and rates it as the documents say`() throws {
    let folder = try TestFolder()
    let unit = contents(of: Self.resources + "udpeek.service") ?? ""
    let path = folder.write(unit.replacing("/usr/bin/udpeek", with: Udpeek.path), to: "udpeek.service")
    let verified = try Program(
      "systemd-analyze", ["verify", "--man=no", path], environment: Udpeek.environment
    ).finish(within: 60)
    #expect(verified.status == 0 && verified.errors.isEmpty, "\(verified.errors)")
    let rating = try Self.run("systemd-analyze", "security", "--offline=yes", "--no-pager", path)
    let match = try #require(rating.firstMatch(of: #/Overall exposure level for udpeek.service: (\d+\.\d) (\w+)/#))
    // Another version of systemd may look at more.
    #expect((Double(match.1) ?? 10) < 2, "\(rating)")
    let page = try #require(contents(of: Project.root + "/Resources/docs/service.md"))
    #expect(page.contains("rates it 1.6, \"\(match.2)\""))
  }

  @Test func `every target of the Makefile says in a line what it does`() throws {
    let help = try Self.run("make", "-C", Project.root, "--no-print-directory", "help")
    let targets = Set(help.split(separator: "\n").map { $0.split(separator: " ")[0] })
    let wanted = ["build", "test", "setup", "manual", "picture", "install", "uninstall", "deb", "dist", "run", "lint"]
    #expect(targets.isSuperset(of: wanted.map { $0[...] }))
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 130 })
  }
}
