// The package yaml, loaded when a YAML text is first read: most nodes have none, and its modules take as long to begin as
// reading a dozen small files.
import type { Alias, Scalar, YAMLMap, YAMLSeq } from "yaml"

let loaded: typeof import("yaml") | undefined

export function yamlPackage(): typeof import("yaml") {
  loaded ??= require("yaml") as typeof import("yaml")
  return loaded
}

export const isAlias = (node: unknown): node is Alias => yamlPackage().isAlias(node)
export const isMap = <K = unknown, V = unknown>(node: unknown): node is YAMLMap<K, V> => yamlPackage().isMap(node)
export const isScalar = <T = unknown>(node: unknown): node is Scalar<T> => yamlPackage().isScalar(node)
export const isSeq = <T = unknown>(node: unknown): node is YAMLSeq<T> => yamlPackage().isSeq(node)
