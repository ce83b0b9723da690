import CNcurses
import TerminalUI

/// The mapping of styles to curses' attributes and colour pairs.
struct Palette {
  /// The number of distinct colours: 0, 8 or 16.
  private let colors: Int

  /// Sets up the colour pairs of the current screen: each foreground on the terminal's own background, which is never
  /// painted. Uses no colours if none are wanted or the terminal has no default colours.
  init(usesColors: Bool) {
    guard usesColors, has_colors(), start_color() == OK, use_default_colors() == OK, nc_colors() >= 8 else {
      colors = 0
      return
    }
    colors = nc_colors() >= 16 && nc_color_pairs() > 16 ? 16 : 8
    for number in 1...Int16(colors) { init_pair(number, number - 1, -1) }
  }

  /// Returns the `nc_` flags and the colour pair of a style. With 8 colours, bright ones are bold.
  func look(of style: Style) -> (attributes: UInt32, pair: Int16) {
    var attributes: UInt32 = 0
    if style.attributes.contains(.bold) { attributes |= UInt32(nc_bold) }
    if style.attributes.contains(.dim) { attributes |= UInt32(nc_dim) }
    if style.attributes.contains(.reverse) { attributes |= UInt32(nc_reverse) }
    if style.attributes.contains(.underline) { attributes |= UInt32(nc_underline) }
    let number = Int16(style.foreground.rawValue)
    if colors == 0 || number == 0 { return (attributes, 0) }
    if number <= colors { return (attributes, number) }
    return (attributes | UInt32(nc_bold), number - 8)
  }
}
