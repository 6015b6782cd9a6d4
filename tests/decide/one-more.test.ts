// A fifth runtime and one more init system are one file each and a line in known.ts: the files below stand for them, the
// lines are the lists that detection, findings and plan are given.

import { expect, test } from "bun:test"
import { define, nothingToContribute } from "../../src/components/component.ts"
import { components } from "../../src/components/known.ts"
import { findingsOf } from "../../src/decide/findings.ts"
import { makePlan } from "../../src/decide/plan.ts"
import { situationOf } from "../../src/decide/situation.ts"
import { detectNode } from "../../src/detect/node.ts"
import type { InitSystem } from "../../src/init-systems/init-system.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import { lookAtRunningProgram } from "../../src/init-systems/recognised-only.ts"
import { knownValue } from "../../src/model/facts/fact.ts"
import type { ServiceFacts } from "../../src/model/service.ts"
import { settings } from "../../src/settings/known.ts"
import { resolve } from "../../src/settings/resolve.ts"
import { nothingToSay } from "../../src/wording/texts.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

/** init-systems/nosh.ts */
const nosh: InitSystem = {
  id: "nosh",
  isDriven: true,
  recognise: (machine) =>
    machine.inspect("/run/system-manager") === undefined ? undefined : { kind: "file", path: "/run/system-manager" },
  service: lookAtRunningProgram,
  act: async (machine, service, action) =>
    machine.act({ argv: ["system-control", action, service], timeoutSeconds: 10 }),
  recentLog: async () => [],
  commandLine: (service, action) => `system-control ${action} ${service}`,
}

/** components/rkt.ts */
const rkt = define<{ readonly program: boolean; readonly service?: ServiceFacts }>({
  id: "rkt",
  name: "rkt",
  role: "runtime",
  says: nothingToSay,
  judgedKeys: [],
  async detect({ machine, service }) {
    const found = await service(["rkt"])
    return {
      program: machine.resolve("/usr/bin/rkt") !== undefined,
      ...(found === undefined ? {} : { service: found }),
    }
  },
  summarize: ({ program }) => ({ isInstalled: program, endpoint: "unix:///run/rkt.sock", servesCri: true, rows: [] }),
  explain: () => [],
  findings: () => [],
  contribute: ({ cgroupDriver = "cgroupfs" }, { service }) => ({
    ...nothingToContribute,
    changes: [
      {
        kind: "file",
        component: "rkt",
        path: "/etc/rkt.conf",
        realPath: "/etc/rkt.conf",
        before: null,
        after: { text: `driver=${cgroupDriver}\n`, mode: 0o644, uid: 0, gid: 0 },
        why: [],
      },
      {
        kind: "service",
        component: "rkt",
        service: service?.name ?? "rkt",
        action: "restart",
        wasActive: service?.state === "active",
        why: [],
      },
    ],
  }),
})

test("both go through detection, findings and plan without a line anywhere else", async () => {
  const known = { initSystems: [nosh, ...initSystems], components: [rkt, ...components] }
  const machine = memoryMachine({
    files: {
      "/proc/1/comm": "system-manager\n",
      "/proc/77/comm": "rkt\n",
      "/proc/77/cmdline": "/usr/bin/rkt\0api-service\0",
      "/usr/bin/rkt": "",
    },
    directories: ["/run/system-manager"],
  })

  const node = await detectNode(machine, known)
  const answers = resolve(situationOf(node, known.components), { values: { "ip-forward": false }, chosenBy: {} })
  const planned = makePlan(node, answers, known.components, {
    timeoutSeconds: 60,
    drivesServices: false,
    commandLine: nosh.commandLine,
  })

  expect(knownValue(node.initSystem)).toBe("nosh")
  expect(answers.values.runtime).toBe("rkt")
  expect(answers.values["cgroup-driver"]).toBe("cgroupfs")
  expect(findingsOf(node, known.components).filter(({ component }) => component === "rkt")).toEqual([])
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusals))
  expect(planned.plan.initSystem).toBe("nosh")
  expect(planned.plan.changes.map((change) => ("path" in change ? change.path : change.kind))).toEqual([
    "/etc/rkt.conf",
  ])
  expect(planned.plan.notes).toEqual([
    { code: "service-left-to-person", args: { command: "system-control restart rkt" } },
  ])
})

test("every runtime of known.ts can be chosen with --runtime", () => {
  const runtime = settings.find(({ id }) => id === "runtime")

  expect(runtime?.choices(undefined)).toEqual(components.filter(({ role }) => role === "runtime").map(({ id }) => id))
})
