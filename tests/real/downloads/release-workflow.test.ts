// The release workflow, step by step as its host would run it, in another directory: everything is built twice and compared,
// and gives the checksums of this checkout's own build. What only the host can do is left to it: actions, and `gh`, in whose
// place a program notes what it is asked for.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { mustRun } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { buildDownloads, buildPatience, download, needsOfDownloads, place } from "./downloads.ts"

/** Everything is built three times. */
setDefaultTimeout(3 * buildPatience)

const checkout = join(import.meta.dir, "../../..")

interface Workflow {
  readonly jobs: { readonly release: { readonly steps: readonly { readonly run?: string }[] } }
}

describeReal("the release workflow", needsOfDownloads, () => {
  beforeAll(buildDownloads, buildPatience)

  test("each of its commands does its work here, and what they publish is this checkout's own build", async () => {
    const { jobs } = parse(readFileSync(join(checkout, ".github/workflows/release.yml"), "utf8")) as Workflow
    const copy = place("checkout")
    // Everything but what was built; the cache holds only downloads, which are checked again.
    const copying = `tar -C '${checkout}' --exclude=./dist --exclude=./.cache --exclude=./node_modules -cf - . | tar -C '${copy}' -xf -`
    await mustRun(["sh", "-c", copying])
    symlinkSync(join(checkout, ".cache"), join(copy, ".cache"))
    const host = place("host")
    // Root needs no sudo; the first build's sums lie in the runner's own /tmp.
    writeFileSync(join(host, "sudo"), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 })
    writeFileSync(join(host, "gh"), `#!/bin/sh\nprintf '%s\\n' "$@" >'${host}/published'\n`, { mode: 0o755 })

    const commands = jobs.release.steps.flatMap(({ run }) => run ?? [])
    for (const command of commands) {
      await mustRun(["sh", "-c", command.replaceAll("/tmp/", `${host}/`)], {
        directory: copy,
        environment: { PATH: `${host}:${process.env["PATH"]}`, GITHUB_REF_NAME: "v0.2.0" },
        timeoutSeconds: buildPatience / 1000,
      })
    }

    expect(commands.length).toBeGreaterThan(5)
    const published = readFileSync(join(host, "published"), "utf8").trimEnd().split("\n")
    expect(published.slice(0, 4)).toEqual(["release", "create", "v0.2.0", "--draft"])
    for (const file of published.filter((word) => word.startsWith("dist/"))) {
      expect([file, existsSync(join(copy, file))]).toEqual([file, true])
    }
    expect(readFileSync(join(copy, "dist/SHA256SUMS"), "utf8")).toBe(readFileSync(download("SHA256SUMS"), "utf8"))
  })
})
