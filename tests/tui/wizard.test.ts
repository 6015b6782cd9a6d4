// The wizard in a real pseudo-terminal, on the fake node: keys in, screen, colours, terminal modes and exit code out.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Pty, type PtyOptions, unchangedModes } from "../../scripts/terminal/pty.ts"
import { en } from "../../src/messages/en/en.ts"
import { bundleWizard } from "./bundle-wizard.ts"
import type { Scenario } from "./fake-criadm.ts"

setDefaultTimeout(30_000)

let directory = ""
let program = ""
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "criadm-wizard-"))
  program = await bundleWizard(directory)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function start(scenario: Scenario, flags: readonly string[] = [], options: PtyOptions = {}): Pty {
  return new Pty([process.execPath, program, scenario, ...flags], { cwd: directory, ...options })
}

const enter = "\r"
const escapeKey = "\u001b"
const interrupt = "\u0003"
const [down, up] = ["\u001b[B", "\u001b[A"]

/** What each screen on the way shows that no other does. */
const way = [
  "Show where each fact",
  "1 failure, 1 warning",
  "Which cgroup driver",
  "Which sandbox image",
  "Shall this node forward",
  "Shall the kubelet's side",
  "Kept as it is",
  "Review: exactly this",
  "What to do with this plan",
] as const
type Stage = (typeof way)[number]

/** Chooses everything itself, by Enter, until the screen shows this. */
async function walk(wizard: Pty, until: Stage): Promise<void> {
  for (const stage of way) {
    await wizard.shows(stage)
    if (stage === until) return
    wizard.send(stage === "1 failure, 1 warning" ? `${down}${enter}` : enter)
  }
}

/** Four presses of Enter: the facts, what is suggested, the review, apply. */
async function apply(wizard: Pty): Promise<void> {
  for (const stage of [way[0], way[1], "Review: exactly this", "What to do with this plan"]) {
    await wizard.shows(stage)
    wizard.send(enter)
  }
}

/** The terminal after the program: main screen, cursor visible, the modes it had. */
function expectWhole(wizard: Pty, modes: number): void {
  expect(wizard.isAlternate).toBe(false)
  expect(wizard.isCursorVisible).toBe(true)
  expect(wizard.localModes).toBe(modes)
  expect(wizard.raw.lastIndexOf("\u001b[?2004l")).toBeGreaterThanOrEqual(wizard.raw.lastIndexOf("\u001b[?2004h"))
}

describe("the whole way", () => {
  test.each([
    [80, 24],
    [120, 40],
    [60, 20],
  ])("Enter alone makes a right node, at %d x %d", async (columns, rows) => {
    await using wizard = start("changes", [], { columns, rows })
    const modes = await unchangedModes()
    await apply(wizard)
    await wizard.shows("Applied and verified. Keep it?")
    expect(wizard.isAlternate).toBe(true)
    expect(wizard.text()).toMatch(/(?:60|59) seconds left/)
    wizard.send(enter)
    await wizard.shows("The node is as asked")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(0)
    expectWhole(wizard, modes)
    const left = wizard.history().replace(/\s+/g, " ")
    expect(left).toContain("The node is as asked.")
    expect(left).toContain("criadm rollback 7")
    expect(left).toContain("criadm apply --yes --cgroup-driver systemd")
  })

  test("a right node has nothing to do", async () => {
    await using wizard = start("healthy")
    for (const shown of ["Show where each", "Nothing to object"]) {
      await wizard.shows(shown)
      wizard.send(enter)
    }
    await wizard.shows(/Nothing to do: the node is as asked[\s\S]*cgroup driver systemd/)
    wizard.send(enter)

    expect(await wizard.ended()).toBe(0)
  })

  test("the answers file and the plan are written where asked, and the next command names the file", async () => {
    await using wizard = start("changes")
    await walk(wizard, "What to do with this plan")
    wizard.send(`${down}${enter}`)
    await wizard.shows("File: criadm-answers.toml")
    expect(wizard.isCursorVisible).toBe(true)
    // What is offered stands behind the cursor, and typing takes its place.
    expect(wizard.cell(wizard.cursor.x, wizard.cursor.y)).toMatchObject({ text: "c", isDim: true })
    wizard.send("x")
    await wizard.shows(/File: x *$/m)
    wizard.send(escapeKey)
    await wizard.shows("What to do with this plan")
    wizard.send(enter)
    await wizard.shows("File: criadm-answers.toml")
    wizard.send(enter)
    await wizard.shows("Written: criadm-answers.toml")
    wizard.send(`${down}${enter}`)
    await wizard.shows("File: criadm-plan.json")
    wizard.send(`\u0015/no/plan.json${enter}`)
    await wizard.shows("/no/plan.json cannot be written")
    wizard.send(`\u0015other.json${enter}`)
    await wizard.shows("Written: other.json")
    wizard.send("q")

    expect(await wizard.ended()).toBe(130)
    expect(JSON.parse(readFileSync(join(directory, "criadm-answers.toml"), "utf8"))["cgroup-driver"]).toBe("systemd")
    expect(JSON.parse(readFileSync(join(directory, "other.json"), "utf8")).kind).toBe("Plan")
    expect(wizard.history()).toContain("nothing was changed")
  })

  test("nobody answers: the node goes back when the time is over", async () => {
    await using wizard = start("changes", ["--confirm", "1"])
    await apply(wizard)
    await wizard.shows("Nobody answered, so everything was put back")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(4)
  })

  test("the guard was quicker: the node is back all the same, and says so itself", async () => {
    await using wizard = start("guard-first", ["--confirm", "1"])
    await apply(wizard)
    await wizard.shows("Nobody answered, so everything was put back")
    expect(wizard.text()).toContain("✓ containerd.service is active")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(4)
  })

  test("put back on request", async () => {
    await using wizard = start("changes")
    await apply(wizard)
    await wizard.shows("Keep it?")
    wizard.send(`${down}${enter}`)
    await wizard.shows("Put back as you asked")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(7)
  })
})

describe("obstacles", () => {
  test.each([
    ["not-root", "You can look, but not apply", "sudo criadm"],
    ["no-runtime", "No container runtime is installed here", "criadm apply --install distribution"],
    ["several-runtimes", "2 container runtimes are installed", "Docker Engine  does not serve CRI"],
    ["openrc", "This node is run by openrc, not systemd", "cgroupfs is suggested"],
    ["no-init", "No init system runs this node", "restarted by hand"],
    ["unfinished", "Run 6 was not finished", "/etc/containerd/config.toml"],
    ["unconfirmed", "Run 6 waits to be kept", "Keep it"],
  ] as const)("%s has its own screen and can be left", async (scenario, title, detail) => {
    await using wizard = start(scenario)
    await wizard.shows("Show where each fact")
    wizard.send(enter)
    await wizard.shows(title)
    expect(wizard.text().replace(/\s+/g, " ")).toContain(detail.replace(/\s+/g, " "))
    wizard.send("q")

    expect(await wizard.ended()).toBe(130)
  })

  test("a broken file is shown with its line, and can be looked at again", async () => {
    await using wizard = start("broken-toml")
    await wizard.shows("Show where each fact")
    wizard.send(enter)
    await wizard.shows(/Findings[\s\S]*config\.toml:22:29[\s\S]*ture\n *\| *\^[\s\S]*❯ Look again\n *Start over/)
    wizard.send(enter)
    await wizard.shows("What this node is")
    wizard.send("q")

    expect(await wizard.ended()).toBe(130)
  })

  test("a locked run is named, and trying again works", async () => {
    await using wizard = start("locked")
    await apply(wizard)
    await wizard.shows(/It was not started[\s\S]*4711/)
    wizard.send(enter)
    await wizard.shows("Keep it?")
    wizard.send(enter)
    await wizard.shows("The node is as asked")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(0)
  })

  test("running pods are listed, and Leave says that it was refused", async () => {
    await using wizard = start("pods")
    await apply(wizard)
    await wizard.shows("kube-system/kube-proxy-x7k2p")
    await wizard.shows("Apply although pods are running")
    wizard.send(`${up}${up}`)
    wizard.send("\t\t\t")
    await wizard.shows("❯ Leave")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(3)
  })

  test("a restart that fails: cause, proven old state, exit code 4", async () => {
    await using wizard = start("fails")
    await apply(wizard)
    await wizard.shows("It failed, and everything was put back")
    expect(wizard.text()).toContain("✓ containerd.service is active")
    expect(wizard.text()).toContain("invalid plugin config")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(4)
    expect(wizard.history()).toContain("criadm: It failed, and everything was put back.")
  })

  test("a node that could not be put back: exit code 5 and where its files are", async () => {
    await using wizard = start("stuck")
    await apply(wizard)
    await wizard.shows("This node needs you")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(5)
    expect(wizard.history()).toContain("/var/lib/criadm/runs/7")
  })
})

describe("keys", () => {
  test("keys that arrive in one read all count", async () => {
    await using wizard = start("changes")
    await walk(wizard, "Which cgroup driver")
    wizard.send(`${down}${enter}${down}${enter}\u0015镜.example.com/pause:3.10${escapeKey}`)
    await wizard.shows("Another value")
    wizard.send(`${up}${enter}jj${enter}`)
    await wizard.shows(/cgroup-driver +cgroupfs +your answer/)
    wizard.send("q")

    expect(await wizard.ended()).toBe(130)
  })

  test("a pasted text goes into the field as it is, its line breaks choose nothing", async () => {
    await using wizard = start("changes")
    await walk(wizard, "Which sandbox image")
    wizard.send(`${down}${enter}`)
    await wizard.shows("sandbox-image: registry.k8s.io")
    wizard.send("\u0015")
    wizard.send("\u001b[200~registry.example.com/q\r\n/pause:3.10\u001b[201~")
    await wizard.shows("sandbox-image: registry.example.com/q /pause:3.10")
    wizard.send("q")
    await wizard.shows("3.10q")
    wizard.send(interrupt)

    expect(await wizard.ended()).toBe(130)
  })

  test("wide characters move the cursor by two columns", async () => {
    await using wizard = start("changes")
    await walk(wizard, "Which sandbox image")
    wizard.send(`${down}${enter}`)
    await wizard.shows("sandbox-image: registry.k8s.io")
    wizard.send("\u0015")
    await wizard.until(() => wizard.cell(wizard.cursor.x - 2, wizard.cursor.y).text === ":", "an empty field")
    const { x, y } = wizard.cursor
    wizard.send("镜像")
    await wizard.shows("镜像")
    await wizard.until(() => wizard.cursor.x === x + 4, "the cursor behind both")

    expect(wizard.cursor.y).toBe(y)
    expect(wizard.cell(x, y)).toMatchObject({ text: "镜", width: 2 })
  })

  test("a search marks what it found", async () => {
    await using wizard = start("long")
    await walk(wizard, "Review: exactly this")
    wizard.send("/key_399 ")
    await wizard.shows("1 of 2 lines")
    const lines = wizard.lines()
    const y = lines.findIndex((text) => text.includes("key_399 "))
    const x = (lines[y] ?? "").indexOf("key_399")

    expect(wizard.cell(x, y).isInverse).toBe(true)
    expect(wizard.cell(x - 2, y).isInverse).toBe(false)
  })
})

describe("leaving", () => {
  test.each(way)('Ctrl-C on the screen with "%s" leaves a whole terminal and an unchanged node', async (stage) => {
    await using wizard = start("changes")
    const modes = await unchangedModes()
    await walk(wizard, stage)
    expect(wizard.localModes).not.toBe(modes)
    wizard.send(interrupt)

    expect(await wizard.ended()).toBe(130)
    expectWhole(wizard, modes)
    expect(wizard.history()).toContain("criadm: nothing was changed.")
  })

  test.each([0, 1, 2, 3])("Ctrl-C at step %d of apply finishes the step and puts everything back", async (step) => {
    await using wizard = start("changes", ["--hold", String(step)])
    const modes = await unchangedModes()
    await apply(wizard)
    await wizard.shows(/[⠋-⠿] (?:write|set|restart)/)
    wizard.send(interrupt)
    await wizard.shows("Stopped, and everything was put back")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(130)
    expectWhole(wizard, modes)
  })

  test.each(["SIGTERM", "SIGHUP", "SIGQUIT"] as const)("%s leaves a whole terminal", async (signal) => {
    await using wizard = start("changes")
    const modes = await unchangedModes()
    await walk(wizard, "Which cgroup driver")
    wizard.kill(signal)

    expect(await wizard.ended()).toBe(130)
    expectWhole(wizard, modes)
  })

  test("SIGTERM in the middle of apply waits until the node is back", async () => {
    await using wizard = start("changes", ["--hold", "3"])
    const modes = await unchangedModes()
    await apply(wizard)
    await wizard.shows(/[⠋-⠿] restart containerd.service/)
    wizard.kill("SIGTERM")

    expect(await wizard.ended()).toBe(130)
    expectWhole(wizard, modes)
    expect(wizard.history()).toContain("criadm: Stopped, and everything was put back.")
  })

  test("a signal during the countdown leaves it to the guard and says so", async () => {
    await using wizard = start("changes")
    await apply(wizard)
    await wizard.shows("Keep it?")
    wizard.kill("SIGTERM")
    await wizard.ended()

    expect(wizard.history()).toContain("criadm confirm")
  })

  test("a terminal that goes away ends the program", async () => {
    await using wizard = start("changes", ["--hold", "1"])
    await apply(wizard)
    await wizard.shows(/[⠋-⠿] (?:write|set|restart)/)
    wizard.hangUp()
    wizard.kill("SIGHUP")

    expect(await wizard.exited).toBe(130)
  })

  test.each(["bug-in-detect", "bug-in-apply"] as const)(
    "%s leaves a whole terminal and shows the bug",
    async (scenario) => {
      await using wizard = start(scenario)
      const modes = await unchangedModes()
      if (scenario === "bug-in-apply") await apply(wizard)
      const code = await wizard.ended()

      expect(code).toBe(1)
      expectWhole(wizard, modes)
      expect(wizard.history()).toContain(`a bug in ${scenario === "bug-in-apply" ? "apply" : "detection"}`)
    },
  )
})

describe("the terminal", () => {
  test("the screen follows the size, also in the middle of a text and of an apply", async () => {
    await using wizard = start("changes", ["--hold", "1"])
    await walk(wizard, "Review: exactly this")
    for (const [columns, rows] of [
      [120, 40],
      [60, 20],
      [200, 60],
      [80, 24],
    ] as const) {
      wizard.resize(columns, rows)
      await wizard.until(() => {
        const lines = wizard.lines()
        const once = (wanted: string) => lines.filter((text) => text.includes(wanted)).length === 1
        const isInPlace = lines[0]?.includes("criadm   ✓ Node") && lines[rows - 1]?.includes("q leave")
        return isInPlace === true && once("Review: exactly this") && once("❯ Continue") && once("q leave")
      }, `one whole screen at ${columns} x ${rows}`)
    }
    wizard.send(enter)
    await wizard.shows("What to do with this plan")
    wizard.send(enter)
    await wizard.shows(/[⠋-⠿] (?:write|set|restart)/)
    wizard.resize(70, 22)
    await wizard.until(() => {
      const lines = wizard.lines()
      return lines[21]?.includes("q stop") === true && lines[0]?.includes("criadm   ✓ Node") === true
    }, "one whole screen at 70 x 22")
  })

  test("colours say what the glyphs say", async () => {
    await using wizard = start("changes")
    await walk(wizard, "1 failure, 1 warning")
    const y = wizard.lines().findIndex((text) => text.includes("✗ failure"))

    // Of the sixteen: 1 is red, 3 yellow, 6 cyan.
    expect(wizard.cell((wizard.lines()[y] ?? "").indexOf("✗"), y).color).toBe(1)
    const warning = wizard.lines().findIndex((text) => text.includes("! warning"))
    expect(wizard.cell((wizard.lines()[warning] ?? "").indexOf("!"), warning).color).toBe(3)
    const focus = wizard.lines().findIndex((text) => text.includes("❯ Do what"))
    expect(wizard.cell((wizard.lines()[focus] ?? "").indexOf("❯"), focus)).toMatchObject({ color: 6, isBold: true })
  })

  test.each([
    ["NO_COLOR", { NO_COLOR: "1" }],
    ["CI", { CI: "1", NO_COLOR: "1" }],
    ["DEV", { DEV: "true", NO_COLOR: "1" }],
  ] as const)("with %s the wizard works without a single colour", async (_name, environment) => {
    await using wizard = start("changes", [], { environment })
    await walk(wizard, "Which cgroup driver")
    expect(wizard.text()).toContain("❯ systemd")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that set colours
    expect(wizard.raw).not.toMatch(/\u001b\[[0-9;]*[1-9][0-9;]*m/)
    expect(wizard.raw).not.toContain("devtools")
    wizard.send("q")
    await wizard.ended()
  })

  test.each(["linux", "vt100", "screen", "tmux-256color", "xterm"])("TERM=%s shows the whole way", async (term) => {
    await using wizard = start("changes", [], { environment: { TERM: term } })
    await walk(wizard, "Review: exactly this")
    wizard.send("q")

    expect(await wizard.ended()).toBe(130)
  })

  test("Chinese is drawn as it was laid out, two columns to a character, and leads the whole way", async () => {
    await using wizard = start("changes", ["--chinese"])
    await wizard.shows("显示每项事实的来源")
    wizard.send(enter)
    await wizard.shows("1 项失败，1 项警告")
    wizard.send(`${down}${enter}`)
    await wizard.shows("应使用哪种 cgroup 驱动？")
    wizard.send(enter)
    await wizard.shows("应使用哪个沙箱（pause）镜像？")
    await wizard.shows("  ❯ registry.k8s.io/pause:3.10.1\n      建议：kubeadm 1.34.2 要求 registry.k8s.io/pause:3.10.1")
    wizard.send("q")

    expect(await wizard.ended()).toBe(130)
    expect(wizard.raw).toContain("criadm：未做任何更改。")
  })

  test("a terminal that knows ASCII only gets nothing else", async () => {
    await using wizard = start("changes", [], { environment: { LC_ALL: "C" } })
    await walk(wizard, "Review: exactly this")
    wizard.send("q")
    await wizard.ended()

    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII itself
    expect(wizard.raw).toMatch(/^[\u0000-\u007f]*$/)
  })

  test("hostile text of a file cannot move the cursor or set the title", async () => {
    await using wizard = start("hostile")
    await walk(wizard, "Review: exactly this")
    await wizard.shows("^[[2J^[]0;owned^G")
    expect(wizard.raw).not.toContain("owned\u0007")
  })
})

test("what turns costs less for each of its frames than a key does, and there are four in a second", async () => {
  await using wizard = start("changes", ["--hold", "3"], { patienceSeconds: 20 })
  const aKey = await costOfKey(wizard)
  await apply(wizard)
  await wizard.shows(/restart containerd\.service +\d+ s/)
  const before = { clock: performance.now(), processor: processorMilliseconds(wizard.pid) }
  const frames = new Set<string>()
  for (let sample = 0; sample < 50; sample += 1) {
    await Bun.sleep(100)
    frames.add(/(\S) restart containerd/.exec(wizard.text())?.[1] ?? "")
  }
  const turns = (performance.now() - before.clock) / 250

  expect(frames.size).toBeGreaterThan(3)
  expect((processorMilliseconds(wizard.pid) - before.processor) / turns).toBeLessThan(aKey)
  wizard.send("q")
  await wizard.shows("Stopped, and everything was put back")
  wizard.send(enter)
  await wizard.ended()
})

/** All threads of a process on a processor (/proc/PID/task/TID/schedstat, first field, in nanoseconds). */
/** Milliseconds of processor time for a key that opens or closes the help. */
async function costOfKey(wizard: Pty): Promise<number> {
  await wizard.shows(en.screens.node.title)
  const help = en.screens.help.table[0]?.[1] ?? ""
  const before = processorMilliseconds(wizard.pid)
  for (let key = 0; key < 20; key += 1) {
    wizard.send("?")
    await wizard.until((screen) => screen.includes(help) === (key % 2 === 0), "the help, or none")
  }
  return (processorMilliseconds(wizard.pid) - before) / 20
}

function processorMilliseconds(pid: number): number {
  const tasks = `/proc/${pid}/task`
  return readdirSync(tasks).reduce(
    (sum, task) => sum + Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]) / 1e6,
    0,
  )
}

describe("without drawing", () => {
  test.each([
    ["--accessible", ["--accessible"], {}],
    ["TERM=dumb", [], { TERM: "dumb" }],
  ] as const)(
    "with %s Enter alone makes a right node, and nothing is drawn over",
    async (_name, flags, environment) => {
      await using wizard = start("changes", flags, { environment, columns: 100, rows: 200 })
      const modes = await unchangedModes()
      for (const prompt of [
        "What this node is",
        "1 failure, 1 warning",
        "Review: exactly",
        "What to do with",
        "Keep it?",
      ]) {
        await wizard.until(
          (text) => text.lastIndexOf(prompt) >= 0 && /(?:Number from|Press Enter)[^\n]*: ?$/.test(text),
          prompt,
        )
        wizard.send("\n")
      }
      await wizard.shows("The node is as asked")
      await wizard.shows(/Number from 1 to 4, Enter for 1[^\n]*: ?$/)
      expect(wizard.localModes).toBe(modes)
      wizard.send("\n")

      expect(await wizard.ended()).toBe(0)
      expect(wizard.raw).not.toContain("\u001b")
      expect(wizard.text()).toContain("criadm rollback 7")
    },
  )

  test("everything can be done with numbers: open, type, go back, search, help, save, stop", async () => {
    await using wizard = start("changes", ["--accessible", "--hold", "3"], { columns: 100, rows: 400 })
    let read = 0
    const answer = async (prompt: string, line: string) => {
      const isAsked = () => {
        const said = wizard.raw.slice(read)
        return new RegExp(prompt).test(said) && /(?:Number from|Press Enter|Value)[^\n]*: $/.test(said)
      }
      await wizard.until(isAsked, prompt)
      read = wizard.raw.length
      wizard.send(`${line}\n`)
    }
    await answer("init system: systemd, in order", "3")
    await answer("(/etc/os-release)", "1")
    await answer("Findings", "1")
    await answer("Fix: criadm apply --ip-forward", "?")
    await answer("Close the help", "")
    await answer("Findings", "4")
    await answer("cgroup driver shall", "2")
    await answer("sandbox image \\(pause", "2")
    await answer("sandbox-image: Value, Enter for", "not an image")
    await answer('cannot be "not an image"', "registry.example.com/pause:3.10")
    await answer("forward IPv4", "b")
    await answer("sandbox image \\(pause", "9")
    await answer('"9" is not a number from 1 to 3', "")
    await answer("forward IPv4", "")
    await answer("cgroup-driver +cgroupfs", "")
    await answer("Review: exactly", "/pause:3.10.1")
    await answer("lines found", "")
    await answer("What to do with", "2")
    await answer("File: Value", "spoken.toml")
    await answer("Written: spoken.toml", "1")
    await wizard.shows("Working. q and Enter stops it")
    await wizard.shows("write /etc/containerd/config.toml: done")
    wizard.send("q\n")
    await answer("Stopped, and everything was put back", "")

    expect(await wizard.ended()).toBe(130)
    expect(JSON.parse(readFileSync(join(directory, "spoken.toml"), "utf8"))["sandbox-image"]).toBe(
      "registry.example.com/pause:3.10",
    )
  })

  test("nobody answers: the node goes back, and says so without being asked", async () => {
    await using wizard = start("changes", ["--accessible", "--confirm", "1"], { columns: 100, rows: 400 })
    for (let read = 0; !wizard.raw.includes("Keep it?"); ) {
      await wizard.until(() => /: $/.test(wizard.raw.slice(read)) || wizard.raw.includes("Keep it?"), "a prompt")
      read = wizard.raw.length
      if (!wizard.raw.includes("Keep it?")) wizard.send("\n")
    }
    await wizard.shows("Nobody answered, so everything was put back")
    wizard.send("\n")

    expect(await wizard.ended()).toBe(4)
  })

  test("Ctrl-C and the end of the input leave", async () => {
    await using wizard = start("changes", ["--accessible"])
    await wizard.shows("What this node is")
    wizard.send(interrupt)
    expect(await wizard.ended()).toBe(130)

    await using other = start("changes", ["--accessible"])
    await other.shows("Show where each")
    other.send("\u0004")
    expect(await other.ended()).toBe(130)
  })
})
