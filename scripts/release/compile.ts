// Turns the source into one executable; run by the Bun of node_modules, never directly: `scripts/build` says for which
// target and what to write in. One JSON argument (CompileRequest of this file); exit code 0 when the file stands.
// The options are part of the program's safety: the executable reads no .env, bunfig.toml, package.json or
// tsconfig.json of the current directory and none of Bun's own variables, makes no code from strings and loads no native add-ons.
import { plugins } from "./bundle-plugins.ts"
import { hearOwnVariablesOnly } from "./own-environment.ts"

interface CompileRequest {
  /** Path of the first module. */
  readonly entry: string
  readonly outfile: string
  /** Path of the Bun to build on, for targets other than this machine; null: the Bun that runs this. */
  readonly executablePath: string | null
  /** As Bun names targets: "bun-linux-x64", "bun-windows-x64"; null with executablePath null. */
  readonly bunTarget: string | null
  /** Whether to add compiled bytecode: 3 MB more, and a start that is twice as fast. */
  readonly bytecode: boolean
  /** Becomes the constant of src/model/build.ts. */
  readonly build: { readonly [key: string]: string }
}

const request = JSON.parse(process.argv[2] ?? "null") as CompileRequest
const result = await Bun.build({
  entrypoints: [request.entry],
  minify: true,
  // Splitting keeps the wizard out of the way of the commands: what is imported lazily is also parsed lazily.
  splitting: true,
  bytecode: request.bytecode,
  format: "esm",
  sourcemap: "linked",
  define: { "process.env.NODE_ENV": '"production"', CRIADM_BUILD: JSON.stringify(request.build) },
  plugins,
  compile: {
    outfile: request.outfile,
    ...(request.executablePath === null ? {} : { executablePath: request.executablePath }),
    ...(request.bunTarget === null ? {} : { target: request.bunTarget as Bun.Build.CompileTarget }),
    autoloadDotenv: false,
    autoloadBunfig: false,
    autoloadTsconfig: false,
    autoloadPackageJson: false,
    execArgv: ["--disallow-code-generation-from-strings=strict", "--no-addons"],
    // A command ends sooner when code that runs once stays in the interpreter; the wizard sets its own.
    jitPolicy: 64,
  },
})
if (result.success) hearOwnVariablesOnly(request.outfile)
for (const log of result.logs) console.error(String(log))
process.exit(result.success ? 0 : 1)
