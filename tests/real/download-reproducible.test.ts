// The same commit gives the same bytes: the checkout is built once more in another directory.
import { beforeAll, expect, test } from "bun:test"
import { readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { buildDownloads, buildPatience, download, needsOfDownloads, place } from "./downloads.ts"
import { mustRun } from "./programs.ts"
import { describeReal } from "./requirements.ts"

const checkout = join(import.meta.dir, "../..")

describeReal("a second build in another directory", needsOfDownloads, () => {
  beforeAll(buildDownloads, buildPatience)

  test(
    "gives the same checksums",
    async () => {
      const copy = place("checkout")
      // Everything but what was built; the cache holds only downloads, which are checked again.
      const copying = `tar -C '${checkout}' --exclude=./dist --exclude=./.cache -cf - . | tar -C '${copy}' -xf -`
      await mustRun(["sh", "-c", copying])
      symlinkSync(join(checkout, ".cache"), join(copy, ".cache"))

      await mustRun(["node", "scripts/package.mjs"], { directory: copy })

      expect(readFileSync(join(copy, "dist/SHA256SUMS"), "utf8")).toBe(readFileSync(download("SHA256SUMS"), "utf8"))
    },
    buildPatience,
  )
})
