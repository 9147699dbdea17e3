public import LogFormats
import Quantities

extension TraceSeries {
  /// Whether two series of one host measure the same quantity of the same device.
  ///
  /// By UUID when both files have it, else by the name, which has the board's index.
  public func isSameDevice(as other: TraceSeries) -> Bool {
    guard component == other.component, quantity == other.quantity else { return false }
    if let uuid, let otherUUID = other.uuid { return uuid == otherUUID }
    return device == other.device
  }
}
