// The wizard on the fake node as one bundle, made once per test file: it starts in the time the real program takes,
// where the sources alone would be transpiled anew for each of many starts.
import { join } from "node:path"
import { plugins } from "../../scripts/release/bundle-plugins.ts"

/** The path of the program; `directory` is somewhere temporary. */
export async function bundleWizard(directory: string): Promise<string> {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, "wizard-on-fake.ts")],
    outdir: join(directory, "program"),
    target: "bun",
    splitting: true,
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    plugins,
  })
  if (!built.success) throw new AggregateError(built.logs, "the wizard cannot be bundled")
  return join(directory, "program", "wizard-on-fake.js")
}
