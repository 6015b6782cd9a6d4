import { describe, expect, test } from "bun:test"
import { commandNamed, commands } from "../../src/cli/definitions.ts"
import { foreignCommands } from "../../src/cli/foreign-words.ts"
import { parseArguments } from "../../src/cli/parse.ts"

function parsed(...argv: string[]) {
  const result = parseArguments(argv)
  if (!result.ok) return { code: result.fault.code, ...result.fault.args }
  return { command: result.value.command.name, ...result.value.flags }
}

describe("words that other tools have taught", () => {
  test.each([...foreignCommands])("%s is answered with %s, which there is", (foreign, meant) => {
    expect(commandNamed(foreign)).toBeUndefined()
    expect(commands.map(({ name }) => name as string)).toContain(meant.split(" ")[0] ?? "")
    expect(parsed(foreign)).toEqual({ code: "unknown-command", command: foreign, hint: meant })
  })

  test.each(["constructor", "__proto__", "toString"])(
    "%s, which every object has, is no command and no word",
    (word) => {
      expect(parsed(word)).toMatchObject({ code: "unknown-command", command: word })
      expect(parsed("explain", word)).toMatchObject({ command: "explain" })
    },
  )

  test("help COMMAND is COMMAND --help", () => {
    expect(parsed("help", "apply")).toMatchObject({ command: "apply", help: true })
    expect(parsed("help")).toMatchObject({ command: "wizard", help: true })
    expect(parsed("help", "aply")).toEqual({ code: "unknown-command", command: "aply", hint: "apply" })
    expect(parsed("help", "apply", "plan")).toMatchObject({ code: "too-many-arguments" })
  })

  test("--json is --output json, where documents are printed", () => {
    expect(parsed("detect", "--json")).toMatchObject({ command: "detect", output: "json" })
    expect(parsed("detect", "--json", "-o", "json")).toMatchObject({ code: "flag-given-twice" })
    expect(parsed("man", "--json")).toMatchObject({ code: "unknown-flag" })
  })

  test("--dry-run is apply --check, and --config an answers file", () => {
    expect(parsed("apply", "--dry-run")).toMatchObject({ command: "apply", check: true })
    expect(parsed("plan", "--config", "node.toml")).toMatchObject({ command: "plan", answers: "node.toml" })
  })
})

describe("the forms of --output", () => {
  test("for monitoring are taken by check and verify alone", () => {
    expect(parsed("check", "-o", "prometheus")).toMatchObject({ output: "prometheus" })
    expect(parsed("verify", "-o", "npd")).toMatchObject({ output: "npd" })
    expect(parsed("plan", "-o", "npd")).toMatchObject({ code: "bad-answer", accepted: "text, json" })
  })
})
