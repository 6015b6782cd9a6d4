// Each of these was asked of dockerd 26.1.5, most of 20.10.24 too: it ends over the first half and starts on the second.
import { expect, test } from "bun:test"
import { findUnfitForm } from "../../../src/components/docker/findings/value-forms.ts"
import { parseVersion } from "../../../src/model/version.ts"

const unfit = (text: string, release = "26.1.5") => {
  const version = parseVersion(release)
  if (version === undefined) throw new Error(release)
  return findUnfitForm(JSON.parse(text), version)?.what
}

test.each([
  ['{"dns":["8.8.8"]}', "dns: 8.8.8"],
  ['{"dns":["1.1.1.1","resolver.local"]}', "dns: resolver.local"],
  ['{"ip":"1.2.3"}', "ip: 1.2.3"],
  ['{"bip":"172.17.0.1"}', "bip: 172.17.0.1"],
  ['{"dns-search":["a b"]}', "dns-search: a b"],
  ['{"labels":["a"]}', "labels: a"],
  ['{"max-concurrent-downloads":-1}', "max-concurrent-downloads: -1"],
  ['{"default-shm-size":"64X"}', "default-shm-size: 64X"],
  ['{"insecure-registries":["r.example.com:5000/team"]}', "insecure-registries: r.example.com:5000/team"],
  ['{"insecure-registries":["*.example.com"]}', "insecure-registries: *.example.com"],
  ['{"insecure-registries":["r_1:5000"]}', "insecure-registries: r_1:5000"],
  ['{"insecure-registries":["r:70000"]}', "insecure-registries: r:70000"],
  ['{"insecure-registries":["10.0.0.0/33"]}', "insecure-registries: 10.0.0.0/33"],
  ['{"default-gateway":"10.0.0.999"}', "default-gateway: 10.0.0.999"],
  ['{"node-generic-resources":["gpu"]}', "node-generic-resources: gpu"],
  ['{"log-format":"xml"}', "log-format: xml"],
  ['{"log-level":"verbose"}', "log-level: verbose"],
  ['{"default-address-pools":[{"base":"10.0.0.0/16","size":8}]}', "default-address-pools: base 10.0.0.0/16, size 8"],
])("dockerd ends over %s", (text, what) => {
  expect(unfit(text)).toBe(what)
})

test.each([
  '{"dns":["8.8.8.8","2001:4860:4860::8888"],"dns-search":["example.com","."],"ip":"0.0.0.0"}',
  '{"bip":"172.17.0.1/16","fixed-cidr":"172.17.0.0/24","fixed-cidr-v6":"2001:db8::/64"}',
  '{"bridge":"none","fixed-cidr":"10.1"}',
  '{"default-shm-size":"64M","log-level":"Warn","labels":["a="],"max-concurrent-uploads":0}',
  '{"default-shm-size":"1.5 GiB","log-level":"","dns":[""]}',
  '{"default-address-pools":[{"base":"10.0.0.0/8","size":24},{"base":"fd00::/48","size":64}]}',
  '{"insecure-registries":["r","https://r.example.com:5000","10.0.0.0/8","[::1]:5000","fd00::/8","127.0.0.1"]}',
  '{"default-gateway":"fe80::1","default-gateway-v6":"10.0.0.1","log-format":"json","mtu":0}',
  "{}",
])("dockerd starts on %s", (text) => {
  expect(unfit(text)).toBeUndefined()
})

test.each([
  ['{"log-level":"warning"}', "20.10.24", undefined],
  ['{"log-level":"warning"}', "26.1.5", "log-level: warning"],
  ['{"max-download-attempts":0}', "20.10.24", "max-download-attempts: 0"],
  ['{"max-download-attempts":0}', "28.5.2", undefined],
  ['{"mtu":-1}', "20.10.24", undefined],
  ['{"mtu":-1}', "28.5.2", "mtu: -1"],
])("%s is judged by the release: %s", (text, release, what) => {
  expect(unfit(text, release)).toBe(what as string)
})
