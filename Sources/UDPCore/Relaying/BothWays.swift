package import Impairment

/// A pair of values, one for each direction through a relay.
package struct BothWays<Value> {
  package var up: Value
  package var down: Value

  package init(up: Value, down: Value) {
    self.up = up
    self.down = down
  }

  package subscript(direction: ImpairmentDirection) -> Value {
    get { direction == .up ? up : down }
    _modify { if direction == .up { yield &up } else { yield &down } }
  }
}

extension BothWays: Sendable where Value: Sendable {}
extension BothWays: Equatable where Value: Equatable {}
extension BothWays: Hashable where Value: Hashable {}
