import LogFormats
import Quantities

/// Epochs are nearly all that the records of a study hold. They are written member by member, their keys in order as they
/// stand here, with the bytes that their `encode(to:)` gives and without its containers.
extension RecordEncoder {
  /// Writes a list whose elements are written here; `false` when it is another one.
  func writeEpochs<Value: Encodable>(_ value: Value) -> Bool {
    if Value.self == [LoggedEpoch].self, let epochs = value as? [LoggedEpoch] {
      writeList(epochs, write)
    } else if Value.self == [TrackerEpoch].self, let epochs = value as? [TrackerEpoch] {
      writeList(epochs, write)
    } else {
      return false
    }
    return true
  }

  private func write(_ epoch: LoggedEpoch) {
    beginRow()
    member(#""bestEMADice":"#, epoch.bestEMADice)
    member(#""end":"#, epoch.end)
    member(#""index":"#, epoch.index)
    // What is left of a list that was given up.
    member(#""keptMean":"#, epoch.pseudoDice.isEmpty ? epoch.meanPseudoDice : nil)
    member(#""learningRate":"#, epoch.learningRate)
    member(#""line":"#, epoch.line)
    write(plain: #""pseudoDice":"#)
    writeList(epoch.pseudoDice)
    member(#""seconds":"#, epoch.seconds)
    member(#""start":"#, epoch.start)
    member(#""trainLoss":"#, epoch.trainLoss)
    member(#""validationLoss":"#, epoch.validationLoss)
    endRow()
  }

  private func write(_ epoch: TrackerEpoch) {
    beginRow()
    member(#""end":"#, epoch.end)
    member(#""line":"#, epoch.line)
    member(#""number":"#, epoch.number)
    write(plain: #""powers":"#)
    writeList(epoch.powers, write)
    member(#""seconds":"#, epoch.seconds)
    endRow()
  }

  private func write(_ power: ComponentPower) {
    beginRow()
    write(plain: #""component":"#)
    write(power.component)
    member(#""line":"#, power.line)
    write(plain: #""watts":"#)
    writeList(power.watts)
    endRow()
  }

  private func member(_ key: StaticString, _ value: Double?) {
    guard let value else { return }
    write(plain: key)
    write(value)
  }

  private func member(_ key: StaticString, _ value: Int) {
    write(plain: key)
    write(Int64(value))
  }

  private func member(_ key: StaticString, _ value: WallTime?) {
    guard let value else { return }
    write(plain: key)
    write(value.nanoseconds)
  }
}
