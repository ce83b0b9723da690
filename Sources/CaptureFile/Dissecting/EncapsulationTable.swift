/// The distinct encapsulations of a file's datagrams, by number. Bounded: those beyond its limit share one number.
struct EncapsulationTable {
  /// The maximum number of encapsulations that are told apart.
  static let limit = 4_096

  /// The encapsulations by number, which starts at 1: 0 stands for a datagram that nothing carried.
  private(set) var all: [Encapsulation] = []
  private var numbers: [Encapsulation: UInt16] = [:]
  /// The last one asked for: neighbours have mostly the same.
  private var last = (encapsulation: Encapsulation(), number: UInt16(0))

  /// Returns the number of an encapsulation; 0 for none.
  mutating func number(of encapsulation: Encapsulation) -> UInt16 {
    if encapsulation == last.encapsulation { return last.number }
    let number = numbers[encapsulation] ?? add(encapsulation)
    last = (encapsulation, number)
    return number
  }

  private mutating func add(_ encapsulation: Encapsulation) -> UInt16 {
    if all.count < Self.limit {
      all.append(encapsulation)
    } else if all.count == Self.limit {
      all.append(Encapsulation(isFurther: true))
    }
    let number = UInt16(all.count)
    if all.count <= Self.limit { numbers[encapsulation] = number }
    return number
  }
}
