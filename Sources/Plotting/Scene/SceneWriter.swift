/// Turns a scene into a file of some format.
///
/// A scene holds plain shapes in millimetres, so a writer translates shapes one by one and lays out nothing.
public protocol SceneWriter: Sendable {
  /// The file name extension of the format, without the dot.
  var fileExtension: String { get }

  /// The whole file as text. The same scene always gives the same bytes.
  func write(_ scene: Scene) -> String
}
