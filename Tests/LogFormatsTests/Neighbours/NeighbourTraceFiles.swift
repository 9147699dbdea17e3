/// Small files of each tool, made up to the formats' descriptions.
enum NeighbourTraceFiles {
  static let powerjoular = """
    Date,CPU Utilization,Total Power,CPU Power,GPU Power
    2026-11-23 09:00:00,0.25,30.5,10.25,20.25
     2026- 11- 23  9: 0: 1. 96,0.25,31.5,11.25,20.25

    """
  static let powerjoularProcess = """
    Date,CPU Utilization,CPU Power
    2026-11-23 09:00:00,0.25,3.25
    2026-11-23 09:00:01,0.25,3.5

    """
  static let energibridge = """
    Delta,Time,CORE0_ENERGY (J),CPU_ENERGY (J),DRAM_ENERGY (J),PP0_ENERGY (J),GPU0_POWER (mWatts),SYSTEM_POWER (Watts)
    0,1795424400000,5.5,100.123456789012,7,1,25000,80.5
    99,1795424400001,5.5,101.5,7.5,1,26000.5,NaN

    """
  static let gadget = """
    System Time,RDTSC,Elapsed Time (sec), CPU Utilization(%),Processor Power_0(Watt),Cumulative Processor Energy_0(Joules),Cumulative Processor Energy_0(mWh),IA Power_0(Watt),GT Power_0(Watt),DRAM Power_0(Watt),Package PL1_0(Watt),
    18:51:13:298, 2757838693488233, 0.500, 3.0, 10.0, 5.0, 1.39, 4.0, 1.0, 2.0, 15.0
    18:51:13:798, 2757838693488299, 1.000, 3.0, 20.0, 15.0, 4.17, 4.0, 1.0, 2.0, 15.0

    Total Elapsed Time (sec) = 1.000
    Cumulative Processor Energy_0 (Joules) = 15.0
    Average Processor Power_0 (Watt) = 15.0

    """
  static let impactTracker = """
    {"timestamp":1795424400.25,"rapl_power_draw_absolute":124.5,"rapl_estimated_attributable_power_draw":29.5,"nvidia_draw_absolute":60.5,"nvidia_estimated_attributable_power_draw":0.0,"per_gpu_power_draw":{"0":20.5,"1":40.0}}
    {"timestamp":1795424404.25,"rapl_power_draw_absolute":125.5,"rapl_estimated_attributable_power_draw":null,"nvidia_draw_absolute":61.5,"nvidia_estimated_attributable_power_draw":0.0,"per_gpu_power_draw":{"0":21.5,"1":40.0}}

    """
  static let aiPowerMeter = """
    {"date": "2026-11-23 09:00:00.5", "metrics": {"cpu": {"intel_power": 50.5, "psys_power": -1, "uncore_power": [0.5], "total_cpu_power": 40.5, "total_dram_power": 3.5}, "gpu": {"nvidia_draw_absolute": 88.5}}}
    "END OF RECORDING SEGMENT"
    {"date": "2026-11-23 09:00:01.5", "metrics": {"cpu": {"intel_power": 51.5, "psys_power": 70.5, "uncore_power": [0.5], "total_cpu_power": 40.5, "total_dram_power": 3.5}, "gpu": {"nvidia_draw_absolute": 89.5}}}

    """
  static let events = """
    {"system.gpu.0.powerWatts": 250.5, "system.gpu.process.0.powerWatts": 250.5, "system.gpu.0.enforcedPowerLimitWatts": 300, "system.cpu.powerWatts": 60, "system.powerWatts": 500.0, "_timestamp": 1795424400.5, "_runtime": 28, "_wandb": true}
    {"system.gpu.0.powerWatts": null, "system.gpu.0.powerPercent": 80, "_timestamp": 1795424430.5, "_runtime": 58, "_wandb": true}

    """
  static let export = """
    "Relative Time (Process)","bold-sun-1 - system/gpu.0.powerWatts","bold-sun-1 - system/gpu.0.powerWatts__MIN","bold-sun-1 - system/gpu.0.powerWatts__MAX"
    "1.5","100.5","90","110"
    "31.5","","",""
    "61.5","102.5","90","110"

    """
  static let scaphandre = """
    [{"host":{"consumption":30500000.0,"timestamp":1795424400.25},"consumers":[{"exe":"/bin/x{\\"}","pid":7,"consumption":1.5}],
    "sockets":[{"id":0,"consumption":25000000.5,"domains":[{"name":"core","consumption":9000000.0,"timestamp":1795424400.5},{"name":"dram","consumption":5500000.0,"timestamp":1795424400.5}],"timestamp":1795424400.5}]}
    ,{"host":{"consumption":31500000.0,"timestamp":1795424402.25},"consumers":[],"sockets":[{"id":0,"consumption":26000000.5,"domains":[],"timestamp":1795424402.5}]}]

    """
  static let greenMetrics = """
    1795424400000000 412000 Package_0
    1795424400100000 1200000 Package_0
    1795424400200000 1300000 Package_0

    """
  static let powermetrics = """
    Machine model: MacBookAir10,1
    *** Sampled system activity (Mon Nov 23 10:00:00 2026 +0100) (500.00ms elapsed) ***
    E-Cluster Power: 105 mW
    DRAM Power: 220 mW
    CPU Power: 947 mW
    GPU Power: 153 mW
    Combined Power (CPU + GPU + ANE): 1100 mW
    GPU Power: 153 mW

    *** Sampled system activity (Mon Nov 23 10:00:00 2026 +0100) (600.00ms elapsed) ***
    CPU Power: 900 mW
    GPU Power: 100 mW

    """
  static let propertyLists = """
    <?xml version="1.0" encoding="UTF-8"?>
    <plist version="1.0">
    <dict>
    <key>is_delta</key><true/>
    <key>elapsed_ns</key><integer>1000000000</integer>
    <key>timestamp</key><date>2026-11-23T09:00:00Z</date>
    <key>processor</key>
    <dict>
    <key>cpu_energy</key>
    <integer>500</integer>
    <key>gpu_energy</key><integer>100</integer>
    </dict>
    <key>gpu</key><dict><key>gpu_energy</key><integer>999</integer></dict>
    </dict>
    </plist>
    \u{0}<?xml version="1.0" encoding="UTF-8"?>
    <plist version="1.0">
    <dict>
    <key>is_delta</key><true/>
    <key>elapsed_ns</key><integer>1500000000</integer>
    <key>timestamp</key><date>2026-11-23T09:00:01Z</date>
    <key>cpu_energy</key>
    <integer>600</integer>
    </dict>
    </plist>

    """
  static let loadProfile = """
    task_name,load_type,cpu_name,timestamp,cores_used,cpu_load,rapl_power,rapl_energy,estimated_power,estimated_energy,tapo_power,tapo_energy,duration
    a,all_cores,Some CPU,1795424400.5,16,0.6,10.5,0.1,12.5,0.1,0,0,30.5
    b,all_cores,Some CPU,1795424431.5,16,10.0,20.5,0.1,22.5,0.1,0,0,30.5

    """
}
