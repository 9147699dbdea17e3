import Accounting
import ArgumentParser
import Foundation
import Plotting
import Reporting
import StudyStore

/// `fodspor predict`: what a training will have taken at its end.
struct PredictCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict time, energy and carbon of a training from its first epochs, also while its log is written.",
    usage: """
      fodspor predict LOG|FOLDER [--epochs N] [--observed K] [--format FORMAT]
      fodspor predict RUN PATH… [--epochs N] [--observed K] [--format FORMAT]
      fodspor predict --back-test PATH… [--figure NAME] [--format FORMAT] [-o FILE]
      """,
    discussion: """
      LOG is a training log or one of carbontracker's; what lies beside it is read too. A FOLDER gives all its trainings \
      that have no end. \(RunSelector.help)
      --back-test tells how wrong each rule would have been on the finished trainings. docs/prediction.md has the rules, \
      their intervals and their errors.

      Examples:  fodspor predict nnUNet_results/Dataset701_Blobs/nnUNetTrainer__nnUNetPlans__2d/fold_0/training_log_x.txt
                 fodspor predict Dataset701_Blobs/2d/0 /scratch/study --observed 3
                 fodspor predict --back-test /scratch/study --figure errors -o errors.svg
      """)

  /// What is printed: text or a table, or a figure.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, md, csv, tex, svg, tikz, pdf, txt
  }

  /// A picture of a back-test.
  enum Figure: String, CaseIterable, ExpressibleByArgument {
    case errors, scatter
  }

  @OptionGroup var options: StudyOptions

  @Option(
    name: .long,
    help: ArgumentHelp("How many epochs the training has; goes before what the logs tell.", valueName: "n"))
  var epochs: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Look at the first epochs only; in a back-test, the number of epochs of the scatter figure.", valueName: "k"))
  var observed: Int?

  @Flag(name: .long, help: "Tell how wrong predictions would have been on the finished trainings.")
  var backTest = false

  @Option(
    name: .long,
    help: ArgumentHelp("With --back-test, draw a figure: errors (against epochs seen), scatter.", valueName: "figure"))
  var figure: Figure?

  @Option(name: .long, help: "How to print it: text, json, md, csv, tex; a figure: \(FigureFormat.help).")
  var format: Format?

  @OptionGroup var size: FigureSizeOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; standard output when left out.", valueName: "file"))
  var output: String?

  func validate() throws {
    for (name, value) in [("--epochs", epochs), ("--observed", observed)] {
      if let value, !(1...1_000_000).contains(value) { throw ValidationError("\(name) must be 1 to 1000000.") }
    }
    if figure != nil, !backTest { throw ValidationError("--figure needs --back-test.") }
    if let format, (FigureFormat(rawValue: format.rawValue) == nil) == (figure != nil), format != .csv {
      throw ValidationError(
        figure == nil
          ? "--format \(format.rawValue) is of figures, and needs --back-test and --figure."
          : "A figure is written as \(FigureFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    if figure != nil { try figureFormat.validate(output: output) }
    if backTest, epochs != nil { throw ValidationError("--epochs is of one training, and --back-test of many.") }
  }

  func run() async throws {
    if let figure { return try await draw(figure) }
    let text = backTest ? try await backTestText() : try await predictionText()
    do { try OutputFile.write(text, to: output) } catch let error as StoreError {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
  }

  private var figureFormat: FigureFormat { format.flatMap { FigureFormat(rawValue: $0.rawValue) } ?? .svg }

  private func draw(_ figure: Figure) async throws {
    let converter = try figureFormat.converter()
    let (test, labels) = try await tested()
    let figures = PredictionFigures(test, labels: labels)
    guard let drawn = figure == .errors ? figures.errors(size.style) : figures.scatter(size.style) else {
      Terminal.message("no finished training has more than \(test.scatterAfter) epochs; say --observed with fewer")
      throw ExitStatus.failure
    }
    try figureFormat.write(drawn, by: converter, to: output)
  }

  private func tested() async throws -> (test: PredictionBackTest, labels: Labels) {
    let loaded = try await options.load()
    let test = loaded.footprint.backTest(scatterAfter: observed ?? PredictionBackTest.defaultScatterAfter)
    guard test.trainings > 0 else {
      Terminal.message("no training is complete with at least two epochs, so there is nothing to test predictions on")
      throw ExitStatus.failure
    }
    return (test, Labels(loaded.file))
  }

  private func backTestText() async throws -> String {
    let test = try await tested().test
    Terminal.message("\(test.trainings) finished trainings tested, \(test.leftOut) others left out")
    let table = format == .csv || format == .json ? PredictionTables.allErrors(test) : PredictionTables.errors(test)
    return tableFormat.render(table, width: Terminal.width)
  }

  /// How a table is printed; `table` for text.
  private var tableFormat: TableFormat { format.flatMap { TableFormat(rawValue: $0.rawValue) } ?? .table }

  private func predictionText() async throws -> String {
    let target = try PredictionTarget(options)
    let loaded = try await target.options.load()
    let trainings = try target.select(in: loaded)
    let past = loaded.footprint.finishedTrainings
    let errors = loaded.footprint.backTest(without: Set(trainings.map(\.log)))
    let predictions = trainings.map { training in
      var training = training
      if let epochs {
        training.planned = epochs
        training.plannedSource = .given
      }
      return TrainingPrediction(
        training, observed: observed, past: PastParts(past, for: training), errors: errors,
        basis: loaded.footprint.basis)
    }
    if (format ?? .text) == .text, predictions.contains(where: { $0.problem == nil }) || predictions.count > 1 {
      return predictions.map(\.text).joined(separator: "\n")
    }
    for prediction in predictions {
      if let problem = prediction.problem { Terminal.message("\(prediction.progress.name): \(problem)") }
    }
    guard predictions.contains(where: { $0.problem == nil }) else { throw ExitStatus.failure }
    let table = PredictionTables.forecasts(predictions)
    return tableFormat.render(table, width: Terminal.width)
  }
}
