// The wizard on a fake node, as a program for tests in a pseudo-terminal:
//   bun tests/tui/wizard-on-fake.ts SCENARIO [--accessible] [--light] [--ascii] [--chinese] [--confirm SECONDS] [--step MS]
//   [--hold STEP]
import { writeFileSync } from "node:fs"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { failed, ok, type Result } from "../../src/model/fault.ts"
import { runWizard } from "../../src/tui/wizard.ts"
import { fakeCriadm, type Scenario } from "./fake-criadm.ts"

const [scenario = "changes", ...flags] = process.argv.slice(2)
const numberAfter = (flag: string) => {
  const at = flags.indexOf(flag)
  return at < 0 ? undefined : Number(flags[at + 1])
}
const { env, stdout } = process
const hold = numberAfter("--hold")

function save(file: string, content: unknown): Result<string> {
  try {
    writeFileSync(file, JSON.stringify(content))
    return ok(file)
  } catch {
    return failed({ code: "not-written", args: { file, why: "no such directory" } })
  }
}

const criadm = fakeCriadm(scenario as Scenario, {
  stepMilliseconds: numberAfter("--step") ?? 2,
  ...(hold === undefined ? {} : { holdAtStep: hold }),
})
const code = await runWizard({
  open: async () => criadm,
  catalogue: flags.includes("--chinese") ? zh : en,
  terminal: {
    columns: stdout.columns ?? 80,
    rows: stdout.rows ?? 24,
    isColor: !env["NO_COLOR"] && env["TERM"] !== "dumb",
    isUnicode: /utf-?8/i.test(env["LC_ALL"] ?? env["LANG"] ?? ""),
    term: env["TERM"] ?? "",
    canCopy: flags.includes("--copies"),
    background: flags.includes("--light") ? "light" : "dark",
  },
  accessible: flags.includes("--accessible"),
  given: { values: {}, chosenBy: {} },
  confirmSeconds: numberAfter("--confirm"),
  allowRunningPods: false,
  offersSandbox: true,
  asksRegistries: false,
  copy: (text) => stdout.write(`\u001b]52;c;${btoa(text)}\u0007`),
  saveAnswers: async (file, answers) => save(file, answers.values),
  savePlan: (file, plan) => save(file, plan),
  now: Date.now,
})
process.exit(code)
