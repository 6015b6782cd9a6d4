// A case is a small node from the field with one trouble: tests/cases/NAME/tree holds its files, NAME/case.test.ts says
// what is right and how that is known. The shipped program is run on a copy, so a case may apply; Git keeps no empty
// directories, so a case that needs one (run/systemd/system) makes it.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { Finding } from "../../src/model/finding.ts"
import type { Plan } from "../../src/model/plan.ts"
import { criadm, type Run } from "../binary/program.ts"

/** What a command printed, its lines joined so that a sentence can be looked for wherever it was wrapped. */
export interface Said {
  readonly code: number
  readonly text: string
}

export class CaseNode implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "criadm-case-"))

  constructor(name: string) {
    cpSync(join(import.meta.dir, name, "tree"), this.root, { recursive: true, verbatimSymlinks: true })
  }

  /** Any command on this node, its standard output as JSON where that was asked for. */
  run(command: string, ...args: readonly string[]): Run {
    return criadm([command, "--root", this.root, ...args])
  }

  say(command: string, ...args: readonly string[]): Said {
    const { code, out, err } = this.run(command, ...args)
    return { code, text: `${out} ${err}`.replace(/\s+/g, " ").trim() }
  }

  findings(...args: readonly string[]): readonly Finding[] {
    return (JSON.parse(this.run("check", "-o", "json", ...args).out) as { findings: readonly Finding[] }).findings
  }

  /** Codes of the findings of this severity, each once. */
  codes(severity: Finding["severity"]): readonly string[] {
    return [...new Set(this.findings().flatMap((one) => (one.severity === severity ? [one.code] : [])))]
  }

  /** The plan, or the codes of what refuses it. */
  plan(...args: readonly string[]): {
    readonly code: number
    readonly plan?: Plan
    readonly refusals: readonly string[]
  } {
    const { code, out } = this.run("plan", "-o", "json", ...args)
    const document = JSON.parse(out) as Plan | { kind: "Faults"; faults: readonly { code: string }[] }
    return document.kind === "Plan"
      ? { code, plan: document, refusals: [] }
      : { code, refusals: document.faults.map((fault) => fault.code) }
  }

  /** The text that a file of this plan will have; undefined: the plan does not write it. */
  planned(path: string, ...args: readonly string[]): string | undefined {
    const changes = this.plan(...args).plan?.changes ?? []
    const found = changes.find((change) => change.kind === "file" && change.path === path)
    return found?.kind === "file" ? (found.after?.text ?? "") : undefined
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8")
  }

  write(path: string, text: string): this {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
    return this
  }

  executable(path: string): this {
    chmodSync(join(this.root, path), 0o755)
    return this
  }

  remove(path: string): this {
    rmSync(join(this.root, path), { recursive: true, force: true })
    return this
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
