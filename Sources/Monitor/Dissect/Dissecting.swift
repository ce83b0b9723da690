import Basics
import PayloadText

/// Wireshark's tree of a datagram, which nodes of it are open, and which one is selected.
struct Dissecting: Sendable {
  /// The row that the tree is of; `nil` before the first answer.
  private(set) var row: UInt64?
  /// The tree; `nil` without one.
  private(set) var tree: ProtocolTree?
  /// The reason why there is none.
  private(set) var problem: Phrase?
  /// The row whose tree was asked for and has not come.
  private(set) var asked: UInt64?
  /// Whether the answer takes longer than a moment.
  private(set) var isSlow = false
  /// The selected line, among those that are seen.
  private(set) var selected = 0
  /// The lines above the pane.
  private(set) var offset = 0
  /// The indices of the nodes that are seen.
  private(set) var visible: [Int] = []
  /// The nodes that are open, by their names: those of the next datagram open too.
  private var open: Set<String> = []
  /// The nodes that the user closed.
  private var closed: Set<String> = []

  /// Notes that a row's tree was asked for.
  mutating func ask(_ row: UInt64) {
    asked = row
    isSlow = false
  }

  /// Notes that the answer takes longer than a moment.
  mutating func wait(for row: UInt64) {
    if asked == row { isSlow = true }
  }

  /// Takes an answer; one that is not waited for changes nothing.
  mutating func take(_ answer: Result<ProtocolTree, FailureReason>, for row: UInt64) {
    guard asked == row else { return }
    (asked, isSlow) = (nil, false)
    self.row = row
    switch answer {
    case .success(let new):
      let last = selectedNode.map(key)
      (tree, problem) = (new, nil)
      openLastProtocol(new)
      unfold()
      let place = visible.firstIndex { key($0) == last } ?? visible.lastIndex { new.nodes[$0].depth == 0 }
      selected = place ?? 0
    case .failure(let reason):
      (tree, problem) = (nil, reason.text)
      (visible, selected, offset) = ([], 0, 0)
    }
  }

  /// Forgets the tree; what is open stays so for the next one.
  mutating func close() {
    (row, tree, problem, asked, isSlow) = (nil, nil, nil, nil, false)
    (visible, selected, offset) = ([], 0, 0)
  }

  /// The index of the selected node; `nil` without one.
  var selectedNode: Int? { visible.indices.contains(selected) ? visible[selected] : nil }

  /// The bytes of the payload that the selected node stands for.
  var selectedBytes: Range<Int>? { selectedNode.flatMap { tree?.nodes[$0].bytes } }

  /// Whether a node has others in it.
  func hasChildren(_ node: Int) -> Bool { tree.map { $0.nodes[node].end > node + 1 } ?? false }

  /// Whether those in a node are seen.
  func isOpen(_ node: Int) -> Bool { open.contains(key(node)) }

  /// Moves the selection.
  mutating func move(_ distance: Distance, page: Int) {
    guard !visible.isEmpty else { return }
    selected = distance.place(from: selected, page: page, last: visible.count - 1)
  }

  /// Selects a line.
  mutating func select(_ line: Int) {
    if visible.indices.contains(line) { selected = line }
  }

  /// Opens the selected node, or goes to the first one in it.
  mutating func openOrEnter() {
    guard let node = selectedNode, hasChildren(node) else { return }
    isOpen(node) ? selected += 1 : set(node, isOpen: true)
  }

  /// Closes the selected node, or goes to the one around it.
  mutating func closeOrLeave() {
    guard let node = selectedNode else { return }
    if hasChildren(node), isOpen(node) { return set(node, isOpen: false) }
    if let parent = tree?.parent(of: node), let line = visible.firstIndex(of: parent) { selected = line }
  }

  /// Opens the selected node, or closes it.
  mutating func toggle() {
    guard let node = selectedNode, hasChildren(node) else { return }
    set(node, isOpen: !isOpen(node))
  }

  /// Has the selected line in sight in a pane with so many.
  mutating func scroll(rows: Int) {
    let rows = max(1, rows)
    offset = min(max(offset, selected - rows + 1), selected, max(0, visible.count - rows))
  }

  private mutating func set(_ node: Int, isOpen: Bool) {
    let key = key(node)
    if isOpen {
      open.insert(key)
      closed.remove(key)
    } else {
      open.remove(key)
      closed.insert(key)
    }
    unfold()
  }

  /// Opens the innermost protocol, unless the user closed it.
  private mutating func openLastProtocol(_ tree: ProtocolTree) {
    guard let last = tree.nodes.indices.last(where: { tree.nodes[$0].depth == 0 }) else { return }
    let key = key(last)
    if !closed.contains(key) { open.insert(key) }
  }

  private mutating func unfold() {
    visible = []
    guard let tree else { return }
    var index = 0
    while index < tree.nodes.count {
      visible.append(index)
      index = isOpen(index) ? index + 1 : tree.nodes[index].end
    }
    selected = min(selected, max(0, visible.count - 1))
  }

  /// The name by which a node is known in other trees: the dissector's, else the text before a colon.
  private func key(_ node: Int) -> String {
    guard let node = tree?.nodes[node] else { return "" }
    let name = node.name.isEmpty ? String(node.label.prefix { $0 != ":" }) : node.name
    return "\(node.depth) \(name)"
  }
}
