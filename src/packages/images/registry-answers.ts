// Whether the registry on a host answers this node, by way of the proxy that its runtime is to have.
import { answers } from "../../machine/archives/answers.ts"
import { type Environment, environmentWithProxy } from "../../machine/archives/proxy.ts"

export interface RegistryRoute {
  readonly proxy: string | undefined
  readonly noProxy: string | undefined
}

export function registryAnswers(
  host: string,
  seconds: number,
  { proxy, noProxy }: RegistryRoute,
  environment: Environment = process.env,
): Promise<boolean> {
  return answers(`https://${host}/v2/`, seconds, environmentWithProxy(environment, proxy, noProxy))
}
