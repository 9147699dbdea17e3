import ArgumentParser

/// A gain in Dice on the command line: above 0 and below 1.
struct StopGain: ExpressibleByArgument {
  let value: Double

  init?(argument: String) {
    guard let value = Double(argument), value > 0, value < 1 else { return nil }
    self.value = value
  }
}
