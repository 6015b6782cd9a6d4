// Each of these was asked of dockerd 26.1.5, most of 20.10.24 too: it ends over the first half and starts on the second.
import { expect, test } from "bun:test"
import { findUnfitForm } from "../../../src/components/docker/findings/value-forms.ts"

test.each([
  ['{"dns":["8.8.8"]}', "dns: 8.8.8"],
  ['{"dns":["1.1.1.1","resolver.local"]}', "dns: resolver.local"],
  ['{"ip":"1.2.3"}', "ip: 1.2.3"],
  ['{"bip":"172.17.0.1"}', "bip: 172.17.0.1"],
  ['{"dns-search":["a b"]}', "dns-search: a b"],
  ['{"labels":["a"]}', "labels: a"],
  ['{"max-concurrent-downloads":-1}', "max-concurrent-downloads: -1"],
  ['{"default-shm-size":"64X"}', "default-shm-size: 64X"],
  ['{"log-level":"verbose"}', "log-level: verbose"],
  ['{"default-address-pools":[{"base":"10.0.0.0/16","size":8}]}', "default-address-pools: base 10.0.0.0/16, size 8"],
])("dockerd ends over %s", (text, what) => {
  expect(findUnfitForm(JSON.parse(text))?.what).toBe(what)
})

test.each([
  '{"dns":["8.8.8.8","2001:4860:4860::8888"],"dns-search":["example.com","."],"ip":"0.0.0.0"}',
  '{"bip":"172.17.0.1/16","fixed-cidr":"172.17.0.0/24","fixed-cidr-v6":"2001:db8::/64"}',
  '{"bridge":"none","fixed-cidr":"10.1"}',
  '{"default-shm-size":"64M","log-level":"Warn","labels":["a="],"max-concurrent-uploads":0}',
  '{"default-shm-size":"1.5 GiB","log-level":"","dns":[""]}',
  '{"default-address-pools":[{"base":"10.0.0.0/8","size":24},{"base":"fd00::/48","size":64}]}',
  "{}",
])("dockerd starts on %s", (text) => {
  expect(findUnfitForm(JSON.parse(text))).toBeUndefined()
})
