import { describe, expect, test } from "bun:test"
import { exitCode } from "../../src/model/exit-code.ts"
import type { Outcome } from "../../src/model/run.ts"
import { downloadLine } from "../../src/pages/download.ts"
import { textOf } from "../../src/pages/lines.ts"
import { frameMilliseconds } from "../../src/tui/lines/spinner.ts"
import { context, Driven, lookedAt, startedAt } from "./driven.ts"
import { fakeChanges, fakeEssentials, fakeOldState, fakeVerified } from "./fake-node.ts"

const applied: Outcome = { kind: "applied", run: 7, verified: fakeVerified }

/** Up to the choice of what to do with the plan, with nothing but Enter. */
async function toChoice(scenario: Parameters<typeof lookedAt>[0] = "changes"): Promise<Driven> {
  const wizard = await lookedAt(scenario)
  for (let presses = 0; wizard.screen !== "choose" && presses < 20; presses += 1) wizard.press("enter")
  return wizard
}

async function toKeep(): Promise<Driven> {
  const wizard = await toChoice()
  return wizard.press("enter").send({ event: "ended", outcome: applied, now: startedAt })
}

describe("the way through", () => {
  test("Enter alone leads from the facts to the apply of the suggested plan", async () => {
    const wizard = await lookedAt("changes")
    const seen = [wizard.screen]
    for (let presses = 0; wizard.screen !== "run" && presses < 20; presses += 1) seen.push(wizard.press("enter").screen)

    expect(seen).toEqual(["node", "findings", "review", "choose", "run"])
    expect(wizard.lastEffect).toMatchObject({ effect: "apply", confirmSeconds: 60, allowRunningPods: false })
  })

  test("five presses of Enter lead from the start to a kept node", async () => {
    const wizard = (await lookedAt("changes")).press("enter", "enter", "enter", "enter")
    wizard.send({ event: "ended", outcome: applied, now: startedAt })
    expect(wizard.screen).toBe("keep")

    expect(wizard.press("enter").lastEffect).toMatchObject({ effect: "keep" })
  })

  test("who chooses himself is asked every question that matters here", async () => {
    const wizard = (await lookedAt("changes")).press("enter", "down")
    const seen: string[] = []
    for (let presses = 0; wizard.screen !== "review" && presses < 20; presses += 1)
      seen.push(wizard.press("enter").screen)

    expect(seen).toEqual([
      "question cgroup-driver",
      "question sandbox-image",
      "question ip-forward",
      "question kubelet",
      "answers",
      "review",
    ])
  })

  test("Enter pressed while the node is still being looked at opens the next step when everything is known", async () => {
    const wizard = new Driven("changes").press("enter")
    expect(wizard.screen).toBe("node")

    await wizard.look()

    expect(wizard.screen).toBe("findings")
  })

  test("each of the five facts that matter stands from the first moment where it will stay", async () => {
    const wizard = new Driven("changes")
    const rowOf = (fact: string) => wizard.rows.findIndex((row) => new RegExp(`^ *. ${fact} {2}`).test(row))
    const facts = ["init system", "cgroup version", "runtime", "kubelet", "Kubernetes"]
    const before = facts.map(rowOf)
    const essentials = fakeEssentials("systemd").slice(0, 3)
    wizard.send({ event: "progress", progress: { event: "detected", essentials } })
    expect(wizard.text).toMatch(/· runtime +containerd 1\.7\.24, cgroup driver cgroupfs/)
    const meanwhile = facts.map(rowOf)

    await wizard.look()

    expect([before, meanwhile, facts.map(rowOf)]).toEqual([before, before, before])
    expect(before).not.toContain(-1)
    expect(wizard.text).toMatch(/✓ init system +systemd/)
    expect(wizard.text).toMatch(/! runtime +containerd 1\.7\.24/)
    expect(wizard.text).toMatch(/✗ kubelet +1\.34\.2/)
  })

  test("the other facts fold out and in on request, and so do the sources of all of them", async () => {
    const wizard = await lookedAt("changes", { columns: 80, rows: 60 })
    expect(wizard.text).not.toContain("Debian GNU/Linux")

    wizard.press("down", "enter")
    expect(wizard.text).toContain("Debian GNU/Linux")
    expect(wizard.text).not.toContain("(/etc/os-release)")
    wizard.press("enter")
    expect(wizard.text).not.toContain("Debian GNU/Linux")

    wizard.press("down", "enter")

    expect(wizard.text).toContain("(/etc/os-release)")
    expect(wizard.text).toContain("Hide where each fact comes from")
  })

  test("Esc goes back screen by screen and stops at the first", async () => {
    const wizard = (await lookedAt("changes")).press("enter", "down")
    for (let presses = 0; wizard.screen !== "choose" && presses < 20; presses += 1) wizard.press("enter")
    const seen: string[] = []
    for (let presses = 0; presses < 9; presses += 1) seen.push(wizard.press("esc").screen)

    expect(seen).toEqual([
      "review",
      "answers",
      "question kubelet",
      "question ip-forward",
      "question sandbox-image",
      "question cgroup-driver",
      "findings",
      "node",
      "node",
    ])
  })

  test("a node that is as it should be has nothing to do and is asked for proof", async () => {
    const wizard = await lookedAt("healthy")
    for (let presses = 0; wizard.screen !== "end" && presses < 20; presses += 1) wizard.press("enter")

    expect(wizard.lastEffect).toMatchObject({ effect: "prove" })
    wizard.send({ event: "proven", verified: fakeVerified })
    expect(wizard.text).toContain("Nothing to do: the node is as asked")
    expect(wizard.text).toContain("containerd: cgroup driver systemd")
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "leave", code: exitCode.done })
  })

  test("j and k move like the arrows, around the ends", async () => {
    const wizard = await lookedAt("changes")
    wizard.press("enter", "down", "enter")

    expect(wizard.press("j").text).toContain("❯ cgroupfs")
    expect(wizard.press("j").text).toContain("❯ systemd")
    expect(wizard.press("k").text).toContain("❯ cgroupfs")
  })

  test("the worst finding stands first, and Space opens it with cause, fix and link", async () => {
    const wizard = (await lookedAt("changes")).press("enter")
    expect(wizard.text.indexOf("✗ failure")).toBeLessThan(wizard.text.indexOf("! warning"))

    wizard.press("down", "down", "space")

    expect(wizard.text).toContain("net.ipv4.ip_forward is 0")
    expect(wizard.text).toContain("Fix: criadm apply --ip-forward")
    expect(wizard.text).toContain("Read: https://kubernetes.io/")
    expect(wizard.press("space").text).not.toContain("Fix:")
  })
})

describe("answers", () => {
  test("an answer that differs from the suggestion is a person's own and is planned", async () => {
    const wizard = (await lookedAt("changes")).press("enter", "down", "enter", "down", "enter")

    expect(wizard.state.given).toEqual({
      values: { "cgroup-driver": "cgroupfs" },
      chosenBy: { "cgroup-driver": { who: "person" } },
    })
    expect(wizard.screen).toBe("question sandbox-image")
  })

  test("a suggestion that is accepted stays a suggestion, so that it follows other answers", async () => {
    const wizard = await toChoice()

    expect(wizard.state.given.values).toEqual({})
    expect(wizard.state.resolved?.values["cgroup-driver"]).toBe("systemd")
  })

  test("an answer taken back to the suggestion is nobody's own any more", async () => {
    const wizard = (await lookedAt("changes")).press("enter", "down", "enter", "down", "enter", "esc")
    expect(wizard.text).toContain("❯ cgroupfs")

    wizard.press("up", "enter")

    expect(wizard.state.given.values).toEqual({})
  })

  test("a value that is typed is checked, the reason is shown and the text is kept", async () => {
    const wizard = (await lookedAt("changes")).press("enter", "down", "enter", "enter", "down", "enter")
    expect(wizard.screen).toBe("type-answer sandbox-image")
    expect(wizard.text).toContain("sandbox-image: registry.k8s.io/pause:3.10.1")

    wizard.press("clear", "type:not an image", "enter")
    expect(wizard.text).toContain('sandbox-image cannot be "not an image".')
    expect(wizard.text).toContain("Accepted:")

    wizard.press("clear", "type:registry.example.com/pause:3.10", "enter")
    expect(wizard.screen).toBe("question ip-forward")
    expect(wizard.state.given.values["sandbox-image"]).toBe("registry.example.com/pause:3.10")
  })

  test("what is not asked is listed as kept, can be opened, and comes back to the list", async () => {
    const wizard = (await lookedAt("changes", { columns: 80, rows: 40 })).press("enter", "down")
    for (let presses = 0; wizard.screen !== "answers" && presses < 20; presses += 1) wizard.press("enter")
    expect(wizard.text).toContain("Kept as it is")

    wizard.press("/", "type:reset-config", "enter", "esc", "enter")
    expect(wizard.screen).toBe("question reset-config")
    wizard.press("up", "enter")

    expect(wizard.screen).toBe("answers")
    expect(wizard.state.given.values["reset-config"]).toBe(true)
    expect(wizard.text).toMatch(/reset-config +yes +your answer/)
  })

  test("an answer given by a flag is not asked again and stays a flag's", async () => {
    const wizard = new Driven("changes")
    wizard.state = {
      ...wizard.state,
      given: { values: { "cgroup-driver": "cgroupfs" }, chosenBy: { "cgroup-driver": { who: "flag" } } },
    }
    await wizard.look()

    expect(wizard.press("enter", "down", "enter").screen).toBe("question sandbox-image")
    for (let presses = 0; wizard.screen !== "answers" && presses < 20; presses += 1) wizard.press("enter")
    expect(wizard.text).toMatch(/cgroup-driver +cgroupfs +given as a flag/)
  })

  test("several mirrors are typed on one line", async () => {
    const wizard = (await lookedAt("changes", { columns: 80, rows: 40 })).press("enter", "down")
    for (let presses = 0; wizard.screen !== "answers" && presses < 20; presses += 1) wizard.press("enter")
    wizard.press("/", "type:registry-mirror", "enter", "esc", "enter", "down", "enter")
    expect(wizard.screen).toBe("type-answer registry-mirror")

    wizard
      .send({ event: "paste", text: "docker.io=https://a.example.com quay.io=https://b.example.com" })
      .press("enter")

    expect(wizard.state.given.values["registry-mirror"]).toEqual([
      { host: "docker.io", url: "https://a.example.com" },
      { host: "quay.io", url: "https://b.example.com" },
    ])
  })
})

describe("leaving", () => {
  test.each([
    ["facts", 0],
    ["findings", 1],
    ["first question", 2],
    ["answers", 6],
    ["review", 7],
    ["choice", 8],
  ] as const)("q and Ctrl-C on the screen of the %s leave with nothing changed", async (_name, presses) => {
    for (const key of ["q", "ctrl-c"]) {
      const wizard = await lookedAt("changes")
      // The second choice on the findings: to choose oneself.
      const enters = Array.from({ length: presses }, (_, at) => (at === 1 ? ["down", "enter"] : ["enter"])).flat()
      wizard.press(...enters, key)

      expect(wizard.lastEffect).toEqual({ effect: "leave", code: exitCode.interrupted })
      expect(wizard.effects.some((one) => one.effect === "apply")).toBe(false)
    }
  })

  test("q is a letter while something is typed, Ctrl-C still leaves", async () => {
    const wizard = (await lookedAt("changes")).press("enter", "down", "enter", "enter", "down", "enter", "clear", "q")
    expect(wizard.text).toContain("sandbox-image: q")

    expect(wizard.press("ctrl-c").lastEffect).toEqual({ effect: "leave", code: exitCode.interrupted })
  })

  test("Leave on the choice is a no, and a plain end once answers or plan are saved", async () => {
    const wizard = (await toChoice()).press("down", "down", "down", "enter")
    expect(wizard.lastEffect).toEqual({ effect: "leave", code: exitCode.declined })

    wizard.send({ event: "saved", what: "plan", saved: { ok: true, value: "/root/criadm-plan.json" } })
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "leave", code: exitCode.done })
  })
})

describe("apply", () => {
  test("each step shows its state and its time", async () => {
    const wizard = (await toChoice()).press("enter")
    const [first, second] = fakeChanges
    if (first === undefined || second === undefined) throw new Error("the fake has changes")
    wizard.send({
      event: "progress",
      progress: { event: "change-began", index: 0, change: first, direction: "forward" },
    })
    expect(wizard.text).toMatch(/[⠋-⠿] write \/etc\/containerd\/config\.toml/)

    wizard.send({
      event: "progress",
      progress: { event: "change-done", index: 0, change: first, direction: "forward", milliseconds: 1250 },
    })

    expect(wizard.text).toContain("✓ write /etc/containerd/config.toml  1.3 s")
    expect(wizard.text).toContain("· write /etc/sysctl.d/90-criadm.conf")
  })

  test("Enter and other keys do nothing while changes are made", async () => {
    const wizard = (await toChoice()).press("enter")
    const effects = wizard.effects.length

    wizard.press("enter", "esc", "space", "j")

    expect(wizard.screen).toBe("run")
    expect(wizard.effects).toHaveLength(effects)
  })

  test("Ctrl-C asks for the way back and says so; the end shows that the node is as before", async () => {
    const wizard = (await toChoice()).press("enter", "ctrl-c")
    expect(wizard.lastEffect).toEqual({ effect: "interrupt" })
    expect(wizard.text).toContain("the step in hand is finished, then everything is put back")

    const outcome: Outcome = { kind: "interrupted", run: 7, verified: fakeOldState }
    wizard.send({ event: "ended", outcome, now: startedAt })

    expect(wizard.text).toContain("Stopped, and everything was put back")
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "leave", code: exitCode.interrupted })
  })

  test("a second Ctrl-C leaves as soon as the node is back", async () => {
    const wizard = (await toChoice()).press("enter", "ctrl-c", "ctrl-c")
    wizard.send({ event: "ended", outcome: { kind: "interrupted", run: 7, verified: [] }, now: startedAt })

    expect(wizard.lastEffect).toEqual({ effect: "leave", code: exitCode.interrupted })
  })

  test("a signal interrupts the run, and the wizard leaves when the node is back", async () => {
    const wizard = (await toChoice()).press("enter").send({ event: "interrupted" })
    expect(wizard.lastEffect).toEqual({ effect: "interrupt" })

    wizard.send({ event: "ended", outcome: { kind: "interrupted", run: 7, verified: [] }, now: startedAt })

    expect(wizard.lastEffect).toEqual({ effect: "leave", code: exitCode.interrupted })
  })

  test("without the question the run is kept as soon as it is verified", async () => {
    const wizard = (await toChoice()).press("up", "enter")
    expect(wizard.text).toContain("It stays as soon as it is verified")

    wizard.press("down", "enter")
    expect(wizard.lastEffect).toMatchObject({ effect: "apply", confirmSeconds: undefined })
    wizard.send({ event: "ended", outcome: applied, now: startedAt })

    expect(wizard.screen).toBe("end")
  })

  test("a run that another one locks out is refused, and can be tried again", async () => {
    const wizard = (await toChoice("locked")).press("enter")
    const outcome: Outcome = {
      kind: "refused",
      verified: [],
      fault: { code: "locked", args: { pid: 4711, since: "2026-11-22T09:15:00Z" } },
    }
    wizard.send({ event: "ended", outcome, now: startedAt })
    expect(wizard.screen).toBe("refused")
    expect(wizard.text).toContain("4711")
    expect(wizard.text).toContain("Nothing was touched.")

    expect(wizard.press("enter").screen).toBe("run")
    expect(wizard.lastEffect).toMatchObject({ effect: "apply" })
  })

  test("running pods are named, and applying despite them is a choice of its own", async () => {
    const wizard = (await toChoice("pods")).press("enter")
    const outcome: Outcome = {
      kind: "refused",
      verified: [],
      fault: {
        code: "pods-running",
        args: { pods: ["kube-system/kube-proxy-x7k2p"], from: "cgroupfs", to: "systemd" },
      },
    }
    wizard.send({ event: "ended", outcome, now: startedAt })
    expect(wizard.text).toContain("kube-system/kube-proxy-x7k2p")

    wizard.press("tab", "enter")

    expect(wizard.lastEffect).toMatchObject({ effect: "apply", allowRunningPods: true })
  })
})

describe("keep", () => {
  test("the countdown tells the seconds that are left", async () => {
    const wizard = await toKeep()
    expect(wizard.text).toContain("60 seconds left")

    expect(wizard.send({ event: "tick", now: startedAt + 50_400 }).text).toContain("10 seconds left")
  })

  test("Enter keeps it, and the end says how to undo it and what to do on the next node", async () => {
    const wizard = (await toKeep()).press("enter")
    expect(wizard.lastEffect).toEqual({ effect: "keep", run: 7 })

    wizard.send({ event: "kept", kept: { ok: true, value: 7 } })

    expect(wizard.text).toContain("The node is as asked")
    expect(wizard.text).toContain("criadm rollback 7")
    expect(wizard.text).toContain("criadm apply --yes --cgroup-driver systemd")
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "leave", code: exitCode.done })
  })

  test.each([2, 3, 9])("Enter %d times keeps it once, and says at once that it does", async (times) => {
    const wizard = (await toKeep()).press(...Array.from({ length: times }, () => "enter"))

    expect(wizard.effects.filter((one) => one.effect === "keep")).toHaveLength(1)
    expect(wizard.screen).toBe("keep")
    expect(wizard.text).toContain("Keeping it.")
    expect(wizard.text).not.toContain("Put it back now")

    wizard.press("enter").send({ event: "kept", kept: { ok: true, value: 7 } })
    expect(wizard.text).toContain("The node is as asked")
    expect(wizard.effects.some((one) => one.effect === "put-back")).toBe(false)
  })

  test.each(["q", "ctrl-c", "esc", "down", "tab"])("%s while it is being kept does not put it back", async (key) => {
    const wizard = (await toKeep()).press("enter", key, "enter")
    wizard.send({ event: "tick", now: startedAt + 61_000 })

    expect(wizard.effects.some((one) => one.effect === "put-back")).toBe(false)
    wizard.send({ event: "kept", kept: { ok: true, value: 7 } })
    expect(wizard.text).toContain("The node is as asked")
  })

  test("what could not be recorded can be tried again while there is time, and goes back only when it is over", async () => {
    const wizard = (await toKeep()).press("enter")
    const fault = { code: "locked", args: { pid: 7, since: "2026-11-22T09:15:00.000Z" } } as const
    wizard.send({ event: "kept", kept: { ok: false, fault } })

    expect(wizard.screen).toBe("keep")
    expect(wizard.effects.some((one) => one.effect === "put-back")).toBe(false)
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "keep", run: 7 })
    wizard.send({ event: "kept", kept: { ok: false, fault } }).send({ event: "tick", now: startedAt + 60_000 })
    expect(wizard.lastEffect).toMatchObject({ effect: "put-back", run: 7 })
  })

  test("no answer in time puts the node back", async () => {
    const wizard = (await toKeep()).send({ event: "tick", now: startedAt + 60_000 })
    expect(wizard.lastEffect).toEqual({ effect: "put-back", run: 7, runtime: "containerd" })
    expect(wizard.screen).toBe("run")

    wizard.send({ event: "progress", progress: { event: "rolling-back" } })
    for (const verified of fakeOldState) wizard.send({ event: "progress", progress: { event: "verified", verified } })
    wizard.send({ event: "ended", outcome: { kind: "applied", run: 7, verified: [] }, now: startedAt })

    expect(wizard.text).toContain("Nobody answered, so everything was put back")
    expect(wizard.text).toContain("The node is as it was before.\n  ✓ containerd.service is active")
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "leave", code: exitCode.rolledBack })
  })

  test.each(["q", "ctrl-c"])("%s puts the node back at once", async (key) => {
    const wizard = (await toKeep()).press(key)

    expect(wizard.lastEffect).toEqual({ effect: "put-back", run: 7, runtime: "containerd" })
  })

  test("putting back says what it does, backwards", async () => {
    const wizard = (await toKeep()).press("q")
    const common = { component: "containerd", why: [] } as const
    const file = {
      ...common,
      kind: "file",
      path: "/etc/containerd/conf.d/50-criadm.toml",
      realPath: "/etc/containerd/conf.d/50-criadm.toml",
      before: null,
      after: { text: "x\n", mode: 0o644, uid: 0, gid: 0 },
    } as const
    const value = {
      ...common,
      kind: "live-value",
      path: "/proc/sys/net/ipv4/ip_forward",
      before: "0",
      after: "1",
    } as const
    const service = { ...common, kind: "service", service: "containerd", action: "start", wasActive: false } as const
    for (const [index, change] of [file, value, service].entries()) {
      wizard.send({ event: "progress", progress: { event: "change-began", index, change, direction: "back" } })
    }

    expect(wizard.text).toContain("remove /etc/containerd/conf.d/50-criadm.toml")
    expect(wizard.text).toContain("set /proc/sys/net/ipv4/ip_forward to 0")
    expect(wizard.text).toContain("stop containerd")
  })

  test("a signal leaves the countdown to the guard", async () => {
    const wizard = (await toKeep()).send({ event: "interrupted" })

    expect(wizard.lastEffect).toMatchObject({ effect: "leave" })
    expect(wizard.effects.some((one) => one.effect === "put-back")).toBe(false)
  })

  test("an answer that comes too late goes back all the same", async () => {
    const wizard = (await toKeep()).press("enter")
    wizard.send({
      event: "kept",
      kept: { ok: false, fault: { code: "confirmed-too-late", args: { run: 7 } } },
    })

    expect(wizard.lastEffect).toEqual({ effect: "put-back", run: 7, runtime: "containerd" })
    wizard.send({ event: "ended", outcome: { kind: "applied", run: 7, verified: fakeOldState }, now: startedAt })
    expect(wizard.text).toContain("Nobody answered, so everything was put back")
  })

  test("a run that cannot be put back is never said to be back", async () => {
    const wizard = (await toKeep()).press("q")
    const fault = {
      code: "edited-since",
      args: { run: 7, files: ["/etc/containerd/config.toml"] },
    } as const
    const version = (text: string) => ({ text, mode: 0o644, uid: 0, gid: 0 })
    const path = "/etc/containerd/config.toml"
    const edited = [{ path, realPath: path, before: version("old\n"), ours: version("ours\n"), now: version("hand\n") }]
    wizard.send({ event: "ended", outcome: { kind: "refused", verified: [], fault, edited }, now: startedAt })

    expect(wizard.text).toContain("It could not be put back")
    expect(wizard.text).toContain("What was applied is still in place.")
    expect(wizard.text).toMatch(/What criadm made of[\s\S]*-old[\s\S]*\+ours[\s\S]*changed by hand/)
    expect(wizard.press("G").text).toMatch(/changed by hand[\s\S]*config\.toml[\s\S]*-ours[\s\S]*\+hand/)
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "leave", code: exitCode.needsPerson })
  })
})

describe("obstacles", () => {
  test.each([
    ["not-root", "not-root"],
    ["no-runtime", "no-runtime"],
    ["several-runtimes", "several-runtimes"],
    ["openrc", "not-systemd"],
    ["no-init", "not-systemd"],
    ["unfinished", "unfinished"],
    ["unconfirmed", "unfinished"],
  ] as const)("%s has a screen of its own before the findings", async (scenario, screen) => {
    const wizard = (await lookedAt(scenario)).press("enter")

    expect(wizard.screen).toBe(screen)
  })

  test("without root everything can be seen and saved, and apply names what is missing", async () => {
    const wizard = await toChoice("not-root")

    expect(wizard.text).toContain("needs root: sudo criadm")
    expect(wizard.press("enter").screen).toBe("save")
  })

  test("without a runtime the way on is to install one and look again", async () => {
    const wizard = (await lookedAt("no-runtime")).press("enter")
    expect(wizard.text).toContain("criadm apply --install distribution")

    expect(wizard.press("enter").lastEffect).toMatchObject({ effect: "look" })
    expect(wizard.screen).toBe("node")
  })

  test("without a runtime one can be chosen; it is fetched, and the node is shown as it will be", async () => {
    const wizard = (await lookedAt("installable")).press("enter")
    expect(wizard.screen).toBe("no-runtime")
    const text = wizard.text.replaceAll(/\s+/g, " ")
    expect(text).toContain("containerd 1.7.24, from this distribution's packages (apt)")
    expect(text).toContain("recommends 2.1.3, 1.7.28 or newer")
    expect(text).toContain("mended it until 2026-09-30")

    expect(wizard.press("enter").lastEffect).toMatchObject({
      effect: "fetch",
      given: { values: { install: "distribution", runtime: "containerd" } },
    })
    expect(wizard.text).toContain("Fetching containerd")
    const asked = wizard.effects.length
    expect(wizard.press("enter").effects.length).toBe(asked)

    await wizard.fetched()
    expect(wizard.screen).toBe("findings")
    expect(wizard.press("enter").screen).toBe("review")
    expect(wizard.lastEffect).toMatchObject({ effect: "plan", node: { toBeInstalled: { component: "containerd" } } })
    expect(wizard.press("enter", "enter").lastEffect).toMatchObject({ effect: "apply" })
  })

  test("its project's release archives can be chosen too, and the download is shown as it goes", async () => {
    const wizard = (await lookedAt("installable")).press("enter")
    expect(wizard.text.replaceAll(/\s+/g, " ")).toContain("containerd 2.1.9, from its project's release archives")

    expect(wizard.text.replaceAll(/\s+/g, " ")).toContain("containerd 2.3.4, from the bundle /mnt/bundle")
    expect(wizard.press("down", "enter").lastEffect).toMatchObject({
      effect: "fetch",
      given: { values: { install: "upstream", runtime: "containerd" } },
    })
    wizard.send({
      event: "progress",
      progress: { event: "downloading", name: "runc", bytes: 2_000_000, totalBytes: 8_000_000 },
    })
    expect(wizard.text).toMatch(/runc .*25 %/)
  })

  test("what cannot be fetched is told where it was chosen, and another one can be chosen", async () => {
    const wizard = (await lookedAt("installable")).press("enter", "down", "down", "down", "enter")
    await wizard.fetched()

    expect(wizard.screen).toBe("no-runtime")
    expect(wizard.text).toContain("These packages could not be fetched: docker.io")
    expect(wizard.press("up", "enter").lastEffect).toMatchObject({ given: { values: { runtime: "containerd" } } })
  })

  test("who has gone back while it was fetched finds the node as it is, and chooses again", async () => {
    const wizard = (await lookedAt("installable")).press("enter", "enter", "esc")
    await wizard.fetched()
    expect(wizard.screen).toBe("node")

    expect(wizard.press("enter").screen).toBe("no-runtime")
    await wizard.press("enter").fetched()
    expect(wizard.press("esc").text).toContain("from this distribution's packages")
  })

  test("without a runtime the commands can be seen, and what cannot be installed says why", async () => {
    const wizard = (await lookedAt("installable", { columns: 100, rows: 60 })).press(
      "enter",
      "down",
      "down",
      "down",
      "down",
      "space",
    )

    expect(wizard.text).toContain("apt-get install containerd runc")
    expect(wizard.text).toContain("criadm apply --install distribution --runtime docker")
    expect(wizard.text).toContain("apt-mark unhold cri-o")
  })

  test("an unfinished run is put back first, and then the node is looked at again", async () => {
    const wizard = (await lookedAt("unfinished")).press("enter")
    expect(wizard.text).toContain("Run 6 was not finished")
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "put-back", run: 6, runtime: undefined })

    wizard.send({ event: "ended", outcome: { kind: "applied", run: 6, verified: fakeOldState }, now: startedAt })
    expect(wizard.text).toContain("Put back (run 6). What that run changed is as it was before.")

    expect(wizard.press("enter").lastEffect).toMatchObject({ effect: "look" })
  })

  test("a run that waits for its confirmation can be kept here", async () => {
    const wizard = (await lookedAt("unconfirmed")).press("enter", "down", "enter")
    expect(wizard.lastEffect).toMatchObject({ effect: "keep" })

    wizard.send({ event: "kept", kept: { ok: true, value: 6 } })

    expect(wizard.text).toContain("Run 6 is kept")
  })

  test("a broken file is shown on Findings with its line, before anything is asked", async () => {
    const wizard = (await lookedAt("broken-toml")).press("enter")

    expect(wizard.screen).toBe("findings")
    expect(wizard.text).not.toContain("Choose myself")
    expect(wizard.text).toContain("/etc/containerd/config.toml:22:29")
    expect(wizard.text).toContain("SystemdCgroup = ture")
    const [line, caret] = [
      wizard.rows.findIndex((row) => row.includes("ture")),
      wizard.rows.findIndex((row) => /^ *\| +\^$/.test(row.trimEnd())),
    ]
    expect(wizard.rows[caret]?.indexOf("^")).toBe(wizard.rows[line]?.indexOf("ture") ?? -1)
    expect(wizard.press("enter").lastEffect).toMatchObject({ effect: "look" })
  })

  test("starting over leads from a broken file straight to the review; looked at again, it is not asked again", async () => {
    const wizard = (await lookedAt("broken-toml")).press("enter", "down", "enter")

    expect(wizard.screen).toBe("review")
    expect(wizard.state.planned?.ok).toBe(true)
    expect(wizard.state.resolved?.values["reset-config"]).toBe(true)
    wizard.press("esc", "up", "enter")
    expect(wizard.screen).toBe("node")
    expect(wizard.state.given.values["reset-config"]).toBeUndefined()
  })

  test("several runtimes are named with what they serve, and the choice is asked", async () => {
    const wizard = (await lookedAt("several-runtimes")).press("enter")
    expect(wizard.text).toContain("Docker Engine  does not serve CRI")

    wizard.press("enter", "down", "enter")

    expect(wizard.screen).toBe("question runtime")
    expect(wizard.text).toContain("❯ containerd")
  })
})

describe("while it is applied", () => {
  const service = fakeChanges[3]
  if (service === undefined) throw new Error("the fake restarts a service")
  const restarting = async () => {
    const wizard = await new Driven("fails").look()
    while (wizard.screen !== "run") wizard.press("enter")
    const began = { event: "change-began", index: 3, change: service, direction: "forward" } as const
    return wizard.send({ event: "progress", progress: began })
  }
  const log = (wizard: Driven, line: string) =>
    wizard.send({ event: "progress", progress: { event: "log", component: "containerd", line } })
  const rowOf = (wizard: Driven, text: string) => wizard.rows.find((row) => row.includes(text))?.trim()

  test("the step in hand turns and tells for how long it has been under way", async () => {
    const wizard = await restarting()
    const seen = [0, 1, 2].map((frame) => {
      wizard.send({ event: "tick", now: startedAt + frame * frameMilliseconds })
      return rowOf(wizard, "restart containerd.service")
    })
    expect(new Set(seen).size).toBe(3)

    wizard.send({ event: "tick", now: startedAt + 12_000 })

    expect(rowOf(wizard, "restart containerd.service")).toEndWith("restart containerd.service  12 s")
  })

  test("the wait for a runtime turns too, and counts from its beginning", async () => {
    const wizard = await restarting()
    const waiting = { event: "waiting", component: "containerd", endpoint: "unix:///run/c.sock" } as const
    wizard.send({ event: "progress", progress: { ...waiting, secondsLeft: 60 } })
    wizard.send({ event: "tick", now: startedAt + 3000 })
    wizard.send({ event: "progress", progress: { ...waiting, secondsLeft: 57 } })

    expect(rowOf(wizard, "waiting for containerd")).toEndWith("at most 57 s more  3 s")
  })

  test("what a service logs is folded to its last line, and never pushes the steps away", async () => {
    const wizard = await restarting()
    for (let at = 0; at < 60; at += 1) log(wizard, `level=info msg="loading plugin ${at}"`)

    expect(wizard.text).toContain("write /etc/containerd/config.toml")
    expect(wizard.text).toContain("restart containerd.service")
    expect(wizard.text).toContain("loading plugin 59")
    expect(wizard.text).not.toContain("loading plugin 58")
    wizard.press("enter")
    expect(wizard.text).toContain("loading plugin 58")
    expect(wizard.text).toContain("❯ Hide the log")
    wizard.press("enter")
    expect(wizard.text).not.toContain("loading plugin 58")
  })

  test("a download shows bytes, rate and rest; without a known size there is neither bar nor rest", () => {
    const fetched = { name: "containerd", bytes: 12_000_000, totalBytes: 36_000_000, beganAt: startedAt }
    const said = (one: typeof fetched | (Omit<typeof fetched, "totalBytes"> & { totalBytes: undefined })) =>
      textOf(downloadLine(one, startedAt + 4000, context.catalogue, context.theme.glyphs))

    expect(said(fetched)).toBe("containerd  ███████░░░░░░░░░░░░░  33 %  12.0 MB of 36.0 MB  3.0 MB/s  8 s left")
    expect(said({ ...fetched, totalBytes: undefined })).toBe("containerd  12.0 MB  3.0 MB/s")
    expect(textOf(downloadLine(fetched, startedAt + 100, context.catalogue, context.theme.glyphs))).not.toContain("/s")
  })
})

describe("failure", () => {
  test("a restart that failed shows the proven old state, the cause and each step put back", async () => {
    const wizard = new Driven("fails", { columns: 100, rows: 60 })
    await wizard.look()
    while (wizard.screen !== "run") wizard.press("enter")
    const service = fakeChanges[3]
    const file = fakeChanges[0]
    if (service === undefined || file === undefined) throw new Error("the fake has changes")
    wizard.send({
      event: "progress",
      progress: { event: "change-began", index: 3, change: service, direction: "forward" },
    })
    wizard.send({
      event: "progress",
      progress: { event: "log", component: "containerd", line: "failed to load plugin" },
    })
    expect(wizard.text).toContain("failed to load plugin")
    wizard.send({ event: "progress", progress: { event: "rolling-back" } })
    expect(wizard.text).toContain("Going back")
    wizard.send({
      event: "progress",
      progress: { event: "change-done", index: 0, change: file, direction: "back", milliseconds: 8 },
    })
    for (const verified of fakeOldState) wizard.send({ event: "progress", progress: { event: "verified", verified } })
    wizard.send({
      event: "ended",
      now: startedAt,
      outcome: {
        kind: "rolled-back",
        run: 7,
        // What the run had promised does not hold, and is not what the node is now.
        verified: fakeVerified.map((one) => ({ ...one, holds: false })),
        fault: {
          code: "service-action-failed",
          args: { service: "containerd.service", action: "restart" },
          ran: {
            command: ["systemctl", "restart", "containerd.service"],
            exit: "exit code 1",
            lastLines: ["invalid plugin config"],
          },
        },
      },
    })

    expect(wizard.text).toContain(
      "It failed, and everything was put back. The node is as it was before.\n\n  ✓ containerd.service is active",
    )
    expect(wizard.text).not.toContain("✗ containerd")
    expect(wizard.text).toContain("invalid plugin config")
    expect(wizard.text).toContain("✗ restart containerd.service  failed")
    expect(wizard.text).toContain("↶ write /etc/containerd/config.toml  put back")
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "leave", code: exitCode.rolledBack })
  })

  test("a node that could not be put back says so and where its files are", async () => {
    const wizard = (await toChoice("stuck")).press("enter")
    wizard.send({
      event: "ended",
      now: startedAt,
      outcome: {
        kind: "rollback-failed",
        run: 7,
        verified: [],
        fault: { code: "rollback-failed", args: { run: 7, commands: [] } },
      },
    })

    expect(wizard.text).toContain("This node needs you")
    expect(wizard.text).toContain("/var/lib/criadm/runs/7")
    expect(wizard.press("enter").lastEffect).toEqual({ effect: "leave", code: exitCode.needsPerson })
  })
})

describe("files", () => {
  test("the answers file is written under the name that is offered, and the end names it", async () => {
    const wizard = (await toChoice()).press("down", "enter")
    expect(wizard.text).toContain("File: criadm-answers.toml")
    wizard.press("enter")
    expect(wizard.lastEffect).toMatchObject({ effect: "save-answers", file: "criadm-answers.toml" })

    wizard.send({ event: "saved", what: "answers", saved: { ok: true, value: "/root/criadm-answers.toml" } })

    expect(wizard.screen).toBe("choose")
    expect(wizard.text).toContain("Written: /root/criadm-answers.toml")
    wizard.press("up", "enter").send({ event: "ended", outcome: applied, now: startedAt }).press("enter")
    wizard.send({ event: "kept", kept: { ok: true, value: 7 } })
    expect(wizard.text.replace(/\s+/g, " ")).toContain("criadm apply --answers /root/criadm-answers.toml --yes")
  })

  test("a file that cannot be written is said on the spot, and another name can be given", async () => {
    const wizard = (await toChoice()).press("down", "down", "enter", "clear", "type:/no/plan", "enter")
    wizard.send({
      event: "saved",
      what: "plan",
      saved: {
        ok: false,
        fault: { code: "not-written", args: { file: "/no/plan", why: "no such directory" } },
      },
    })

    expect(wizard.screen).toBe("save")
    expect(wizard.text).toContain("/no/plan cannot be written: no such directory.")
    expect(wizard.text).toContain("File: /no/plan")
  })
})

describe("long texts", () => {
  test("every line of the review can be reached by scrolling", async () => {
    const wizard = await lookedAt("long", { columns: 80, rows: 24 })
    while (wizard.screen !== "review") wizard.press("enter")
    const seen = new Set<string>()
    for (let before = ""; before !== wizard.text; wizard.press("space")) {
      before = wizard.text
      for (const row of wizard.rows) seen.add(row.trim())
    }

    for (const number of [0, 199, 399]) {
      expect([...seen].some((row) => row.includes(`key_${number} = "mirror value`))).toBe(true)
    }
    expect(seen.has("Nothing else is touched.")).toBe(true)
  })

  test("a search finds the hit, n goes to the next and around the end, Esc ends it", async () => {
    const wizard = await lookedAt("long", { columns: 80, rows: 24 })
    while (wizard.screen !== "review") wizard.press("enter")

    wizard.press("/", "type:key_250 ")
    expect(wizard.text).toContain("key_250 =")
    expect(wizard.text).toContain("1 of 2 lines")

    wizard.press("enter", "n", "n")
    expect(wizard.text).toContain("1 of 2 lines")
    wizard.press("N")
    expect(wizard.text).toContain("2 of 2 lines")
    expect(wizard.press("esc").screen).toBe("review")
    expect(wizard.text).not.toContain("Search:")
  })

  test("a search for what is not there says so", async () => {
    const wizard = (await lookedAt("changes")).press("/", "type:zebra")

    expect(wizard.text).toContain("not found")
  })
})

describe("help", () => {
  test("? explains every screen and goes back to where one was", async () => {
    const wizard = await lookedAt("changes")
    for (let presses = 0; presses < 9; presses += 1) {
      const { screen } = wizard
      expect(wizard.press("?").screen).toBe("help")
      expect(wizard.text).toContain("Keys")
      expect(wizard.press("esc").screen).toBe(screen)
      wizard.press("enter")
    }
    expect(wizard.screen).toBe("run")
    expect(wizard.press("?").screen).toBe("help")
  })

  test("what ends while the help is open is shown", async () => {
    const wizard = (await toChoice()).press("enter", "?")
    wizard.send({ event: "ended", outcome: applied, now: startedAt })

    expect(wizard.screen).toBe("keep")
  })

  test("Ctrl-C in the help of a running apply goes back all the same", async () => {
    const wizard = (await toChoice()).press("enter", "?", "ctrl-c")

    expect(wizard.lastEffect).toEqual({ effect: "interrupt" })
  })

  test("the countdown runs out while the help is open", async () => {
    const wizard = (await toKeep()).press("?").send({ event: "tick", now: startedAt + 60_000 })

    expect(wizard.lastEffect).toEqual({ effect: "put-back", run: 7, runtime: "containerd" })
  })
})

describe("the end of a node that is as asked", () => {
  const ended = async (scenario: Parameters<typeof lookedAt>[0], joined: boolean) => {
    const wizard = await new Driven(scenario, { columns: 100, rows: 40 }).look()
    const { looked } = wizard.state
    if (looked === undefined) throw new Error("the node was looked at")
    const situation = { ...looked.situation, hasKubeletConfiguration: joined, kubeletsRuntime: "containerd" }
    wizard.state = { ...wizard.state, looked: { ...looked, situation } }
    while (wizard.screen !== "run") wizard.press("enter")
    wizard.send({ event: "ended", outcome: applied, now: startedAt })
    wizard.press("enter").send({ event: "kept", kept: { ok: true, value: 7 } })
    return wizard
  }

  test("a node that has not joined is told kubeadm's command, with the socket where several are", async () => {
    expect((await ended("changes", false)).rows.map((row) => row.trim())).toContain("kubeadm init")
    const several = await ended("several-runtimes", false)
    expect(several.rows.map((row) => row.trim())).toContain(
      "kubeadm init --cri-socket unix:///run/containerd/containerd.sock",
    )
  })

  test("a node that has joined is told the command for the next one, on a line of its own", async () => {
    const wizard = await ended("changes", true)
    const rows = wizard.rows.map((row) => row.trim())

    expect(rows[rows.indexOf("The same on the next node:") + 1]).toStartWith("criadm apply --yes ")
    expect(wizard.text).not.toContain("kubeadm init")
  })

  test("a command that needs several rows can be pasted all the same", async () => {
    const wizard = await ended("changes", true)
    wizard.send({ event: "resized", columns: 140, rows: 40 })
    const whole = wizard.rows.find((row) => row.includes("criadm apply --yes"))?.trim()
    wizard.send({ event: "resized", columns: 60, rows: 40 })
    const from = wizard.rows.findIndex((row) => row.includes("criadm apply --yes"))
    const rows = wizard.rows.slice(from, wizard.rows.findIndex((row, at) => at >= from && !row.endsWith(" \\")) + 1)

    expect(rows.length).toBeGreaterThan(1)
    expect(rows.map((row) => row.replace(/ \\$/, "").trim()).join(" ")).toBe(whole ?? "")
  })

  test("it is copied on request, and a pod sandbox is run as a proof, once", async () => {
    const wizard = await ended("changes", true)
    const item = (text: string) => {
      for (let presses = 0; !wizard.text.includes(`❯ ${text}`) && presses < 9; presses += 1) wizard.press("tab")
      wizard.press("enter")
    }
    item("Copy the command")
    expect(wizard.lastEffect).toMatchObject({ effect: "copy", text: expect.stringMatching(/^criadm apply --yes /) })
    expect(wizard.text).toContain("Copied.")

    item("Run a pod sandbox")
    expect(wizard.lastEffect).toMatchObject({ effect: "prove-sandbox" })
    expect(wizard.text).toContain("Running a pod sandbox")
    expect(wizard.text).not.toContain("❯ Run a pod sandbox")
    const expectation = { kind: "sandbox", component: "containerd", endpoint: "unix:///c", driver: "systemd" } as const
    const observed = { code: "observed-sandbox", args: { cgroup: "/a.slice" } } as const
    wizard.send({ event: "sandbox-proven", asked: { ok: true, verified: [{ expectation, holds: true, observed }] } })
    expect(wizard.text).toContain("✓ containerd: a pod sandbox runs")
    expect(wizard.text).not.toContain("Run a pod sandbox as a proof")
  })

  test("every step is behind, and says so", async () => {
    expect((await ended("changes", true)).rows[0]).toContain("✓ Review ─ ✓ Apply")
  })
})

describe("reasons on Answers", () => {
  const onAnswers = async (size: { columns: number; rows: number }) => {
    const wizard = await new Driven("changes", size).look()
    wizard.press("enter", "down", "enter")
    while (wizard.screen !== "answers") wizard.press("enter")
    return wizard
  }

  test("are whole where there is room", async () => {
    expect((await onAnswers({ columns: 80, rows: 60 })).text).not.toContain("…")
  })

  test("are cut to a row where there is none, but for the one that is chosen", async () => {
    const wizard = await onAnswers({ columns: 80, rows: 20 })
    expect(wizard.rows.find((row) => row.includes("cgroup-driver"))).toEndWith("…")
    const whole = "suggested: systemd is PID 1 and should be the only writer of the cgroup tree"
    wizard.press("tab")

    expect(wizard.rows.find((row) => row.includes("❯ cgroup-driver"))).not.toContain("…")
    expect(wizard.text.replaceAll(/\s+/g, " ")).toContain(whole)
  })

  test("stand under their heading without its word", async () => {
    const wizard = await onAnswers({ columns: 120, rows: 60 })

    expect(wizard.rows.find((row) => row.includes("image-repository"))).toMatch(/registry\.k8s\.io +where Kubernetes/)
  })
})
