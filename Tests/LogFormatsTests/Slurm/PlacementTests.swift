import Foundation
import Testing

@testable import LogFormats

/// Where a console says that its processes ran.
@Suite struct PlacementTests {
  private func placement(_ lines: [String], name: String = "x.out") throws -> Placement {
    var reader = SlurmOutputReader(fileName: name)
    for (place, line) in lines.enumerated() {
      TrackerText.withBytes(line) { reader.consume($0, number: place + 1) }
    }
    guard case .console(let capture) = reader.finish().record else { return Placement() }
    return capture.placement ?? Placement()
  }

  @Test("The environment, as scripts print it")
  func environment() throws {
    let found = try placement([
      "SLURM_JOB_ID=4410300", "SLURM_JOB_NAME=fold3", "SLURMD_NODENAME=gpu07", "HOSTNAME=login1.cluster.example",
      "export CUDA_VISIBLE_DEVICES=\"2,3\"", "+ SLURM_JOB_GPUS=4,5", "declare -x CUDA_DEVICE_ORDER=\"PCI_BUS_ID\"",
      "PID: 31415",
    ])
    #expect(found.job == 4_410_300 && found.jobName == "fold3")
    #expect(found.host == "gpu07")
    #expect(found.visibleGPUs == ["2", "3"] && found.nodeGPUs == ["4", "5"] && found.isInBusOrder == true)
    #expect(found.processes == [31_415])
  }

  @Test("An array's task has two numbers: the array's in the file's name, its own in the text")
  func array() throws {
    let found = try placement(
      ["SLURM_JOB_ID=4410309", "SLURM_ARRAY_JOB_ID=4410305", "SLURM_ARRAY_TASK_ID=4"], name: "slurm-4410305_4.out")
    #expect(found.job == 4_410_309 && found.arrayJob == 4_410_305 && found.arrayTask == 4)
    let named = try placement(["Using device: cuda:0"], name: "train_4410305_12.err")
    #expect(named.job == nil && named.arrayJob == 4_410_305 && named.arrayTask == 12)
  }

  @Test(
    "Hosts in people's words",
    arguments: [
      "Running on host gpu-node-3", "Running on host: gpu-node-3", "running on node gpu-node-3", "Hostname: gpu-node-3",
      "Node: gpu-node-3", "slurmstepd: error: *** JOB 12 ON gpu-node-3 CANCELLED AT 2026-01-01T00:00:00 ***",
    ])
  func host(line: String) throws { #expect(try placement([line]).host == "gpu-node-3") }

  @Test(
    "What says nothing",
    arguments: [
      "Running on host and device", "running on the GPU.", "CUDA_VISIBLE_DEVICES=", "CUDA_VISIBLE_DEVICES=-1",
      "CUDA_VISIBLE_DEVICES=$GPU", "os.environ['CUDA_VISIBLE_DEVICES'] = str(args.gpu)", "node: 0",
      "HOSTNAME=localhost",
      "NODELIST: gpu[01-04]", "pid", "PID: python", "SLURM_JOB_GPUS=all",
    ])
  func none(line: String) throws { #expect(try placement([line], name: "nohup.out").isEmpty) }

  @Test("Two values of one name say nothing, as of several processes in one console")
  func contradicted() throws {
    let found = try placement(["CUDA_VISIBLE_DEVICES=0", "CUDA_VISIBLE_DEVICES=1", "HOSTNAME=a1"], name: "nohup.out")
    #expect(found.visibleGPUs == nil && found.host == "a1")
  }

  @Test("UUIDs and slices are GPUs, and however long a list is, little is kept")
  func bounds() throws {
    let line = "CUDA_VISIBLE_DEVICES=GPU-8f3c,MIG-11aa"
    #expect(try placement([line]).visibleGPUs == ["GPU-8f3c", "MIG-11aa"])
    let many = "CUDA_VISIBLE_DEVICES=" + (0..<200).map { String($0) }.joined(separator: ",")
    #expect(try placement([many], name: "nohup.out").isEmpty)
    let pids = (1...10_000).map { "pid=\($0)" }
    #expect(try placement(pids, name: "nohup.out").processes?.count == 64)
  }

  @Test("A console that an earlier version stored is read, without a place")
  func earlierStore() throws {
    let stored = Data(#"{"slurmJob":12,"tracebacks":[]}"#.utf8)
    let capture = try JSONDecoder().decode(ConsoleCapture.self, from: stored)
    #expect(capture.slurmJob == 12 && capture.placement == nil)
  }

  @Test("Short names and names with a domain are of one host")
  func sameHost() {
    #expect(Placement.isSameHost("gpu07", "GPU07.cluster.example"))
    #expect(!Placement.isSameHost("gpu0", "gpu07") && !Placement.isSameHost("10", "10.0.0.1"))
  }
}
