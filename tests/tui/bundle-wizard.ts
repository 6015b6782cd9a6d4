// The wizard on the fake node as one bundle, made once per test file: it starts in the time the real program takes,
// where the sources alone would be transpiled anew for each of many starts.
import { join } from "node:path"

/** The path of the program; `directory` is somewhere temporary. */
export async function bundleWizard(directory: string): Promise<string> {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, "wizard-on-fake.tsx")],
    outdir: join(directory, "program"),
    target: "bun",
    splitting: true,
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [
      {
        // Ink imports the React developer tools behind a condition that bundlers cannot see through.
        name: "without-developer-tools",
        setup(builder) {
          builder.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: "empty", namespace: "empty" }))
          builder.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export default {}", loader: "js" }))
        },
      },
    ],
  })
  if (!built.success) throw new AggregateError(built.logs, "the wizard cannot be bundled")
  return join(directory, "program", "wizard-on-fake.js")
}
