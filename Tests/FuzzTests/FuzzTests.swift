import FuzzTargets
import Glibc
import PayloadText
import Testing

/// Runs each parser on its corpus, and for a second or two on inputs derived from it; `make fuzz` does it for longer and with
/// a sanitizer.
struct FuzzTests {
  init() { _ = CharacterLocale.activate(forceUTF8: true) }

  @Test(arguments: FuzzTarget.all)
  func `every parser reads its corpus, and what becomes of it by chance`(target: FuzzTarget) throws {
    let corpus = try Corpus(target.name)
    try #require(!corpus.inputs.isEmpty)
    for input in corpus.inputs { target.check(input) }
    var mutator = Mutator(seed: 8, inputs: corpus.inputs)
    for _ in 0..<Self.runs[target.name, default: 10_000] { target.check(mutator.next()) }
  }

  /// The runs of targets of which one takes milliseconds in a build without optimization: they look for checksums, write
  /// scripts, answer requests.
  private static let runs = [
    "scripts": 500, "structure": 1_000, "conversation": 2_000, "records": 2_000, "detector": 5_000,
  ]
}

/// The inputs below Tests/Fuzz/Corpus/NAME.
struct Corpus {
  private(set) var inputs: [[UInt8]] = []

  init(_ name: String) throws {
    let root = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let folder = "\(root)/Fuzz/Corpus/\(name)"
    guard let stream = opendir(folder) else { throw Missing(folder: folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      guard let file = fopen("\(folder)/\(name)", "r") else { throw Missing(folder: "\(folder)/\(name)") }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 65_536)
      inputs.append(Array(bytes.prefix(fread(&bytes, 1, bytes.count, file))))
    }
  }

  /// The error that a folder or file cannot be read.
  struct Missing: Error {
    let folder: String
  }
}

/// Changes inputs at random: modifies bytes and numbers; removes, duplicates and splices pieces.
struct Mutator {
  private var state: UInt64
  private let inputs: [[UInt8]]
  private static let numbers: [UInt8] = [0, 1, 3, 4, 12, 0x1b, 0x20, 0x22, 0x5c, 0x7f, 0x80, 0xc0, 0xf0, 0xfe, 0xff]

  init(seed: UInt64, inputs: [[UInt8]]) {
    state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    self.inputs = inputs
  }

  private mutating func random(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(max(1, limit)))
  }

  mutating func next() -> [UInt8] {
    var bytes = inputs[random(inputs.count)]
    for _ in 0...random(6) {
      let place = random(bytes.count)
      let end = min(bytes.count, place + random(9))
      switch random(6) {
      case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(random(8))
      case 1 where !bytes.isEmpty: bytes[place] = Self.numbers[random(Self.numbers.count)]
      case 2: bytes.removeSubrange(min(place, end)..<end)
      case 3: bytes.insert(contentsOf: bytes[min(place, end)..<end], at: min(place, bytes.count))
      case 4:
        let other = inputs[random(inputs.count)]
        let start = random(other.count)
        bytes.insert(contentsOf: other[min(start, other.count)...].prefix(16), at: min(place, bytes.count))
      default: bytes.insert(UInt8(random(256)), at: min(place, bytes.count))
      }
    }
    return Array(bytes.prefix(4_096))
  }
}
