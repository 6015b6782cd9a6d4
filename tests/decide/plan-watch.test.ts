// What criadm watch would change, on nodes in every state: as values, without a node.
import { describe, expect, test } from "bun:test"
import { planWatch, type Watching } from "../../src/decide/watch/plan-watch.ts"
import { textFor, timerLink, units } from "../../src/decide/watch/units.ts"
import type { Change } from "../../src/model/change.ts"

const bare: Watching = {
  root: "/",
  isLive: true,
  initSystem: "systemd",
  command: ["/usr/bin/criadm"],
  hasProgram: true,
  units: units.map((unit) => ({ ...unit, realPath: unit.path, file: null, state: undefined })),
  link: undefined,
  isLinkAlone: false,
}

function watched(over: { readonly service?: string; readonly timer?: "active" | "inactive"; text?: string } = {}) {
  return {
    ...bare,
    units: bare.units.map((unit) => ({
      ...unit,
      file: { text: over.text ?? textFor(unit, bare.command), mode: 0o644, uid: 0, gid: 0 },
      state: unit.name.endsWith(".timer") ? (over.timer ?? "active") : ("failed" as const),
    })),
    link: { kind: "symlink", target: timerLink.target },
  } satisfies Watching
}

const named = (change: Change) =>
  change.kind === "service"
    ? `${change.action} ${change.service}`
    : `${change.kind} ${"path" in change ? change.path.split("/").at(-1) : ""}`

function changes(what: "install" | "remove", watching: Watching): readonly string[] {
  const planned = planWatch(what, watching, { timeoutSeconds: 60 })
  return planned.ok ? planned.plan.changes.map(named) : planned.refusals.map(({ code }) => code)
}

const written = ["file criadm-verify.service", "file criadm-verify.timer"]

describe("the units of a watch", () => {
  test("are written, enabled and started", () => {
    expect(changes("install", bare)).toEqual([...written, "link criadm-verify.timer", "start criadm-verify.timer"])
  })

  test("are written and enabled where nothing runs, and start at the first boot", () => {
    expect(changes("install", { ...bare, isLive: false })).toEqual([...written, "link criadm-verify.timer"])
  })

  test("are left alone where they are as they should be", () => {
    expect(changes("install", watched())).toEqual([])
    expect(changes("install", watched({ timer: "inactive" }))).toEqual(["start criadm-verify.timer"])
  })

  test("of an older criadm are replaced, and the timer is started on its new text", () => {
    expect(changes("install", watched({ text: "[Unit]\n" }))).toEqual([...written, "restart criadm-verify.timer"])
  })

  test("are taken away after they were stopped, the failed service too", () => {
    expect(changes("remove", watched())).toEqual([
      "stop criadm-verify.timer",
      "stop criadm-verify.service",
      "link criadm-verify.timer",
      ...written,
    ])
    expect(changes("remove", { ...watched(), isLinkAlone: true })).toContain("directory timers.target.wants")
    expect(changes("remove", bare)).toEqual([])
  })

  test("are refused where they would not work, or where something of somebody else's is", () => {
    expect(changes("install", { ...bare, initSystem: "openrc" })).toEqual(["watch-needs-systemd"])
    for (const program of ["/root/criadm", "/home/me/criadm", "/tmp/criadm"]) {
      expect(changes("install", { ...bare, command: [program] })).toEqual(["watch-program-hidden"])
    }
    expect(changes("install", { ...bare, link: { kind: "file" } })).toEqual(["watch-in-the-way"])
    const masked = { ...bare, units: bare.units.map((unit) => ({ ...unit, file: undefined })) }
    expect(changes("remove", masked)).toEqual(["watch-in-the-way", "watch-in-the-way"])
  })

  test("call the program where it lies, whatever its path holds", () => {
    const text = (program: string) => textFor(units[0]!, [program]).match(/^ExecStart=.*$/m)?.[0]

    expect(text("/opt/criadm")).toBe("ExecStart=/opt/criadm verify --quiet")
    expect(text("/opt/100% $my criadm")).toBe('ExecStart="/opt/100%% $$my criadm" verify --quiet')
  })
})
