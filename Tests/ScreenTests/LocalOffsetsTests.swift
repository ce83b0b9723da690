import Synchronization
import Testing

@testable import Screen

/// Tests the cache of local-time offsets, which asks for a zone's offsets at the ends of a week alone.
struct LocalOffsetsTests {
  /// Seconds of Unix time at which the clocks of central Europe were put forward and back in 2026.
  private static let (forward, back): (Int64, Int64) = (1_774_746_000, 1_792_890_000)
  private static let week: Int64 = 7 * 86_400

  /// Central Europe in 2026.
  private static func centralEurope(_ second: Int64) -> Int { forward..<back ~= second ? 7_200 : 3_600 }

  @Test(arguments: [forward, back])
  func `the offset changes in the second in which the clocks do`(change: Int64) {
    for order in [[-1, 0], [0, -1], [-3 * Self.week, 0, -1, 3 * Self.week], [1, 2, -2, 0, -1]] {
      let offsets = LocalOffsets(lookUp: Self.centralEurope)
      for distance in order {
        #expect(offsets.offset(at: change + distance) == Self.centralEurope(change + distance), "\(distance)")
      }
    }
  }

  @Test func `every hour of three years is as the zone has it, whatever was asked before`() {
    let offsets = LocalOffsets(lookUp: Self.centralEurope)
    let start = Self.forward - 365 * 86_400
    for hour in stride(from: start, to: start + 3 * 365 * 86_400, by: 3_600) {
      #expect(offsets.offset(at: hour) == Self.centralEurope(hour))
      #expect(offsets.offset(at: hour - 1) == Self.centralEurope(hour - 1))
    }
  }

  @Test func `a change at the very start or end of a week is found too`() {
    for change in [0, 1, Self.week - 1, Self.week, -Self.week, -1] as [Int64] {
      for (before, after) in [(3_600, 7_200), (7_200, 3_600), (-12_600, -9_000)] {
        let offsets = LocalOffsets { $0 < change ? before : after }
        for second in [change - 1, change, change + 1, change - Self.week, change + Self.week] {
          #expect(offsets.offset(at: second) == (second < change ? before : after), "\(change) \(second)")
        }
      }
    }
  }

  @Test func `a week is looked up once, and more weeks than are kept are still right`() {
    let count = Atomic(0)
    let offsets = LocalOffsets {
      count.add(1, ordering: .relaxed)
      return Self.centralEurope($0)
    }
    for second in 0..<10_000 { _ = offsets.offset(at: Self.forward + 86_400 + Int64(second)) }
    let asked = count.load(ordering: .relaxed)
    #expect(asked <= 2 + 20)
    for number in -3_000...3_000 as ClosedRange<Int64> {
      let second = Self.forward + number * Self.week
      #expect(offsets.offset(at: second) == Self.centralEurope(second))
    }
  }
}
