import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkWebhookUrl } from "../../shared/tenancy/webhook-url.ts";

const OWN = ["ratecard.example.com", "ratecard.example.workers.dev"];

const ACCEPTED = [
  "https://hooks.example.com/",
  "https://hooks.example.com",
  "https://hooks.example.com:443/x",
  "https://hooks.example.com:8443/x?y=1",
  "https://HOOKS.Example.COM/x",
  "HTTPS://hooks.example.com/x",
  "https://hooks.example.com./x",
  "https://a.b.c.d.e.example.co.uk/path/to/hook",
  "https://xn--bcher-kva.example/hook",
  "https://bücher.example/hook",
  "https://example.museum/",
  "https://1password.example.com/",
  "https://1.example.com/",
  "https://127-0-0-1.example.com/",
  "https://localhost.example.com/",
  "https://local.example.com/",
  "https://internal.example.com/",
  "https://mylocal.com/",
  "https://notinternal.org/",
  "https://theonion.com/",
  "https://xlocalhost.com/",
  "https://arpa.example.com/",
  "https://home.arpa.example.com/",
  "https://dead.beef/",
  "https://hooks.example.com/a@b",
  "https://hooks.example.com/?to=a@b",
  "https://hooks.example.com/#f@g",
  "https://hooks.example.com//double",
  "https://hooks.example.com/%2e%2e/x",
  "https://a_b.example.com/",
  "https://sub.ratecard.example.com/",
  "https://example.com/?next=http://127.0.0.1/",
  `https://${"a".repeat(63)}.example.com/`,
];

const REFUSED: readonly (readonly [string, string])[] = [
  // not a URL, or two things to two readers
  ["", "not_a_url"],
  ["hooks.example.com", "not_a_url"],
  ["//hooks.example.com/", "not_a_url"],
  ["/path", "not_a_url"],
  ["https:", "not_a_url"],
  ["https://", "not_a_url"],
  ["https:///hooks.example.com/", "not_a_url"],
  ["https:/hooks.example.com/", "not_a_url"],
  ["https:hooks.example.com/", "not_a_url"],
  ["https:\\\\hooks.example.com\\", "not_a_url"],
  ["https://hooks.example.com\\@127.0.0.1/", "not_a_url"],
  [" https://hooks.example.com/", "not_a_url"],
  ["https://hooks.example.com/ ", "not_a_url"],
  ["https://hooks.example.com/a b", "not_a_url"],
  ["https://hooks.example\t.com/", "not_a_url"],
  ["https://hooks.example\n.com/", "not_a_url"],
  ["https://hooks.example.com/\r\nX: y", "not_a_url"],
  ["https://hooks.example.com/\u0000", "not_a_url"],
  ["https://hooks\u200b.example.com/", "not_a_url"],
  ["https://hooks\u00ad.example.com/", "not_a_url"],
  ["https://hooks.example.com/\u202e", "not_a_url"],
  ["https://hooks .example.com/", "not_a_url"],
  ["https://%00.example.com/", "not_a_url"],
  ["https://hooks.example.com:99999/", "not_a_url"],
  ["https://hooks.example.com:port/", "not_a_url"],
  ["https://[::1/", "not_a_url"],
  ["https://[gg::1]/", "not_a_url"],
  ["https://[fe80::1%25eth0]/", "not_a_url"],
  ["https://1.2.3.4.5/", "not_a_url"],
  ["https://256.256.256.256/", "not_a_url"],
  ["https://example.1/", "not_a_url"],
  ["https://example.0x7f/", "not_a_url"],
  ["https://exa<mple.com/", "not_a_url"],
  ["https://exa^mple.com/", "not_a_url"],
  [`https://example.com/${"x".repeat(2_100)}`, "not_a_url"],
  // not https
  ["http://hooks.example.com/", "not_https"],
  ["HTTP://hooks.example.com/", "not_https"],
  ["ftp://hooks.example.com/", "not_https"],
  ["ws://hooks.example.com/", "not_https"],
  ["wss://hooks.example.com/", "not_https"],
  ["file://hooks.example.com/etc/passwd", "not_https"],
  ["gopher://hooks.example.com/", "not_https"],
  ["javascript://hooks.example.com/%0aalert(1)", "not_https"],
  ["data://text/plain,x", "not_https"],
  ["blob:https://hooks.example.com/1", "not_a_url"],
  ["javascript:alert(1)", "not_a_url"],
  ["data:text/plain,x", "not_a_url"],
  // user info
  ["https://user@hooks.example.com/", "user_info"],
  ["https://user:pass@hooks.example.com/", "user_info"],
  ["https://:pass@hooks.example.com/", "user_info"],
  ["https://@hooks.example.com/", "user_info"],
  ["https://:@hooks.example.com/", "user_info"],
  ["https://hooks.example.com@127.0.0.1/", "user_info"],
  ["https://127.0.0.1@hooks.example.com/", "user_info"],
  ["https://a%40b@hooks.example.com/", "user_info"],
  ["https://hooks.example.com:443@evil.example/", "user_info"],
  // ports
  ["https://hooks.example.com:80/", "port"],
  ["https://hooks.example.com:22/", "port"],
  ["https://hooks.example.com:8080/", "port"],
  ["https://hooks.example.com:444/", "port"],
  ["https://hooks.example.com:8444/", "port"],
  ["https://hooks.example.com:0/", "port"],
  ["https://hooks.example.com:65535/", "port"],
  ["https://hooks.example.com:6379/", "port"],
  ["https://hooks.example.com:2375/", "port"],
  ["https://127.0.0.1:8787/", "port"],
  // addresses, public ones too, in every spelling
  ["https://127.0.0.1/", "ip_address"],
  ["https://127.0.0.1./", "ip_address"],
  ["https://127.0.0.1:8443/", "ip_address"],
  ["https://127.1/", "ip_address"],
  ["https://127.0.1/", "ip_address"],
  ["https://127/", "ip_address"],
  ["https://0/", "ip_address"],
  ["https://0.0.0.0/", "ip_address"],
  ["https://2130706433/", "ip_address"],
  ["https://0x7f000001/", "ip_address"],
  ["https://0x7f.0.0.1/", "ip_address"],
  ["https://0x7f.1/", "ip_address"],
  ["https://0X7F.1/", "ip_address"],
  ["https://017700000001/", "ip_address"],
  ["https://0177.0.0.1/", "ip_address"],
  ["https://0177.0x0.0.1/", "ip_address"],
  ["https://00000177.0.0.1/", "ip_address"],
  ["https://0x7f.0.0.0x1/", "ip_address"],
  ["https://%31%32%37.0.0.1/", "ip_address"],
  ["https://127%2e0%2e0%2e1/", "ip_address"],
  ["https://１２７.０.０.１/", "ip_address"],
  ["https://①②⑦.⓪.⓪.①/", "ip_address"],
  ["https://127。0。0。1/", "ip_address"],
  ["https://127．0．0．1/", "ip_address"],
  ["https://10.0.0.1/", "ip_address"],
  ["https://10.1/", "ip_address"],
  ["https://172.16.0.1/", "ip_address"],
  ["https://172.31.255.255/", "ip_address"],
  ["https://192.168.0.1/", "ip_address"],
  ["https://192.168.257/", "ip_address"],
  ["https://0xc0a80001/", "ip_address"],
  ["https://169.254.169.254/", "ip_address"],
  ["https://169.254.169.254/latest/meta-data/", "ip_address"],
  ["https://2852039166/", "ip_address"],
  ["https://0xa9fea9fe/", "ip_address"],
  ["https://0251.0376.0251.0376/", "ip_address"],
  ["https://100.64.0.1/", "ip_address"],
  ["https://198.18.0.1/", "ip_address"],
  ["https://192.0.2.1/", "ip_address"],
  ["https://224.0.0.1/", "ip_address"],
  ["https://255.255.255.255/", "ip_address"],
  ["https://8.8.8.8/", "ip_address"],
  ["https://1.1.1.1/", "ip_address"],
  ["https://134744072/", "ip_address"],
  ["https://[::1]/", "ip_address"],
  ["https://[::]/", "ip_address"],
  ["https://[0:0:0:0:0:0:0:1]/", "ip_address"],
  ["https://[0000:0000:0000:0000:0000:0000:0000:0001]/", "ip_address"],
  ["https://[::ffff:127.0.0.1]/", "ip_address"],
  ["https://[::ffff:7f00:1]/", "ip_address"],
  ["https://[::127.0.0.1]/", "ip_address"],
  ["https://[64:ff9b::127.0.0.1]/", "ip_address"],
  ["https://[64:ff9b::a9fe:a9fe]/", "ip_address"],
  ["https://[2002:7f00:1::]/", "ip_address"],
  ["https://[fe80::1]/", "ip_address"],
  ["https://[fc00::1]/", "ip_address"],
  ["https://[fd12:3456:789a::1]/", "ip_address"],
  ["https://[ff02::1]/", "ip_address"],
  ["https://[2606:4700:4700::1111]/", "ip_address"],
  ["https://[2001:db8::1]:8443/", "ip_address"],
  ["https://[::1]:443/x", "ip_address"],
  // names that lead nowhere public
  ["https://localhost/", "private_name"],
  ["https://LOCALHOST/", "private_name"],
  ["https://localhost./", "private_name"],
  ["https://localhost:8443/", "private_name"],
  ["https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "private_name"],
  ["https://loc%61lhost/", "private_name"],
  ["https://foo.localhost/", "private_name"],
  ["https://foo.bar.localhost./", "private_name"],
  ["https://localhost.localdomain/", "private_name"],
  ["https://foo.localdomain/", "private_name"],
  ["https://printer.local/", "private_name"],
  ["https://printer.LOCAL./", "private_name"],
  ["https://metadata.google.internal/", "private_name"],
  ["https://metadata.google.internal./", "private_name"],
  ["https://db.internal/", "private_name"],
  ["https://router.home.arpa/", "private_name"],
  ["https://home.arpa/", "private_name"],
  ["https://expyuzz4wqqyqhjn.onion/", "private_name"],
  ["https://metadata/", "private_name"],
  ["https://instance-data/", "private_name"],
  ["https://kubernetes/", "private_name"],
  ["https://com/", "private_name"],
  ["https://intranet./", "private_name"],
  ["https://example.com../", "private_name"],
  ["https://.example.com/", "private_name"],
  ["https://a..example.com/", "private_name"],
  ["https://-a.example.com/", "private_name"],
  ["https://*.example.com/", "private_name"],
  ["https://127.0.0.1.nip.io/", "private_name"],
  ["https://7f000001.nip.io/", "private_name"],
  ["https://10-0-0-1.sslip.io/", "private_name"],
  ["https://localtest.me/", "private_name"],
  ["https://a.lvh.me/", "private_name"],
  ["https://printer。local/", "private_name"],
  // the service itself
  ["https://ratecard.example.com/v1/health", "own_host"],
  ["https://RATECARD.example.com/", "own_host"],
  ["https://ratecard.example.com./", "own_host"],
  ["https://ratecard.example.com:8443/", "own_host"],
  ["https://ratecard.example.workers.dev/", "own_host"],
  ["https://ratecard%2eexample.com/", "own_host"],
];

describe("a destination of a webhook", () => {
  it("is judged by a corpus of at least 150", () => {
    expect(new Set([...ACCEPTED, ...REFUSED.map(([url]) => url)]).size).toBeGreaterThanOrEqual(150);
  });

  it.each(ACCEPTED)("%s is accepted", (url) => {
    expect(checkWebhookUrl(url, OWN)).toMatchObject({ ok: true });
  });

  it.each(REFUSED)("%j is refused as %s", (url, reason) => {
    expect(checkWebhookUrl(url, OWN)).toEqual({ ok: false, reason });
  });

  it("is kept without a fragment and without the dot of the root", () => {
    expect(checkWebhookUrl("https://hooks.example.com.:8443/a?b#c", OWN)).toEqual({
      ok: true,
      url: "https://hooks.example.com:8443/a?b",
    });
  });

  it("is never an address, however its number is written", () => {
    const octet = fc.nat(255);
    const spell = (value: number, how: number) =>
      how === 0 ? String(value) : how === 1 ? `0x${value.toString(16)}` : `0${value.toString(8)}`;
    fc.assert(
      fc.property(
        fc.tuple(octet, octet, octet, octet),
        fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
        (ip, how) => {
          const dotted = ip.map((value, i) => spell(value, how[i] ?? 0)).join(".");
          const whole = spell(
            ip.reduce((sum, value) => sum * 256 + value, 0),
            how[0] ?? 0,
          );
          for (const host of [dotted, `${dotted}.`, whole]) {
            expect(checkWebhookUrl(`https://${host}/`, OWN)).toEqual({ ok: false, reason: "ip_address" });
          }
        },
      ),
    );
  });

  it("never throws, and what it accepts it accepts again", () => {
    const piece = fc.constantFrom(
      "https://",
      "a",
      ".",
      "example.com",
      "127.1",
      "[::1]",
      "@",
      ":8443",
      ":",
      "/",
      "#",
      "%2e",
      "\\",
      "é",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 8 }).map((pieces) => `https://${pieces.join("")}`),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const checked = checkWebhookUrl(raw, OWN);
        if (checked.ok) expect(checkWebhookUrl(checked.url, OWN)).toEqual(checked);
      }),
      { numRuns: 300 },
    );
  });
});
