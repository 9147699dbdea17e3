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
}
