import { describe, expect, test } from "bun:test"
import { commands, flags, flagsOf, rareSettings, usageOf } from "../../src/cli/definitions.ts"
import { flagHelp, flagText, renderHelp, renderSettings } from "../../src/cli/help.ts"
import { exampleAnswers, renderManual } from "../../src/cli/man.ts"
import { parseArguments } from "../../src/cli/parse.ts"
import { en } from "../../src/messages/en/en.ts"
import { widthOf } from "../../src/messages/line-breaks.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { readAnswers } from "../../src/settings/answers-file.ts"

function parsed(...argv: string[]) {
  const result = parseArguments(argv)
  if (!result.ok) throw new Error(`refused: ${result.fault.code}`)
  return { command: result.value.command.name, argument: result.value.argument, ...result.value.flags }
}

function refusal(...argv: string[]) {
  const result = parseArguments(argv)
  return result.ok ? undefined : { code: result.fault.code, ...result.fault.args }
}

describe("values on the command line", () => {
  test.each([
    ["3.10"],
    ["007"],
    ["1e3"],
    ["0x10"],
    [" "],
    ["true"],
    ["false"],
    ["a=b"],
    ["registry.k8s.io/pause:3.10"],
  ])("%p stays the text it is", (value) => {
    expect(parsed("plan", "--sandbox-image", value)["sandbox-image"]).toBe(value)
    expect(parsed("plan", `--sandbox-image=${value}`)["sandbox-image"]).toBe(value)
  })

  test("an empty value after = is empty, and does not swallow the next word", () => {
    expect(parsed("plan", "--sandbox-image=", "--yes=".slice(0, 0) || "--no-restart")["sandbox-image"]).toBe("")
  })

  test("a version such as 1.30 keeps its zero", () => {
    expect(parsed("plan", "--kubernetes-version", "1.30")["kubernetes-version"]).toBe("1.30")
  })

  test("an alias gives the same answer as the flag's own name", () => {
    expect(parsed("plan", "--pause-image", "a/pause:1")["sandbox-image"]).toBe("a/pause:1")
  })

  test("a list flag collects every value in order, also a single one", () => {
    expect(parsed("plan", "--registry-mirror", "a=https://1")["registry-mirror"]).toEqual(["a=https://1"])
    const two = parsed("plan", "--registry-mirror", "a=https://1", "--registry-mirror=b=https://2")
    expect(two["registry-mirror"]).toEqual(["a=https://1", "b=https://2"])
  })

  test("a two-way flag is true, false or not given", () => {
    expect(parsed("plan", "--ip-forward")["ip-forward"]).toBe(true)
    expect(parsed("plan", "--no-ip-forward")["ip-forward"]).toBe(false)
    expect(parsed("plan")["ip-forward"]).toBeUndefined()
  })

  test("a one-letter flag takes its value with and without =", () => {
    expect(parsed("detect", "-o", "json").output).toBe("json")
    expect(parsed("detect", "-o=json").output).toBe("json")
  })

  test("a dash alone is a value: standard input", () => {
    expect(parsed("plan", "--answers", "-").answers).toBe("-")
    expect(parsed("plan", "--answers=-").answers).toBe("-")
  })
})

describe("commands and arguments", () => {
  test("no word is the wizard", () => {
    expect(parsed().command).toBe("wizard")
    expect(parsed("--cgroup-driver", "systemd").command).toBe("wizard")
  })

  test("flags may stand before and after the command", () => {
    expect(parsed("--root", "/mnt", "explain", "cgroup-driver", "-o", "json")).toEqual({
      command: "explain",
      argument: "cgroup-driver",
      root: "/mnt",
      output: "json",
    })
  })

  test("a plan file whose name is a number is an argument", () => {
    expect(parsed("rollback", "3").argument).toBe("3")
    expect(parsed("apply", "3.10").argument).toBe("3.10")
  })

  test("an unknown command is named, with the one that was probably meant", () => {
    expect(refusal("aply")).toEqual({ code: "unknown-command", command: "aply", hint: "apply" })
    expect(refusal("wizard")).toMatchObject({ code: "unknown-command" })
    // Known to the program, told to nobody.
    expect(refusal("gard")).toMatchObject({ code: "unknown-command", hint: "" })
    expect(refusal("help", "guard")).toMatchObject({ code: "unknown-command" })
  })

  test("an unknown flag is named, with the one that was probably meant", () => {
    expect(refusal("plan", "--cgroup-drvier", "systemd")).toMatchObject({
      code: "unknown-flag",
      flag: "--cgroup-drvier",
      hint: "--cgroup-driver",
    })
    for (const flag of ["--__proto__", "--constructor", "-x", "--a.b=c", "--no-runtime", "--no-yes"]) {
      expect(refusal("plan", flag)).toMatchObject({ code: "unknown-flag" })
    }
  })

  test("a flag of another command is refused", () => {
    expect(refusal("detect", "--yes")).toMatchObject({ code: "unknown-flag", flag: "--yes" })
  })

  test("a flag without its value, with one too many, or twice is refused", () => {
    expect(refusal("plan", "--runtime")).toMatchObject({ code: "flag-needs-value" })
    expect(refusal("plan", "--runtime", "--no-restart")).toMatchObject({ code: "flag-needs-value" })
    expect(refusal("apply", "--yes=no")).toMatchObject({ code: "flag-takes-no-value" })
    expect(refusal("plan", "--runtime", "crio", "--runtime", "docker")).toMatchObject({ code: "flag-given-twice" })
    expect(refusal("plan", "--pause-image", "a:1", "--sandbox-image", "b:1")).toMatchObject({
      code: "flag-given-twice",
    })
  })

  test("an argument too many, or one that is missing, is refused", () => {
    expect(refusal("detect", "me")).toMatchObject({ code: "too-many-arguments", argument: "me" })
    expect(refusal("explain", "a", "b")).toMatchObject({ code: "too-many-arguments", argument: "b" })
    expect(refusal("completion")).toMatchObject({ code: "missing-argument", argument: "SHELL" })
  })
})

describe("--help", () => {
  test.each(commands.map((command) => [command.name, command] as const))(
    "of %s fits a screen of 80 columns and 24 rows, the next prompt included, and has two examples",
    (_, command) => {
      const lines = renderHelp(en, command, 80, false).split("\n")

      expect(lines.filter((line) => line.length > 80)).toEqual([])
      expect(lines.length).toBeLessThanOrEqual(23)
      expect(lines.filter((line) => line.startsWith("  $ criadm")).length).toBeGreaterThanOrEqual(2)
    },
  )

  test.each(commands.map((command) => [command.name, command] as const))(
    "of %s fits the same screen in Chinese, where a character takes two columns",
    (_, command) => {
      const lines = renderHelp(zh, command, 80, false).split("\n")

      expect(lines.filter((line) => widthOf(line) > 80)).toEqual([])
      expect(lines.length).toBeLessThanOrEqual(23)
    },
  )

  test("the Chinese manual tells roff where it may break a line, and says the same without those marks", () => {
    const manual = renderManual(zh)

    expect(manual).toContain("在\\:终\\:端\\:上\\:")
    for (const flag of flags) expect(manual.replaceAll("\\:", "").replaceAll("\\-", "-")).toContain(flagHelp(zh, flag))
    expect(renderManual(en)).not.toContain("\\:")
  })

  test("names the languages", () => {
    for (const [catalogue, text] of [
      [en, "language of the messages: en, zh"],
      [zh, "消息的语言：en、zh"],
    ] as const) {
      expect(renderHelp(catalogue, commands[0] as (typeof commands)[number], 80, true)).toContain(text)
      expect(renderManual(catalogue).replaceAll("\\:", "")).toContain(text)
    }
  })

  test.each([
    ["English", en],
    ["Chinese", zh],
  ] as const)("the rarer settings stand on a page of their own, which fits the same screen in %s", (_, catalogue) => {
    const page = renderSettings(catalogue, 80)
    const lines = page.split("\n")

    for (const flag of rareSettings) expect(page).toContain(flagText(flag))
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([])
    expect(lines.length).toBeLessThanOrEqual(23)
  })

  test("of a command that takes the rarer settings says where they are told", () => {
    for (const command of commands.filter(({ name, flags }) => name !== "wizard" && flags.includes("runtime"))) {
      expect(renderHelp(en, command, 80, false)).toContain("criadm help settings")
    }
    expect(parseArguments(["help", "settings"])).toMatchObject({ value: { topic: "settings", flags: { help: true } } })
    expect(refusal("help", "settings", "more")).toMatchObject({ code: "too-many-arguments", argument: "more" })
  })

  test("names every flag that a command takes, and with --verbose explains it", () => {
    for (const command of commands) {
      const [short, whole] = [renderHelp(en, command, 80, false), renderHelp(en, command, 80, true)]
      for (const flag of flagsOf(command)) {
        const isNamed = command.name !== "wizard" && command.flags.includes(flag.name) && !rareSettings.includes(flag)
        if (isNamed) expect(short).toContain(flagText(flag))
        expect(whole).toContain(flagText(flag))
        expect(whole.replace(/\s+/g, " ")).toContain(flagHelp(en, flag))
      }
    }
  })

  test("the manual explains every command and every flag", () => {
    const manual = renderManual(en).replaceAll("\\-", "-")
    for (const command of commands) expect(manual).toContain(usageOf(command))
    for (const flag of flags) expect(manual).toContain(`.B ${flagText(flag)}\n${flagHelp(en, flag)}`)
  })
})

test("the answers file of the manual is one, and the manual has the sections that people look for", () => {
  expect(readAnswers("example.toml", `${exampleAnswers.join("\n")}\n`)).toMatchObject({ ok: true })

  const manual = renderManual(en)
  for (const section of ["EXIT STATUS", "ANSWERS FILE", "JSON", "ENVIRONMENT", "FILES"]) {
    expect(manual).toContain(`.SH ${section}\n`)
  }
})

test("--no-proxy is a flag with a value, and no negation of --proxy", () => {
  expect(parsed("plan", "--proxy", "http://p", "--no-proxy", ".a,.b")).toMatchObject({
    proxy: "http://p",
    "no-proxy": ".a,.b",
  })
  expect(parsed("plan", "--no-proxy=10.0.0.0/8")).toMatchObject({ "no-proxy": "10.0.0.0/8" })
  expect(refusal("plan", "--no-proxy")).toMatchObject({ code: "flag-needs-value" })
})
