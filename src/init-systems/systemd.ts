// systemd. Units are read from their files, so that an image under --root says as much as a running node; only the
// state is asked of systemctl, in one call per service.
import type { Ran } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import type { ServiceFacts } from "../model/service.ts"
import type { InitSystem } from "./init-system.ts"
import { splitLines } from "./log-files.ts"
import { namesMentioning } from "./mentions.ts"
import { baseName, initSource, nameOfPidOne, programOfInit } from "./pid-one.ts"
import { unmetConditions } from "./systemd/conditions.ts"
import { managerEnvironment, systemdRelease } from "./systemd/manager.ts"
import { findStartTroubles } from "./systemd/start-needs.ts"
import { parsedUnits, readUnitCommand } from "./systemd/unit-command.ts"
import { findUnit, isWantedAtBoot, maskOf, unitDefinitions, unitName } from "./systemd/unit-files.ts"
import { askRestartsWith, askUnitState, plainOutput } from "./systemd/unit-state.ts"
import { systemdRunLater } from "./systemd-run-later.ts"
import { actSeconds, askSeconds } from "./timeouts.ts"

/** Exists exactly while systemd is the init system. See sd_booted(3). */
const bootMark = "/run/systemd/system"

export const systemd: InitSystem = {
  id: "systemd",
  isDriven: true,

  recognise(machine) {
    if (!machine.isLive) return baseName(programOfInit(machine)) === "systemd" ? initSource : undefined
    // In a container that was given the host's /run, process 1 is something else.
    const name = nameOfPidOne(machine)
    const isFirst = name === undefined || name === "systemd" || name === "init"
    return isFirst && machine.inspect(bootMark) !== undefined ? { kind: "file", path: bootMark } : undefined
  },

  async service(machine, service, onDefined) {
    const name = unitName(service)
    const unit = findUnit(machine, name)
    if (unit === undefined) return undefined
    const manager = managerEnvironment(machine)
    const release = systemdRelease(machine)
    const unitCommand = readUnitCommand(machine, name, unit.files, manager)
    const { command, notUnderstood, environment, environmentFiles, hasReload, needs, sections, expand } = unitCommand
    onDefined?.(command, environment)
    const live = await askUnitState(machine, name)
    const maskedNeeds = needs.flatMap((need) => {
      const by = maskOf(machine, need)
      return by === undefined ? [] : [{ name: need, by }]
    })
    const isMasked = unit.maskedBy !== undefined
    // What runs had what it needs.
    const isIdle = !isMasked && live?.state !== "active"
    const startTroubles = isIdle
      ? findStartTroubles(machine, { name, program: command[0] ?? "", sections, needs, expand })
      : []
    const unmet = isIdle ? unmetConditions(machine, parsedUnits(unit.files), expand) : []
    // A daemon that its socket starts is there as soon as somebody asks for it.
    const sockets = needs.filter((need) => need.endsWith(".socket"))
    const isStarted = isWantedAtBoot(machine, unit.names) || (sockets.length > 0 && isWantedAtBoot(machine, sockets))
    return {
      name,
      state: live?.state ?? "unknown",
      startsAtBoot: !isMasked && isStarted,
      ...(live?.pid === undefined ? {} : { pid: live.pid }),
      ...(live?.startedAt === undefined ? {} : { startedAt: live.startedAt }),
      command,
      ...(notUnderstood === undefined ? {} : { notUnderstood }),
      environment,
      files: [...unit.files, ...environmentFiles],
      ...(manager.files.length === 0 ? {} : { managerFiles: manager.files }),
      ...(release === undefined ? {} : { managerRelease: release }),
      canReload: live?.canReload ?? hasReload,
      ...(unit.maskedBy === undefined ? {} : { maskedBy: unit.maskedBy }),
      ...(sockets.length === 0 ? {} : { startedBySockets: sockets }),
      ...(maskedNeeds.length === 0 ? {} : { maskedNeeds }),
      ...(startTroubles.length === 0 ? {} : { startTroubles }),
      ...(unmet.length === 0 ? {} : { unmetConditions: unmet }),
      ...(live?.loadError === undefined ? {} : { loadError: live.loadError }),
    } satisfies ServiceFacts
  },

  mentioning: (machine, program) => namesMentioning(machine, unitDefinitions(machine), program),

  async act(machine, service, action, timeoutSeconds = actSeconds) {
    const name = unitName(service)
    const before = await askUnitState(machine, name)
    // A timer whose file is gone fails when systemd reads its files anew: it is stopped as systemd knows it.
    const isGone = action === "stop" && findUnit(machine, name) === undefined
    if (!isGone && before?.needsDaemonReload !== false) {
      const reloaded = await reread(machine)
      if (reloaded.state !== "ran" || reloaded.exitCode !== 0) return reloaded
    }
    // A unit that was started too often is not started again (systemd.unit(5), StartLimitBurst=), whoever started it:
    // cri-docker.service takes three starts a minute. The count is cleared, also of units that are restarted with it.
    if (action !== "stop" && action !== "reload") {
      const argv = ["systemctl", "reset-failed", name, ...(await askRestartsWith(machine, name))]
      await machine.act({ argv, timeoutSeconds: askSeconds, environment: plainOutput })
    }
    const ran = await machine.act({ argv: ["systemctl", action, name], timeoutSeconds, environment: plainOutput })
    // Who stops a unit that has failed wants no failed unit: stopping alone leaves it in the list of those.
    if (action === "stop" && before?.isFailing === true) {
      const argv = ["systemctl", "reset-failed", name]
      await machine.act({ argv, timeoutSeconds: askSeconds, environment: plainOutput })
    }
    if (isGone) await reread(machine)
    return ran
  },

  async runsWithoutFiles(machine, service) {
    const name = unitName(service)
    return findUnit(machine, name) === undefined && (await askUnitState(machine, name))?.state === "active"
  },

  setEnabled: (machine, service, isEnabled) =>
    machine.act({
      argv: ["systemctl", isEnabled ? "enable" : "disable", unitName(service)],
      timeoutSeconds: askSeconds * 6,
      environment: plainOutput,
    }),

  reread,

  async recentLog(machine, service, lines) {
    const argv = ["journalctl", "-u", unitName(service), "-n", String(lines), "--no-pager", "-o", "cat"]
    const ran = await machine.run({ argv, timeoutSeconds: askSeconds, environment: plainOutput })
    return ran.state === "ran" && ran.exitCode === 0 ? splitLines(ran.stdout) : []
  },

  commandLine: (service, action) => `systemctl ${action} ${unitName(service)}`,

  runLater: systemdRunLater,
}

function reread(machine: WritingMachine): Promise<Ran> {
  return machine.act({ argv: ["systemctl", "daemon-reload"], timeoutSeconds: askSeconds * 6, environment: plainOutput })
}
