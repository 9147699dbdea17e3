import Accounting
import Alignment
import LogFormats
import Plotting
import Quantities

extension ReportFigures {
  func epochs(of dataset: SelectionFootprint) -> EpochFigure? {
    let unit = Self.unit(dataset.runs.flatMap { run in epochEnergies(run).compactMap { $0.energy?.joules } })
    let series = dataset.models.compactMap { model -> EpochFigure.Series? in
      let runs = model.runs.compactMap { footprint -> EpochFigure.Run? in
        let epochs = epochEnergies(footprint).map { item in
          EpochFigure.Epoch(
            index: item.epoch.index, energy: item.energy.map { $0.joules / unit.divisor },
            score: item.epoch.logged.meanPseudoDice, state: Self.state(item.epoch.status))
        }
        let restarts = footprint.run.attempts.dropFirst().compactMap { $0.epochs.first?.index }
        let fold = footprint.run.identity.fold?.description ?? footprint.run.identity.location
        return epochs.contains { $0.energy != nil }
          ? .init(label: "fold \(fold)", epochs: epochs, restarts: restarts) : nil
      }
      return runs.isEmpty ? nil : .init(label: tables.model(model), runs: runs)
    }
    guard !series.isEmpty else { return nil }
    return EpochFigure(
      name: "epochs-" + datasetStems[dataset.dataset],
      title: "IT energy per epoch, \(labels.dataset(dataset.dataset))",
      unit: unit.symbol, scoreName: "Pseudo Dice", series: series)
  }

  func epochsCaption(_ dataset: SelectionFootprint) -> RichText {
    RichText(
      "IT energy of each epoch of \(labels.dataset(dataset.dataset)) above, nnU-Net's online estimate of the Dice below (which is not the validation Dice). Bands span the folds; hollow: redone; crosses: aborted."
    )
  }

  /// The epochs of all attempts with their energies, in order of time.
  private func epochEnergies(_ footprint: RunFootprint) -> [(epoch: AlignedEpoch, energy: Energy?)] {
    zip(footprint.run.attempts, footprint.attempts).flatMap { attempt, measured in
      attempt.parts.enumerated().compactMap { place, part in
        part.epoch.map { (attempt.epochs[$0], measured.energy(ofPart: place)) }
      }
    }
  }

  private static func state(_ status: AlignedEpoch.Status) -> EpochFigure.State {
    switch status {
    case .useful: .useful
    case .redone: .redone
    case .aborted: .aborted
    }
  }
}
