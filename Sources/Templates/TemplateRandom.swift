/// A generator of random numbers that can be repeated (SplitMix64; Steele, Lea and Flood, "Fast Splittable Pseudorandom
/// Number Generators", 2014). A copy yields the same numbers again, so a preview takes one.
package struct TemplateRandom: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  /// Creates a generator that yields the same numbers each time.
  package init(seed: UInt64) { state = seed }

  /// Creates a generator from the system's source of chance.
  package init() {
    var system = SystemRandomNumberGenerator()
    state = system.next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Returns a number of a range. The bias of 2^-64 for each number of the range is of no account here.
  mutating func number(in range: ClosedRange<Int64>) -> Int64 {
    let count = UInt64(bitPattern: range.upperBound &- range.lowerBound) &+ 1
    let chance = next()
    if count == 0 { return Int64(bitPattern: chance) }
    return range.lowerBound &+ Int64(bitPattern: chance.multipliedFullWidth(by: count).high)
  }
}
