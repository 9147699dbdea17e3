import Accounting
import Alignment
import LogFormats
import Testing

/// Which run a log belongs to.
@Suite struct RunIdentityTests {
  private func identities(_ files: [(name: String, text: String)]) async throws -> [RunIdentity] {
    let folder = try StudyFolder()
    for file in files { try folder.write(file.text, to: file.name) }
    return try await folder.analyse().study.runs.map(\.identity)
  }

  @Test("The path says data set, trainer, plans, configuration and fold")
  func path() async throws {
    let story = TrainingStory()
    let identity = try #require(try await identities([("deep/" + story.path, story.log())]).first)
    #expect(identity.dataset == "Dataset801_Cubes")
    #expect(identity.trainer == "nnUNetTrainer_4epochs")
    #expect(identity.plans == "nnUNetPlans")
    #expect(identity.configuration == "2d")
    #expect(identity.fold == Fold(0))
    #expect(identity.location == "deep/" + story.folder)
  }

  @Test("Where the path is silent the log's header speaks; the path wins where both do")
  func header() async throws {
    var story = TrainingStory()
    story.dataset = "Dataset802_Cones"
    story.fold = 3
    let found = try await identities([
      ("loose/training_log_2026_11_20_10_00_00.txt", story.log()),
      (
        "Dataset803_Spheres/nnUNetTrainer__nnUNetPlans__3d_fullres/fold_1/training_log_2026_11_20_11_00_00.txt",
        {
          story.start = 3600
          return story.log()
        }()
      ),
    ])
    #expect(found.count == 2)
    let loose = try #require(found.first { $0.location == "loose" })
    #expect(loose.dataset == "Dataset802_Cones")
    #expect((loose.configuration, loose.plans, loose.fold, loose.trainer) == ("2d", "nnUNetPlans", Fold(3), nil))
    let placed = try #require(found.first { $0.location != "loose" })
    #expect((placed.dataset, placed.configuration, placed.fold) == ("Dataset803_Spheres", "3d_fullres", Fold(1)))
  }

  @Test("Folds of one model share its identity, and fold all is one of them")
  func folds() async throws {
    let stories = [0, 1, nil].map { fold -> TrainingStory in
      var story = TrainingStory()
      story.fold = fold
      story.start = Double(fold ?? 9) * 1000
      return story
    }
    let found = try await identities(stories.map { ($0.path, $0.log()) })
    #expect(found.map(\.fold) == [Fold(0), Fold(1), .all])
    #expect(Set(found.map(\.model)).count == 1)
  }

  @Test("The same name in two places is two runs")
  func twoPlaces() async throws {
    var other = TrainingStory()
    other.start = 500
    let story = TrainingStory()
    let found = try await identities([("a/" + story.path, story.log()), ("b/" + other.path, other.log())])
    #expect(found.count == 2)
    #expect(Set(found.map(\.model)).count == 1)
  }

  @Test("Path and header that name different things are told, and so is debug.json; agreement is not")
  func disagreement() async throws {
    let story = TrainingStory()
    let folder = try StudyFolder()
    try folder.write(story.log(), to: story.path.replacing("__2d/", with: "__2d_bs40/"))
    try folder.write(
      #"{"fold": "3", "configuration_name": "2d", "num_epochs": "8", "log_file": "x", "num_iterations_per_epoch": "250"}"#,
      to: story.folder.replacing("__2d/", with: "__2d_bs40/") + "/debug.json")
    let footprint = try await folder.analyse()
    #expect(
      footprint.messages("run.names-disagree")
        == ["The log says configuration 2d for 2d_bs40 in its path; the path was believed."])
    let debug = footprint.messages("run.debug-disagrees")
    #expect(debug.count == 1)
    #expect(debug.first?.contains("fold 3 for 0, configuration 2d for 2d_bs40, planned epochs 8 for 4") == true)

    let plain = try StudyFolder()
    try plain.write(story)
    let codes = try await plain.analyse().codes
    #expect(!codes.contains("run.names-disagree") && !codes.contains("run.debug-disagrees"))
  }
}
