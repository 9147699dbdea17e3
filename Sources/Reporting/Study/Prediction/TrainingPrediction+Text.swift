import Accounting
import Quantities

extension TrainingPrediction {
  /// The prediction in words, ready for a terminal.
  public var text: String {
    var lines = [progress.name]
    if progress.log != progress.name { lines.append(line("log", progress.log)) }
    lines.append(line("epochs", epochs))
    if let mean = progress.meanSeconds {
      let energy = progress.meanEnergy.map { ", \(RunDetails.energy($0)) of IT energy" } ?? ""
      lines.append(line("mean epoch", "\(Self.seconds(mean))\(energy)"))
    }
    if let problem {
      lines.append(line("prediction", "none: \(problem)"))
    } else if isOver {
      lines += finished
    } else if let forecast = preferred {
      lines += predicted(forecast)
    }
    return lines.map { TerminalEscaping().escape($0) }.joined(separator: "\n") + "\n"
  }

  private func line(_ name: String, _ text: String) -> String { "  \(RunDetails.padded(name, 14))\(text)" }

  private var epochs: String {
    let done = "\(progress.epochs.count) done"
    guard let planned = progress.planned else { return done }
    let source =
      switch progress.plannedSource {
      case .given: " (by --epochs)"
      case .known(let words): " (by \(words))"
      case nil: ""
      }
    return "\(progress.epochs.count) of \(planned) done\(source)"
  }

  private var finished: [String] {
    guard let forecast = preferred else { return [] }
    let what = progress.whole == nil ? "all epochs" : "start-up and validation included"
    var lines = [
      line("state", "finished; nothing remains. --observed K shows what its first K epochs would have told"),
      line("took", "\(Self.clock(forecast.totalTime.value)), \(what)"),
    ]
    lines += energy(forecast, verb: progress.isLogged ? "logged" : "measured")
    return lines
  }

  private func predicted(_ forecast: TrainingForecast) -> [String] {
    var lines = [line("state", state)]
    lines.append(line("remaining", Self.clock(forecast.remainingTime)))
    if let finish = finish(forecast.remainingTime.value) {
      let zone = progress.zone.map { ", \($0)" } ?? ""
      lines.append(line("end", finish.iso8601 + zone))
    }
    lines.append(line("whole time", Self.clock(forecast.totalTime)))
    lines += energy(forecast, verb: "predicted")
    if let end {
      let energy = end.energy.map { ", \(RunDetails.energy($0))" } ?? ""
      lines.append(line("in the end", "\(Self.clock(end.seconds))\(energy)"))
    }
    lines.append(line("rule", "\(forecast.predictor.title), from \(count(forecast.observed, "epoch"))"))
    lines += remarks(forecast).map { line("note", $0) }
    lines.append("")
    for other in forecasts where other.predictor != forecast.predictor {
      let energy = other.totalEnergy.map { ", " + Self.energy($0) } ?? ""
      lines.append("  \(RunDetails.padded(other.predictor.title, 22))\(Self.clock(other.totalTime))\(energy)")
    }
    return lines
  }

  private var state: String {
    switch progress.state {
    case .open: end == nil ? "the log has no end: the training runs, or it was killed" : "as it was then"
    case .finished: "finished with fewer epochs than said"
    case .ended(let words): "ended by \(words); the prediction is for the case that it goes on"
    }
  }

  private func energy(_ forecast: TrainingForecast, verb: String) -> [String] {
    guard let total = forecast.totalEnergy else {
      return [line("energy", "not known: \(progress.energyRemark ?? "no epoch was measured"); only the time is told")]
    }
    let pue = RunDetails.number(basis.pue.value.ratio, 2)
    let scope = forecast.energyIsOfEpochs ? ", epochs only" : ""
    let device = total.scaled(by: basis.intensity.value.gramsPerKilowattHour / Energy.joulesPerKilowattHour)
    let facility = device.scaled(by: basis.pue.value.ratio)
    return [
      line("IT energy", "\(Self.energy(total)), \(verb)\(scope)"),
      line("with PUE \(pue)", Self.energy(total.scaled(by: basis.pue.value.ratio))),
      line("CO2e", "\(Self.grams(device)) of the devices, \(Self.grams(facility)) with PUE"),
    ]
  }

  /// What a reader must know to use the numbers.
  private func remarks(_ forecast: TrainingForecast) -> [String] {
    var remarks: [String] = []
    if forecast.totalTime.interval == nil, forecast.observed < forecast.planned {
      remarks.append("no interval: it takes two epochs that differ, the first of each process left out")
    }
    if let trainings = forecast.calibratedBy {
      remarks.append("the interval is made of the errors in \(count(trainings, "finished training")) of the study")
    } else if forecast.totalTime.interval != nil, forecast.observed < forecast.planned {
      remarks.append("the interval holds if epochs go on as those seen; a change of pace is not in it")
    }
    if let energy = forecast.totalEnergy, progress.measuredEpochs < progress.epochs.count, energy.value > 0 {
      remarks.append("the energy of \(progress.measuredEpochs) of \(progress.epochs.count) epochs is known")
    }
    if progress.isLogged, forecast.totalEnergy != nil { remarks.append("energies are the tracker's own numbers") }
    if progress.model == nil {
      remarks.append("a tracker's log: start-up, validation and what lies between epochs are not in it")
    } else if forecast.includesValidation {
      remarks.append("the final validation is included as \(count(past.runs, "finished run")) of the model had it")
    } else {
      remarks.append("the final validation is not included: no finished run of the model tells how long it takes")
    }
    return remarks
  }

  /// Seconds with three significant digits below a minute, else as a clock.
  private static func seconds(_ value: Double) -> String {
    value < 60 ? "\(NumberFormat.significant(value, digits: 3) ?? "--") s" : clock(value)
  }

  private static func clock(_ value: Double) -> String { NumberFormat.clock(seconds: value) ?? "--" }

  private static func clock(_ amount: PredictedAmount) -> String {
    clock(amount.value) + interval(amount) { clock($0) }
  }

  private static func energy(_ amount: PredictedAmount) -> String {
    RunDetails.energy(.joules(amount.value)) + interval(amount) { RunDetails.energy(.joules($0)) }
  }

  private static func grams(_ amount: PredictedAmount) -> String {
    func text(_ grams: Double) -> String {
      guard let scale = UnitScale.fitting([grams], of: .carbon) else { return "--" }
      return "\(NumberFormat.significant(grams / scale.divisor, digits: 3) ?? "--") \(scale.symbol)"
    }
    return text(amount.value)
  }

  private static func interval(_ amount: PredictedAmount, _ text: (Double) -> String) -> String {
    guard let interval = amount.interval, interval.lowerBound < interval.upperBound else { return "" }
    return " (95 %: \(text(interval.lowerBound)) to \(text(interval.upperBound)))"
  }
}
