// A program for tests: applies a plan to the tree at a directory on the real machine. It is killed by its caller.
//   bun real-apply.ts ROOT PLAN.json
import { readFileSync } from "node:fs"
import { apply } from "../../src/apply/forward/apply.ts"
import type { Plan } from "../../src/model/plan.ts"
import { realContext } from "./support/real-context.ts"
import { runOptions } from "./support/test-node.ts"

const [root, planFile] = process.argv.slice(2)
const plan = JSON.parse(readFileSync(planFile ?? "", "utf8")) as Plan
const outcome = await apply(realContext(root ?? ""), plan, runOptions())
console.log(outcome.kind)
process.exit(outcome.kind === "applied" ? 0 : 4)
