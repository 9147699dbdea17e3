import Accounting
import Alignment
import LogFormats
import Plotting
import Quantities

extension ReportFigures {
  func components(_ mode: ComponentBarsFigure.Mode) -> ComponentBarsFigure {
    let unit = meanUnit
    let all = Set(footprint.models.flatMap(\.components))
    let groups = footprint.datasets.compactMap { dataset -> ComponentBarsFigure.Group? in
      let bars = dataset.models.compactMap { model -> ComponentBarsFigure.Bar? in
        guard let energy = model.energy, isShown(model) else { return nil }
        var parts: [ComponentBarsFigure.Component: Double] = [:]
        for component in Component.allCases {
          let known = model.finished.compactMap { $0.trainingEnergy(of: component)?.joules }
          if !known.isEmpty {
            parts[Self.part(component)] = known.compensatedSum() / Double(model.finished.count) / unit.divisor
          }
        }
        let pue = footprint.basis(of: model).pue.value.ratio
        let overhead = (pue - 1) * energy.mean / unit.divisor
        return .init(
          label: label(model), parts: parts, missing: Set(all.subtracting(model.components).map(Self.part)),
          overhead: overhead,
          error: energy.standardDeviation.map { $0 * pue / unit.divisor })
      }
      return bars.isEmpty ? nil : .init(label: labels.dataset(dataset.dataset), bars: bars)
    }
    return switch mode {
    case .absolute:
      ComponentBarsFigure(
        name: "components", title: "Energy of training one fold by component", unit: unit.symbol,
        errorMeaning: "sd over folds of the total", groups: groups)
    case .share:
      ComponentBarsFigure(
        name: "component-shares", title: "Shares of components in the energy of training one fold", unit: unit.symbol,
        mode: .share, groups: groups)
    }
  }

  var componentsCaption: RichText {
    "Energy of training one fold by component, mean over finished folds; the lightest part is what PUE \(pue) adds. Whiskers: sample sd over folds of the total."
      + coverageCaption
  }

  var sharesCaption: RichText {
    "Shares of the components in the energy of training one fold, mean over finished folds; the lightest part is what PUE \(pue) adds."
      + coverageCaption
  }

  private static func part(_ component: Component) -> ComponentBarsFigure.Component {
    switch component {
    case .gpu: .gpu
    case .cpu: .cpu
    case .dram: .dram
    case .node: .node
    }
  }
}
