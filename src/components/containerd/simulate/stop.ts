// Why containerd does not start on a configuration: it exits while it loads the files, or panics.
import type { Said } from "../../../model/arguments/clause.ts"
import type { Place } from "../../../model/place.ts"

export type RefusedValue = "log-level" | "log-format" | "duration" | "proxy-type" | "listen-address" | "port" | "host"

export type Stop =
  /** Not TOML, or a key twice. `expected` is what the parser says. */
  | { readonly why: "broken"; readonly file: string; readonly place?: Place; readonly expected: Said }
  | { readonly why: "byte-order-mark"; readonly file: string; readonly place: Place }
  /** An errno name or "directory". */
  | { readonly why: "unreadable"; readonly file: string; readonly reason: string; readonly place?: Place }
  /** Named by `imports` or by --config, and not there. */
  | { readonly why: "missing"; readonly file: string; readonly place?: Place }
  | { readonly why: "bad-glob"; readonly file: string; readonly pattern: string; readonly place?: Place }
  | {
      readonly why: "type"
      readonly file: string
      readonly key: string
      readonly wanted: string
      readonly place?: Place
    }
  | {
      readonly why: "schema-too-new"
      readonly file: string
      readonly schema: number
      readonly max: number
      readonly place?: Place
    }
  | {
      readonly why: "drop-in-newer"
      readonly file: string
      readonly schema: number
      readonly rootFile: string
      readonly rootSchema: number
      readonly place?: Place
    }
  /** A short name in disabled_plugins or required_plugins where full ids are expected. */
  | {
      readonly why: "plugin-id"
      readonly file: string
      readonly id: string
      readonly list: "disabled_plugins" | "required_plugins"
      readonly place?: Place
    }
  /** A table of `plugins` with a short name where full ids are expected. */
  | { readonly why: "plugin-name"; readonly file: string; readonly id: string; readonly place?: Place }
  /** A file without version beside one of a schema that this release cannot migrate to: index out of range. */
  | { readonly why: "panic"; readonly file: string; readonly place?: Place }
  /** `reason`: "cri-absent", "disabled", "not-built-in", "not-configured". */
  | {
      readonly why: "required-plugin"
      readonly file: string
      readonly id: string
      readonly reason: string
      readonly place?: Place
    }
  /** A value of the right type that the daemon refuses. */
  | {
      readonly why: "value"
      readonly kind: RefusedValue
      readonly file: string
      readonly key: string
      readonly value: string
      readonly place?: Place
    }
  | { readonly why: "same-directories"; readonly file: string; readonly directory: string; readonly place?: Place }
