// Which kind of value each key of a unit takes: systemd.service(5), systemd.exec(5), systemd.kill(5),
// systemd.resource-control(5), systemd.unit(5); src/core/load-fragment-gperf.gperf.in. A value of another kind is skipped
// with "Failed to parse" in the journal, and the key stays as it was. Keys that take anything are not here.
import type { UnitValueForm } from "../../model/arguments/units.ts"
import type { Range } from "../../model/since.ts"
import type { Bounds } from "./value-forms.ts"

export interface TakenValue extends Bounds {
  readonly form: UnitValueForm
  /** Words that it takes besides, or alone. */
  readonly words?: readonly string[]
}

interface Row extends Bounds {
  readonly keys: string
  readonly form: UnitValueForm
  readonly words?: string
}

/** Where these stand in a section that has them. */
const serviceRows: readonly Row[] = [
  { keys: "Type", form: "word", words: "simple exec forking oneshot dbus notify notify-reload idle" },
  { keys: "ExitType", form: "word", words: "main cgroup" },
  {
    keys: "Restart",
    form: "word",
    words: "no on-success on-failure on-abnormal on-watchdog on-abort always",
  },
  { keys: "RestartMode", form: "word", words: "normal direct debug" },
  { keys: "NotifyAccess", form: "word", words: "none main exec all" },
  { keys: "OOMPolicy", form: "word", words: "continue stop kill" },
  { keys: "KillMode", form: "word", words: "control-group process mixed none" },
  { keys: "TimeoutStartFailureMode TimeoutStopFailureMode", form: "word", words: "terminate abort kill" },
  { keys: "DevicePolicy", form: "word", words: "auto closed strict" },
  { keys: "ManagedOOMSwap ManagedOOMMemoryPressure", form: "word", words: "auto kill" },
  { keys: "ManagedOOMPreference", form: "word", words: "none avoid omit" },
  { keys: "KeyringMode", form: "word", words: "inherit private shared" },
  { keys: "ProtectProc", form: "word", words: "default noaccess invisible ptraceable" },
  { keys: "ProcSubset", form: "word", words: "all pid" },
  { keys: "MountFlags", form: "word", words: "shared slave private" },
  { keys: "IOSchedulingClass", form: "integer", words: "none realtime best-effort idle", least: 0, most: 7 },
  { keys: "RuntimeDirectoryPreserve", form: "boolean", words: "restart" },
  { keys: "ProtectSystem", form: "boolean", words: "full strict" },
  { keys: "ProtectHome", form: "boolean", words: "read-only tmpfs" },
  { keys: "PrivateTmp", form: "boolean", words: "disconnected" },
  { keys: "PrivateUsers", form: "boolean", words: "self identity full managed" },
  { keys: "ProtectControlGroups", form: "boolean", words: "private strict" },
  {
    keys: `RemainAfterExit GuessMainPID NonBlocking PermissionsStartOnly RootDirectoryStartOnly SendSIGKILL SendSIGHUP
      DynamicUser NoNewPrivileges PrivateDevices PrivateNetwork ProtectKernelTunables ProtectKernelModules
      ProtectKernelLogs ProtectClock LockPersonality RestrictRealtime RestrictSUIDSGID MemoryDenyWriteExecute RemoveIPC
      IgnoreSIGPIPE SyslogLevelPrefix CPUAccounting MemoryAccounting TasksAccounting IOAccounting BlockIOAccounting
      IPAccounting CPUSchedulingResetOnFork`,
    form: "boolean",
  },
  {
    keys: `RestartSec RestartMaxDelaySec TimeoutSec TimeoutStartSec TimeoutStopSec TimeoutAbortSec RuntimeMaxSec
      RuntimeRandomizedExtraSec WatchdogSec StartLimitInterval LogRateLimitIntervalSec`,
    form: "time",
  },
  { keys: "StartLimitBurst LogRateLimitBurst FileDescriptorStoreMax", form: "count", most: 4294967295 },
  { keys: "OOMScoreAdjust", form: "integer", least: -1000, most: 1000 },
  { keys: "Nice", form: "integer", least: -20, most: 19 },
  { keys: "IOSchedulingPriority", form: "integer", least: 0, most: 7 },
  { keys: "LimitNOFILE LimitNPROC LimitLOCKS LimitSIGPENDING LimitRTPRIO", form: "limit-count" },
  {
    keys: "LimitFSIZE LimitDATA LimitSTACK LimitCORE LimitRSS LimitAS LimitMEMLOCK LimitMSGQUEUE",
    form: "limit-size",
  },
  { keys: "LimitCPU LimitRTTIME", form: "limit-time" },
  { keys: "MemoryMin MemoryLow MemorySwapMax MemoryZSwapMax", form: "memory" },
  { keys: "MemoryHigh MemoryMax MemoryLimit", form: "memory", least: 1 },
  { keys: "TasksMax", form: "tasks" },
  { keys: "CPUWeight StartupCPUWeight", form: "weight", words: "idle", least: 1, most: 10000 },
  { keys: "IOWeight StartupIOWeight", form: "weight", least: 1, most: 10000 },
  { keys: "CPUShares StartupCPUShares", form: "weight", least: 2, most: 262144 },
  { keys: "BlockIOWeight StartupBlockIOWeight", form: "weight", least: 10, most: 1000 },
  { keys: "CPUQuota", form: "percentage" },
  { keys: "Delegate", form: "controllers" },
  { keys: "KillSignal RestartKillSignal FinalKillSignal WatchdogSignal ReloadSignal", form: "signal" },
  { keys: "SuccessExitStatus RestartPreventExitStatus RestartForceExitStatus", form: "statuses" },
  {
    keys: `UMask RuntimeDirectoryMode StateDirectoryMode CacheDirectoryMode LogsDirectoryMode
      ConfigurationDirectoryMode`,
    form: "mode",
  },
  { keys: "EnvironmentFile", form: "path" },
  { keys: "Slice", form: "slice" },
  { keys: "PassEnvironment", form: "variables" },
]

const unitRows: readonly Row[] = [
  {
    keys: `After Before Wants Requires Requisite BindsTo PartOf Upholds Conflicts OnFailure OnSuccess
      PropagatesReloadTo ReloadPropagatedFrom PropagatesStopTo StopPropagatedFrom JoinsNamespaceOf`,
    form: "units",
  },
  {
    keys: "DefaultDependencies StopWhenUnneeded RefuseManualStart RefuseManualStop AllowIsolate IgnoreOnIsolate",
    form: "boolean",
  },
  { keys: "StartLimitIntervalSec StartLimitInterval JobTimeoutSec JobRunningTimeoutSec", form: "time" },
  { keys: "StartLimitBurst", form: "count", most: 4294967295 },
  { keys: "CollectMode", form: "word", words: "inactive inactive-or-failed" },
  {
    keys: "FailureAction SuccessAction StartLimitAction JobTimeoutAction",
    form: "word",
    words: `none reboot reboot-force reboot-immediate poweroff poweroff-force poweroff-immediate exit exit-force
      soft-reboot soft-reboot-force kexec kexec-force halt halt-force halt-immediate`,
  },
]

const byKey = (rows: readonly Row[]) =>
  new Map(
    rows.flatMap(({ keys, words, ...row }) =>
      keys
        .split(/\s+/)
        .map((key): [string, TakenValue] => [
          key,
          { ...row, ...(words === undefined ? {} : { words: words.split(/\s+/) }) },
        ]),
    ),
  )

type TakenValues = Readonly<Record<string, ReadonlyMap<string, TakenValue>>>

let taken: TakenValues | undefined

/** By section, then by key; made when a unit is first judged. */
export function takenValues(): TakenValues {
  taken ??= { Unit: byKey(unitRows), Service: byKey(serviceRows) }
  return taken
}

interface LaterWord extends Range {
  readonly key: string
  readonly word: string
  readonly source: string
}

/** Words that came later than their key ("Action": any that ends so), of releases that nodes still have; systemd's NEWS, "CHANGES WITH". */
export const laterWords: readonly LaterWord[] = [
  { key: "Type", word: "exec", since: "240.0", source: "NEWS of 240" },
  { key: "Type", word: "notify-reload", since: "253.0", source: "NEWS of 253" },
  { key: "RestartMode", word: "debug", since: "257.0", source: "NEWS of 257" },
  { key: "Action", word: "soft-reboot", since: "254.0", source: "NEWS of 254" },
  { key: "Action", word: "soft-reboot-force", since: "254.0", source: "NEWS of 254" },
  { key: "Action", word: "kexec", since: "254.0", source: "NEWS of 254" },
  { key: "Action", word: "kexec-force", since: "254.0", source: "NEWS of 254" },
  { key: "Action", word: "halt", since: "254.0", source: "NEWS of 254" },
  { key: "Action", word: "halt-force", since: "254.0", source: "NEWS of 254" },
  { key: "Action", word: "halt-immediate", since: "254.0", source: "NEWS of 254" },
  { key: "CPUWeight", word: "idle", since: "252.0", source: "NEWS of 252" },
  { key: "StartupCPUWeight", word: "idle", since: "252.0", source: "NEWS of 252" },
  { key: "PrivateTmp", word: "disconnected", since: "257.0", source: "NEWS of 257" },
  { key: "PrivateUsers", word: "self", since: "257.0", source: "NEWS of 257" },
  { key: "PrivateUsers", word: "identity", since: "257.0", source: "NEWS of 257" },
  { key: "PrivateUsers", word: "full", since: "258.0", source: "NEWS of 258" },
  { key: "PrivateUsers", word: "managed", since: "259.0", source: "NEWS of 259" },
  { key: "ProtectControlGroups", word: "private", since: "257.0", source: "NEWS of 257" },
  { key: "ProtectControlGroups", word: "strict", since: "257.0", source: "NEWS of 257" },
]

/** Values that end the loading of the unit, "Unit configuration has fatal error": relative paths of these. */
export const fatalPaths: ReadonlySet<string> = new Set(["WorkingDirectory", "RootDirectory"])
