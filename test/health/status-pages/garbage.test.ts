import * as fc from "fast-check";
import { expect, it } from "vitest";
import { STATUS_PAGES } from "../../../shared/health/status-pages/table.ts";
import { atomFeed, azureFeed, HTML, rssFeed, statuspage, xaiFeed } from "./documents.ts";
import { bare, listed, NOW, statusOf } from "./reading.ts";

/** Every entry of the table, and a bare one of every platform. */
const platforms = [
  "statuspage",
  "incident_io",
  "instatus",
  "better_stack",
  "google_cloud",
  "aws_rss",
  "azure_rss",
  "xai_rss",
  "ibm_rss",
  "history_feed",
  "datadog",
  "rootly",
  "overall_json",
] as const;
const entries = [...STATUS_PAGES.values(), ...platforms.map((platform) => bare(platform))];
const anyEntry = fc.constantFrom(...entries);

/** Keys and words that the platforms use, so that garbage comes close to a document. */
const key = fc.constantFrom(
  "page",
  "status",
  "components",
  "incidents",
  "indicator",
  "id",
  "name",
  "data",
  "attributes",
  "included",
  "type",
  "activeIncidents",
  "ongoing_incidents",
  "overallStatus",
  "generatedAt",
  "impacted_services",
  "end",
  "aggregate_state",
  "__proto__",
);
const word = fc.oneof(
  fc.string(),
  fc.constantFrom("UP", "status_page", "ok", "green", "healthy", "All systems operational"),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const nested = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5 }),
  ),
})).value;

it("no garbage is ever operational", { timeout: 60_000 }, () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    nested.map((value) => JSON.stringify(value)),
    fc.constant(HTML),
  );
  fc.assert(
    fc.property(anyEntry, text, (entry, body) => {
      // An empty list is how AWS says that nothing is wrong.
      fc.pre(!(entry.platform === "aws" && body.trim() === "[]"));
      expect(statusOf(entry, body)).not.toBe("operational");
    }),
    { numRuns: 1_000 },
  );
});

it("no document that was cut off is ever operational", { timeout: 60_000 }, () => {
  const claude = {
    page: { id: "tymt9n04zgry" },
    indicator: "none",
    components: [{ id: "k8w3r06qmzrp" }, { id: "rwppv331jlwc" }, { id: "yyzkbfz2thpt" }],
  };
  const whole = [
    [listed("anthropic"), statuspage(claude)],
    [listed("azure"), azureFeed("Fri, 20 Nov 2026 11:59:00 Z")],
    [listed("xai"), xaiFeed([{ title: "[API] Slow", status: "RESOLVED", severity: "degraded" }])],
    [bare("history_feed"), atomFeed("test", [{ title: "Errors", html: "<strong>Resolved</strong>" }])],
    [bare("history_feed"), rssFeed("test", [{ title: "Errors", body: "<strong>Resolved</strong>" }])],
  ] as const;
  for (const [entry, text] of whole) {
    expect(statusOf(entry, text, NOW)).toBe("operational");
    for (let length = 0; length < text.length - 1; length += 1)
      expect(statusOf(entry, text.slice(0, length), NOW)).not.toBe("operational");
  }
});

it("no word in place of a status is operational but the platform's own", () => {
  fc.assert(
    fc.property(fc.string(), (token) => {
      fc.pre(token.trim().toLowerCase() !== "operational");
      const components = ["k8w3r06qmzrp", "rwppv331jlwc", "yyzkbfz2thpt"].map((id) => ({ id, status: token }));
      expect(statusOf(listed("anthropic"), statuspage({ indicator: "none", components }))).not.toBe("operational");
    }),
  );
});

it("a component's id that is a name of Object's is only an id", () => {
  const components = [{ id: "__proto__" }, { id: "constructor" }, { id: "toString" }];
  expect(statusOf(listed("anthropic"), statuspage({ indicator: "none", components }))).toBe("unknown");
});
