/// A way by which a text from elsewhere reaches what Fodspor writes; `fixtures/hostile/study.json` has the same list, and
/// how a text is fitted into its place there.
package enum HostileChannel: String, Sendable, CaseIterable {
  /// A folder above the results.
  case folder
  /// The folder of a data set.
  case dataset
  /// The trainer, in the folder of a model.
  case trainer
  /// The plans, in the folder of a model.
  case plans
  /// The configuration, in the folder of a model.
  case configuration
  /// The folder of a fold.
  case fold
  /// The file of a trace.
  case traceFile
  /// A file of no known format.
  case unknownFile
  /// nnU-Net log: the configuration.
  case logConfiguration
  /// nnU-Net log: the class of the network.
  case logNetwork
  /// nnU-Net log: the data set.
  case logDataset
  /// nnU-Net log: the plans.
  case logPlans
  /// Slurm output: an exception.
  case logError
  /// debug.json: the GPU.
  case debugGPU
  /// debug.json: the host.
  case debugHost
  /// debug.json: the network.
  case debugNetwork
  /// debug.json: the version of PyTorch.
  case debugTorch
  /// nvidia-smi: the GPU.
  case traceGPU
  /// RAPL: the name of a zone.
  case raplDomain
  /// carbontracker: its version.
  case trackerVersion
  /// carbontracker: the GPU.
  case trackerGPU
  /// carbontracker: the CPU.
  case trackerCPU
  /// carbontracker: the place.
  case trackerPlace
  /// CodeCarbon: the project.
  case codecarbonProject
  /// CodeCarbon: the run.
  case codecarbonRun
  /// CodeCarbon: the country.
  case codecarbonCountry
  /// CodeCarbon: the region.
  case codecarbonRegion
  /// CodeCarbon: its version.
  case codecarbonVersion
  /// CodeCarbon: the CPU.
  case codecarbonCPU
  /// CodeCarbon: the GPU.
  case codecarbonGPU
  /// sacct: the name of a job.
  case slurmJob
  /// sacct: the nodes.
  case slurmNode
  /// A declared table: the device.
  case meterDevice
  /// File of metrics: the model.
  case metricModel
  /// File of metrics: the metric.
  case metricName
  /// fodspor.yml: title.
  case title
  /// fodspor.yml: the source of the PUE.
  case pueSource
  /// fodspor.yml: the source of the carbon intensity.
  case intensitySource
  /// fodspor.yml: the place of the carbon intensity.
  case intensityPlace
  /// fodspor.yml: the label of a data set.
  case datasetLabel
  /// fodspor.yml: the label of a configuration.
  case configurationLabel
  /// fodspor.yml: the label of a trainer.
  case trainerLabel
  /// fodspor.yml: the name of a site.
  case siteName
  /// fodspor.yml: the source of a site's PUE.
  case sitePUESource
  /// fodspor.yml: the place of a site.
  case sitePlace
  /// fodspor.yml: the source of a site's carbon intensity.
  case siteSource
  /// fodspor.yml: another place.
  case place
  /// fodspor.yml: the source of another place.
  case placeSource
  /// fodspor.yml: hardware.
  case embodiedName
  /// fodspor.yml: the source of embodied emissions.
  case embodiedSource
  /// fodspor.yml: a pattern that matches nothing.
  case pattern
  /// fodspor.yml: the name of an attribute.
  case attributeName
  /// fodspor.yml: the value of an attribute.
  case attributeValue
  /// The folder of a file that is damaged.
  case damagedFile

  /// Its place in the list.
  package var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
