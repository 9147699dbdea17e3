import Testing

@testable import LogFormats

@Suite("Numbers of Slurm jobs")
struct SlurmJobNumberTests {
  @Test(
    "In file names",
    arguments: [
      ("slurm-4410206.out", 4_410_206), ("slurm-4410206_3.out", 4_410_206), ("train.o4410206", 4_410_206),
      ("train.e12", 12), ("nnunet-4410206.out", 4_410_206), ("fold_0_4410206.err", 4_410_206),
      ("job-4410206_12.out", 4_410_206), ("model_run1_2223815.out", 2_223_815), ("job.126331.out", 126_331),
      ("slurm-7.out", 7),
    ])
  func names(name: String, job: Int) { #expect(SlurmJobNumber.inName(name) == job) }

  @Test(
    "Names without one",
    arguments: ["nohup.out", "train.out", "log-20240512.out", "a.o", "x.one", "fold_0.out", "", ".out", "job-12.txt"])
  func none(name: String) { #expect(SlurmJobNumber.inName(name) == nil) }

  @Test(
    "In text",
    arguments: [
      ("SLURM_JOB_ID=4410206", 4_410_206), ("export SLURM_JOBID=12", 12), ("SLURM_JOB_ID: 77", 77),
      ("os.environ['SLURM_JOB_ID'] = '99'", 99),
      (
        "slurmstepd: error: *** JOB 4410206 ON node01 CANCELLED AT 2026-11-23T10:00:00 DUE TO TIME LIMIT ***", 4_410_206
      ),
      ("slurmstepd: error: *** STEP 4410206.0 ON node01 CANCELLED AT 2026-11-23T10:00:00 ***", 4_410_206),
    ])
  func text(line: String, job: Int) {
    #expect(TrackerText.withBytes(line) { SlurmJobNumber.inText($0) } == job)
  }

  @Test("Text without one", arguments: ["", "SLURM_JOB_NAME=x1", "SLURM_JOB_ID=", "JOB 12 done"])
  func noText(line: String) { #expect(TrackerText.withBytes(line) { SlurmJobNumber.inText($0) } == nil) }
}
