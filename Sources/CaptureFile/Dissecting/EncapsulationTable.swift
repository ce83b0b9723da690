/// The distinct encapsulations of a file's datagrams, by number. Bounded: those beyond its limit share one number.
struct EncapsulationTable {
  /// The maximum number of encapsulations that are told apart.
  static let limit = 4_096

  /// The encapsulations by number, which starts at 1: 0 stands for a datagram that nothing carried.
  private(set) var all: [Encapsulation] = []
  private var numbers: [Encapsulation: UInt16] = [:]
  /// The layers last asked for, without fragments, and their number: neighbours have mostly the same.
  private var lastLayers: [Encapsulation.Layer] = []
  private var lastNumber: UInt16 = 0

  /// Returns the number of an encapsulation; 0 for none.
  mutating func number(of encapsulation: Encapsulation) -> UInt16 {
    encapsulation == Encapsulation() ? 0 : numbers[encapsulation] ?? add(encapsulation)
  }

  /// Returns the number of layers and fragments; 0 for none.
  mutating func number(of layers: [Encapsulation.Layer], fragments: Int) -> UInt16 {
    if fragments == 1, layers == lastLayers { return lastNumber }
    let number = number(
      of: Encapsulation(layers: Array(layers.prefix(Encapsulation.mostLayers)), fragments: fragments))
    if fragments == 1 { (lastLayers, lastNumber) = (layers, number) }
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
