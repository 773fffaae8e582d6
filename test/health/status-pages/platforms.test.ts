import { describe, expect, it, vi } from "vitest";
import { counted } from "../../../shared/health/status-pages/entry.ts";
import {
  atomFeed,
  awsEvent,
  azureFeed,
  azureItem,
  betterStack,
  CHALLENGE,
  datadog,
  googleIncident,
  GOOGLE_PAST,
  HTML,
  incident,
  nativeIncident,
  report,
  rssFeed,
  statuspage,
  xaiFeed,
} from "./documents.ts";
import { bare, listed, NOW, read, statusOf } from "./reading.ts";

// Not a promise about time: a machine that does other work as well may need it.
vi.setConfig({ testTimeout: 60_000 });

const claude = listed("anthropic");
const claudePage = { ...claude, components: [] };
const API = "k8w3r06qmzrp";
const APP = "rwppv331jlwc";
const CODE = "yyzkbfz2thpt";
const all = (api: string) => [
  { id: APP },
  { id: API, name: "Claude API (api.anthropic.com)", status: api },
  { id: CODE },
];

describe("Statuspage", () => {
  it.each([
    ["none", "operational"],
    ["minor", "degraded"],
    ["major", "partial_outage"],
    ["critical", "major_outage"],
    ["maintenance", "maintenance"],
    ["brand_new", "unknown"],
  ])("the indicator %s of a page means %s", (indicator, expected) => {
    expect(statusOf(claudePage, statuspage({ indicator }))).toBe(expected);
  });

  it.each([
    ["operational", "operational"],
    ["degraded_performance", "degraded"],
    ["partial_outage", "partial_outage"],
    ["major_outage", "major_outage"],
    ["under_maintenance", "maintenance"],
    ["brand_new", "unknown"],
  ])("the API component in %s makes the provider %s", (status, expected) => {
    expect(statusOf(claude, statuspage({ indicator: "none", components: all(status) }))).toBe(expected);
  });

  it("the chat app and the console do not count", () => {
    const components = [{ id: APP, status: "major_outage" }, { id: API }, { id: CODE, status: "partial_outage" }];
    const found = read(claude, statuspage({ indicator: "critical", components }));
    expect(found.status).toBe("operational");
    expect(found.components.find((one) => one.name === "claude.ai")?.status).toBe("major_outage");
  });

  it("a page whose indicator is none during an open incident is as bad as the incident", () => {
    expect(statusOf(claudePage, statuspage({ indicator: "none", incidents: [incident({ impact: "minor" })] }))).toBe(
      "degraded",
    );
    expect(
      statusOf(claudePage, statuspage({ indicator: "minor", incidents: [incident({ impact: "critical" })] })),
    ).toBe("major_outage");
  });

  it("a component stays operational when an incident names it and says that it is", () => {
    const named = incident({ impact: "critical", components: [{ id: API, name: "API", status: "operational" }] });
    expect(
      statusOf(claude, statuspage({ indicator: "none", components: all("operational"), incidents: [named] })),
    ).toBe("operational");
  });

  it("a component that an incident only names is in the incident's state", () => {
    const named = incident({ impact: "major", components: [{ id: API, name: "API" }] });
    const found = statusOf(
      claude,
      statuspage({ indicator: "none", components: all("operational"), incidents: [named] }),
    );
    expect(found).toBe("partial_outage");
  });

  it("an incident that names no component does not count where ids are known, and is shown", () => {
    const found = read(
      claude,
      statuspage({ components: all("operational"), incidents: [incident({ impact: "critical" })] }),
    );
    expect(found.status).toBe("operational");
    expect(found.incidents).toHaveLength(1);
  });

  it.each(["resolved", "postmortem"])("an incident that is %s counts no more", (status) => {
    expect(
      statusOf(claudePage, statuspage({ indicator: "none", incidents: [incident({ status, impact: "critical" })] })),
    ).toBe("operational");
  });

  it("an incident in a state nobody knows is still open", () => {
    expect(
      statusOf(
        claudePage,
        statuspage({ indicator: "none", incidents: [incident({ status: "pondering", impact: "major" })] }),
      ),
    ).toBe("partial_outage");
  });

  it("a watched component that is missing is unknown, whatever the page says of itself", () => {
    const found = read(
      claude,
      statuspage({ indicator: "none", components: [{ id: APP }, { id: CODE }], incidents: [] }),
    );
    expect(found).toMatchObject({ status: "unknown", reason: "component_missing (Claude API)" });
  });

  it("a component that a maintenance under way is about is in maintenance, also on a page that lists no components", () => {
    const maintenance = incident({
      status: "in_progress",
      impact: "maintenance",
      shortlink: "https://elsewhere.test/x",
      components: [{ id: API, status: "under_maintenance" }],
    });
    const found = read(claude, statuspage({ maintenances: [maintenance] }));
    expect(found.status).toBe("maintenance");
    expect(found.incidents[0]?.url).toBeNull();
  });

  it("a maintenance that is only planned changes nothing", () => {
    const planned = incident({
      status: "scheduled",
      impact: "maintenance",
      components: [{ id: API, status: "under_maintenance" }],
    });
    expect(
      statusOf(claude, statuspage({ indicator: "none", components: all("operational"), maintenances: [planned] })),
    ).toBe("operational");
  });

  it("groups are containers and are skipped", () => {
    const components = [{ id: API, status: "major_outage", group: true }, { id: APP }, { id: CODE }];
    expect(read(claude, statuspage({ components })).reason).toContain("component_missing");
  });

  it("the page of someone else is refused, by id, host and name together", () => {
    const page = { id: "other", name: "Somebody", url: "https://status.elsewhere.test" };
    expect(read(claude, statuspage({ page, indicator: "none", components: all("operational") })).reason).toBe(
      "wrong_page",
    );
    expect(read(claude, statuspage({ page: null, indicator: "none", components: all("operational") })).reason).toBe(
      "no_identity",
    );
  });

  it("one unreadable incident makes a page unknown that would be operational, and one unreadable component only itself", () => {
    expect(statusOf(claudePage, statuspage({ indicator: "none", incidents: [{ id: 1 }] }))).toBe("unknown");
    expect(statusOf(claudePage, statuspage({ indicator: "major", incidents: [{ id: 1 }] }))).toBe("partial_outage");
    const text = JSON.stringify({
      page: { id: "tymt9n04zgry" },
      components: [
        7,
        { id: API, name: "Claude API", status: "operational" },
        { id: APP, name: "a", status: "operational" },
      ],
    });
    expect(statusOf(claude, text)).toBe("operational");
  });

  it("a component known by name is found whatever its id", () => {
    const page = { name: "SambaNova", url: "https://status.sambanova.ai" };
    expect(
      statusOf(
        listed("sambanova"),
        statuspage({ page, components: [{ id: "z", name: " API Gateway ", status: "partial_outage" }] }),
      ),
    ).toBe("partial_outage");
  });

  it("a component that is always in trouble elsewhere is left out of the page", () => {
    const page = { name: "NVIDIA NGC", url: "https://status.ngc.nvidia.com" };
    const noise = { id: "s", name: "SMS-China", status: "partial_outage" };
    const nvidia = listed("nvidia_nim");
    const about = incident({ impact: "major", components: [{ id: "s", status: "partial_outage" }] });
    expect(
      statusOf(nvidia, statuspage({ page, indicator: "major", components: [noise, { id: "n" }], incidents: [about] })),
    ).toBe("operational");
    expect(
      statusOf(
        nvidia,
        statuspage({ page, indicator: "major", components: [noise, { id: "n", status: "major_outage" }] }),
      ),
    ).toBe("major_outage");
  });

  it("Rootly's status document is read the same way", () => {
    const page = { id: "p", name: "Mistral", url: "https://status.mistral.ai" };
    expect(statusOf(listed("mistral"), statuspage({ page, indicator: "none", incidents: [] }))).toBe("operational");
  });
});

describe("incident.io", () => {
  const openai = listed("openai");
  const [chat, responses] = openai.components;
  const sora = openai.components.find((one) => one.name === "Sora");
  if (chat === undefined || responses === undefined || sora === undefined)
    throw new Error("the table lost a component");
  const complete = openai.components.map(({ id, name }) => ({ id, name }));
  const page = {
    id: "01JMDK9XYNY6RXSED6SDWW50WY",
    name: "OpenAI",
    url: "https://status.openai.com/",
    updated_at: "2026-07-09T19:25:56Z",
  };

  it("a list of components without a page is the provider's when the ids are there", () => {
    expect(statusOf(openai, statuspage({ page: null, components: complete }))).toBe("operational");
  });

  it("an updated_at that froze months ago does not matter", () => {
    expect(statusOf({ ...openai, components: [] }, statuspage({ page, indicator: "none" }))).toBe("operational");
  });

  it("arrays may be null, and a component that is left out of a summary is unknown", () => {
    const text = statuspage({
      page,
      indicator: "none",
      components: [{ id: responses.id }],
      incidents: null,
      maintenances: null,
    });
    expect(statusOf({ ...openai, components: [responses] }, text)).toBe("operational");
    expect(statusOf({ ...openai, components: [chat] }, text)).toBe("unknown");
  });

  it("video in a full outage leaves chat operational, and is shown", () => {
    const components = complete.map((one) => (one.id === sora.id ? { ...one, status: "full_outage" } : one));
    const found = read(openai, [statuspage({ page: null, components }), JSON.stringify({ incidents: null })]);
    expect(found.status).toBe("operational");
    expect(found.components.find((one) => one.name === "Sora")?.status).toBe("major_outage");
  });

  it("open incidents of the second document are shown and, naming nothing, do not count", () => {
    const second = JSON.stringify({
      incidents: [incident({ components: undefined, shortlink: null, impact: "critical" })],
    });
    const found = read(openai, [statuspage({ page: null, components: complete }), second]);
    expect(found).toMatchObject({ status: "operational", incidents: [{ impact: "major_outage", url: null }] });
  });

  it("duplicate names do not confuse ids", () => {
    const components = [...complete, { id: "l1", name: "Chat Completions", status: "major_outage" }];
    expect(statusOf(openai, statuspage({ page: null, components }))).toBe("operational");
  });

  const WIDGET = {
    page_title: "OpenAI",
    page_url: "https://status.openai.com/",
    in_progress_maintenances: [],
    scheduled_maintenances: [],
  };
  const native = (end_at: string | null, status = "resolved") =>
    JSON.stringify({ incidents: [nativeIncident([{ id: sora.id, status: "full_outage", end_at }], { status })] });

  it("an impact that has ended counts no more", () => {
    expect(statusOf({ ...openai, components: [] }, native("2026-11-20T11:00:00Z"))).toBe("operational");
  });

  it("an impact without an end is live, for its own component only", () => {
    expect(statusOf({ ...openai, components: [{ ...sora, counts: true }] }, native(null))).toBe("major_outage");
    expect(statusOf({ ...openai, components: [chat] }, native(null))).toBe("operational");
  });

  it("an incident opened again after it was resolved leaves the page degraded while its component reads operational", () => {
    const open = nativeIncident([{ id: chat.id, status: "degraded_performance", end_at: "2026-11-20T11:00:00Z" }], {
      status: "monitoring",
    });
    const text = JSON.stringify({ ...WIDGET, ongoing_incidents: [open] });
    expect(statusOf({ ...openai, components: [] }, text)).toBe("degraded");
    expect(statusOf({ ...openai, components: [chat] }, text)).toBe("operational");
  });

  it("a piece of the widget proves the trouble it names, and never that there is none", () => {
    expect(statusOf({ ...openai, components: [] }, '{"ongoing_incidents":[]}')).toBe("unknown");
    const live = nativeIncident([{ id: chat.id, status: "full_outage", end_at: null }], { status: "identified" });
    expect(statusOf(openai, JSON.stringify({ ongoing_incidents: [live] }))).toBe("major_outage");
    expect(statusOf(openai, JSON.stringify({ ...WIDGET, ongoing_incidents: [] }))).toBe("operational");
  });

  it("the widget says the worst impact of what is going on", () => {
    const text = JSON.stringify({
      page_title: "OpenAI",
      page_url: "https://status.openai.com/",
      ongoing_incidents: [
        {
          id: "01W",
          name: "Errors",
          status: "investigating",
          current_worst_impact: "partial_outage",
          affected_components: [{ id: chat.id, name: "Chat", current_status: "degraded_performance" }],
        },
      ],
      in_progress_maintenances: [],
      scheduled_maintenances: [],
    });
    expect(statusOf({ ...openai, components: [] }, text)).toBe("partial_outage");
    expect(statusOf({ ...openai, components: [chat] }, text)).toBe("degraded");
  });
});

describe("Instatus", () => {
  const page = bare("instatus");
  const said = (status: string, more: object = {}) =>
    JSON.stringify({ page: { name: "test", url: "https://status.test", status }, ...more });

  it.each([
    ["UP", "operational"],
    ["HASISSUES", "degraded"],
    ["UNDERMAINTENANCE", "maintenance"],
    ["SOMETHING", "unknown"],
  ])("the page state %s means %s, with every array left out", (status, expected) => {
    expect(statusOf(page, said(status))).toBe(expected);
  });

  it("HASISSUES is as bad as the incident, and a planned maintenance does not count", () => {
    const activeIncidents = [
      { id: "i", name: "No answers", started: "2026-11-20T10:00:00Z", status: "INVESTIGATING", impact: "MAJOROUTAGE" },
    ];
    const activeMaintenances = [
      { id: "m", name: "Later", start: "2026-12-01T10:00:00Z", status: "NOTSTARTEDYET", duration: "60" },
    ];
    expect(statusOf(page, said("HASISSUES", { activeIncidents, activeMaintenances }))).toBe("major_outage");
    expect(statusOf(page, said("UP", { activeMaintenances }))).toBe("operational");
  });

  it("an incident of impact OPERATIONAL is as bad as its components", () => {
    const activeIncidents = [
      {
        id: "i",
        name: { en: "Timeouts", default: "Timeouts" },
        started: "2026-11-20T10:00:00Z",
        status: "MONITORING",
        impact: "OPERATIONAL",
        components: [{ id: "c", status: "MAJOROUTAGE", name: { default: "API" } }],
      },
    ];
    expect(statusOf(page, JSON.stringify({ activeIncidents }))).toBe("major_outage");
  });

  it("an open incident is never nothing", () => {
    const activeIncidents = [{ id: "i", name: "Odd", status: "INVESTIGATING", impact: "OPERATIONAL" }];
    expect(statusOf(page, said("UP", { activeIncidents }))).toBe("degraded");
  });

  it("a component is read by its id", () => {
    const text = JSON.stringify({
      components: [
        { id: "web", name: "Website", status: "MAJOROUTAGE", group: null },
        { id: "api", name: "API", status: "OPERATIONAL", group: null },
      ],
    });
    expect(statusOf({ ...page, components: [counted("api", "API")] }, text)).toBe("operational");
  });
});

describe("Better Stack", () => {
  const page = bare("better_stack");

  it("a resolved report that never ended does not count and is not shown", () => {
    const text = betterStack("operational", [{ id: "1", name: "API", status: "operational" }], [report("resolved")]);
    expect(read(page, text)).toMatchObject({ status: "operational", incidents: [] });
  });

  it("downtime is major when everything that is monitored is down, else partial", () => {
    const down = { id: "1", name: "API", status: "downtime" };
    expect(
      statusOf(
        page,
        betterStack("downtime", [down, { id: "2", name: "Bot ", status: "not_monitored" }], [report(undefined)]),
      ),
    ).toBe("major_outage");
    expect(statusOf(page, betterStack("downtime", [down, { id: "2", name: "Web", status: "operational" }]))).toBe(
      "partial_outage",
    );
  });

  it("the page is as bad as its worst resource, also without ids", () => {
    const resources = [
      { name: "CPU", status: "degraded" },
      { name: "Disk", status: "operational" },
      { name: "Web", status: "downtime" },
    ];
    expect(statusOf(page, betterStack("degraded", resources))).toBe("partial_outage");
  });

  it("a resource nobody monitors is unknown by itself and nothing to the page", () => {
    const text = betterStack("operational", [
      { id: "1", name: "API", status: "operational" },
      { id: "2", name: "Bot", status: "not_monitored" },
    ]);
    expect(statusOf(page, text)).toBe("operational");
    expect(statusOf({ ...page, components: [counted("2", "Bot")] }, text)).toBe("unknown");
  });

  it("a page that monitors nothing is unknown", () => {
    expect(statusOf(page, betterStack("operational", []))).toBe("unknown");
    expect(statusOf(page, betterStack("operational", [{ id: "1", name: "API", status: "not_monitored" }]))).toBe(
      "unknown",
    );
  });

  it("a state nobody knows is unknown", () => {
    expect(statusOf(page, betterStack("pondering", [{ id: "1", name: "API", status: "operational" }]))).toBe("unknown");
    expect(statusOf(page, betterStack("operational", [{ id: "1", name: "API", status: "pondering" }]))).toBe("unknown");
  });

  it("a section that is not the API does not count", () => {
    const together = listed("together_ai");
    const text = betterStack("downtime", [
      { id: "1", name: "Docs", status: "downtime", section: 231960 },
      { id: "2", name: "Inference", status: "operational", section: 1 },
    ]);
    expect(statusOf(together, text)).toBe("operational");
  });
});

describe("Google Cloud", () => {
  const vertex = listed("vertex_ai");
  const history = (...incidents: unknown[]) => JSON.stringify([...incidents, GOOGLE_PAST]);

  it("a history in which everything has ended is operational, an empty one is no proof", () => {
    expect(statusOf(vertex, history())).toBe("operational");
    expect(read(vertex, "[]").reason).toBe("empty_history");
  });

  it.each([
    ["SERVICE_INFORMATION", "operational"],
    ["SERVICE_DISRUPTION", "partial_outage"],
    ["SERVICE_OUTAGE", "major_outage"],
    ["SERVICE_ODDITY", "unknown"],
  ])("an open incident of impact %s means %s", (status_impact, expected) => {
    expect(statusOf(vertex, history(googleIncident({ status_impact })))).toBe(expected);
  });

  it("an incident counts only where the provider is watched, and everywhere when it names no place", () => {
    const there = (id: string) => history(googleIncident({ currently_affected_locations: [{ id }] }));
    expect(statusOf(vertex, there("global"))).toBe("partial_outage");
    expect(statusOf(vertex, there("europe-west4"))).toBe("partial_outage");
    expect(statusOf(vertex, there("asia-south1"))).toBe("operational");
    expect(statusOf({ ...vertex, locations: ["europe-west4"] }, there("us-central1"))).toBe("operational");
    expect(statusOf(vertex, history(googleIncident({ currently_affected_locations: [] })))).toBe("partial_outage");
  });

  it("an incident of another product, or whose last word is AVAILABLE, does not count", () => {
    expect(statusOf(vertex, history(googleIncident({ affected_products: [{ id: "other", title: "Disks" }] })))).toBe(
      "operational",
    );
    expect(statusOf(vertex, history(googleIncident({ most_recent_update: { status: "AVAILABLE" } })))).toBe(
      "operational",
    );
  });

  it("an incident that cannot be read makes it unknown", () => {
    expect(statusOf(vertex, history({ id: "odd" }))).toBe("unknown");
  });

  it("a product id that Google no longer lists is unknown", async () => {
    const { evaluatePage } = await import("../../../shared/health/status-pages/evaluate.ts");
    const { parsePage } = await import("../../../shared/health/status-pages/parse.ts");
    const parsed = parsePage(history(), vertex);
    if (!parsed.ok) throw new Error(parsed.reason);
    expect(evaluatePage(vertex, [parsed.facts], NOW, ["Vertex Gemini API"])).toMatchObject({
      status: "unknown",
      reason: "component_missing (Vertex Gemini API)",
    });
  });

  it("links stay on Google's page", () => {
    const found = read(vertex, history(googleIncident(), googleIncident({ uri: "https://elsewhere.test/x" })));
    expect(found.incidents.map((one) => one.url)).toEqual(["https://status.cloud.google.com/incidents/g1", null]);
  });
});

describe("AWS", () => {
  const bedrock = listed("bedrock");

  it("no events are operational", () => {
    expect(statusOf(bedrock, "[]")).toBe("operational");
  });

  it("an outage in a region that is not watched does not count, in a watched one it does", () => {
    expect(
      statusOf(bedrock, JSON.stringify([awsEvent({ "bedrock-me-central-1": "3", "ec2-me-central-1": "3" })])),
    ).toBe("operational");
    expect(statusOf(bedrock, JSON.stringify([awsEvent({ "bedrock-eu-west-1": "3" })]))).toBe("major_outage");
  });

  it.each([
    ["0", "operational"],
    ["1", "operational"],
    ["2", "degraded"],
    ["3", "major_outage"],
    ["9", "unknown"],
  ])("a watched service at %s means %s", (current, expected) => {
    expect(statusOf(bedrock, JSON.stringify([awsEvent({ "bedrock-us-east-1": current })]))).toBe(expected);
  });

  it("an event that has ended lingers and does not count", () => {
    expect(
      statusOf(bedrock, JSON.stringify([awsEvent({ "bedrock-us-east-1": "3" }, { end_time: "1795170000" })])),
    ).toBe("operational");
    expect(statusOf(bedrock, JSON.stringify([awsEvent({ "bedrock-us-east-1": "3" }, { status: "0" })]))).toBe(
      "operational",
    );
  });

  it("an event of one service is read by its own code, written as a number too", () => {
    const event = awsEvent({}, { service: "bedrock-us-west-2", status: 2, impacted_services: undefined });
    expect(statusOf(bedrock, JSON.stringify([event]))).toBe("degraded");
  });

  it("the older feed is as its newest item", () => {
    const feed = (title: string) =>
      rssFeed("test: Amazon Bedrock (N. Virginia) Service Status", [
        { title, body: "text" },
        { title: "Increased API Error Rates", body: "We are investigating." },
      ]);
    expect(statusOf(bare("aws_rss"), feed("[RESOLVED] Increased API Error Rates"))).toBe("operational");
    expect(statusOf(bare("aws_rss"), feed("Increased API Error Rates"))).toBe("degraded");
    expect(statusOf(bare("aws_rss"), feed("Service disruption: Errors"))).toBe("partial_outage");
  });
});

describe("Azure", () => {
  const azure = listed("azure");
  const FRESH = "Fri, 20 Nov 2026 11:50:00 Z";
  const network = azureItem("Trouble reaching resources in West US", [
    "Network Infrastructure",
    "VPN Gateway",
    "West US",
  ]);

  it("an empty channel is operational while it is fresh", () => {
    expect(statusOf(azure, azureFeed(FRESH))).toBe("operational");
  });

  it("an empty channel that is old, undated or of the future is unknown at once", () => {
    for (const made of ["Fri, 20 Nov 2026 11:29:00 Z", null, "Sat, 21 Nov 2026 12:00:00 Z"]) {
      expect(read(azure, azureFeed(made))).toMatchObject({ status: "unknown", reason: "stale_feed" });
    }
  });

  it("an item about something else does not count and is shown", () => {
    const found = read(azure, azureFeed(FRESH, [network]));
    expect(found).toMatchObject({
      status: "operational",
      incidents: [{ title: "Trouble reaching resources in West US" }],
    });
  });

  it("an item about AI services counts, as partial: the feed has no word for how bad", () => {
    expect(statusOf(azure, azureFeed(FRESH, [azureItem("Errors", ["Azure OpenAI Service", "Sweden Central"])]))).toBe(
      "partial_outage",
    );
    expect(statusOf(azure, azureFeed(FRESH, [azureItem("Azure OpenAI - errors", ["East US"])]))).toBe("partial_outage");
  });

  it("without a filter every item counts; with a region, a network fault in it does", () => {
    const page = { ...azure, components: [], keywords: [] };
    expect(statusOf(page, azureFeed(FRESH, [network]))).toBe("partial_outage");
    expect(statusOf({ ...page, locations: ["West US"] }, azureFeed(FRESH, [network]))).toBe("partial_outage");
    expect(statusOf({ ...page, locations: ["East US 2"] }, azureFeed(FRESH, [network]))).toBe("operational");
  });
});

describe("xAI", () => {
  const xai = listed("xai");

  it("an outage of the chat app is not the API's", () => {
    const text = xaiFeed([
      { title: "[Grok (Web)] Models outage", status: "ACTIVE", severity: "outage" },
      { title: "[API] Slow", status: "RESOLVED", severity: "degraded" },
    ]);
    expect(statusOf(xai, text)).toBe("operational");
    expect(statusOf({ ...xai, components: [] }, text)).toBe("major_outage");
  });

  it.each(["[API] x", "[Global (api.x.ai)] x", "[US (us.api.x.ai)] x", "no surface", "[New thing] x"])(
    "%j may be the API",
    (title) => {
      expect(statusOf(xai, xaiFeed([{ title, status: "ACTIVE", severity: "outage" }]))).toBe("major_outage");
    },
  );

  it("one outage on six surfaces is one incident, and its title stands alone", () => {
    const titles = ["[Grok (Web)]", "[Grok (iOS)]", "[Grok (Android)]", "[Grok in X]", "[API]", "[US (us.api.x.ai)]"];
    const found = read(
      xai,
      xaiFeed(titles.map((surface) => ({ title: `${surface} Models outage`, status: "ACTIVE", severity: "outage" }))),
    );
    expect(found.incidents).toHaveLength(1);
    expect(found).toMatchObject({ status: "major_outage", incidents: [{ title: "Models outage" }] });
  });

  it("a severity nobody knows is unknown, and so is a feed without items", () => {
    expect(statusOf(xai, xaiFeed([{ title: "[API] x", status: "ACTIVE", severity: "odd" }]))).toBe("unknown");
    expect(read(xai, xaiFeed([])).reason).toBe("empty_feed");
  });
});

describe("feeds of history", () => {
  const page = bare("history_feed");
  const statuspageHtml = (state: string) =>
    `<p><small>Nov 20</small><br><strong>${state}</strong> - text</p><p><strong>Investigating</strong> - text</p>`;

  it.each([
    ["Update", "degraded"],
    ["Investigating", "degraded"],
    ["Monitoring", "degraded"],
    ["Resolved", "operational"],
    ["Completed", "operational"],
    ["Pondering", "unknown"],
  ])("the newest word %s of an Atom entry means %s", (state, expected) => {
    expect(
      statusOf(page, atomFeed("test - Incident History", [{ title: "Elevated errors", html: statuspageHtml(state) }])),
    ).toBe(expected);
  });

  it("incident.io's bold status is read, and its double slash survives", () => {
    const one = {
      title: "Elevated errors",
      html: "<b>Status: Investigating</b><br/>text",
      link: "https://status.test//incidents/1",
    };
    expect(read(page, atomFeed("test", [one]))).toMatchObject({
      status: "degraded",
      incidents: [{ url: "https://status.test//incidents/1" }],
    });
  });

  it("RSS in capitals and a link without a scheme are read", () => {
    const items = [
      { title: "Web app degraded", body: "<strong>RESOLVED</strong> - text" },
      { title: "Elevated 429s", body: "<strong>INVESTIGATING</strong> - text", link: "status.test/incidents/2" },
    ];
    expect(read(page, rssFeed("test", items))).toMatchObject({
      status: "degraded",
      incidents: [{ url: "https://status.test/incidents/2" }],
    });
  });

  it("words of an outage prove no more than a partial one", () => {
    expect(
      statusOf(page, rssFeed("test", [{ title: "Complete outage", body: "<strong>INVESTIGATING</strong>" }])),
    ).toBe("partial_outage");
  });

  it("an entry that states nothing makes the feed unknown", () => {
    expect(statusOf(page, rssFeed("test blog", [{ title: "We are hiring", body: "text" }]))).toBe("unknown");
  });
});

describe("IBM", () => {
  const watsonx = listed("watsonx");
  const feed = (body: string) => rssFeed("IBM Cloud notifications", [{ title: "Notice", body }]);

  it("an incident of watsonx without an end counts; one that has ended, and one of another service, do not", () => {
    expect(
      statusOf(watsonx, feed("Type: Incident<br/>Resources: watsonx.ai Runtime<br/>Outage Start: now<br/>Outage End:")),
    ).toBe("partial_outage");
    expect(
      statusOf(
        watsonx,
        feed("Type: Incident<br/>Resources: watsonx.ai Runtime<br/>Outage Start: then<br/>Outage End: now"),
      ),
    ).toBe("operational");
    expect(statusOf(watsonx, feed("Type: Incident<br/>Resources: Block Storage<br/>Outage End:"))).toBe("operational");
    expect(statusOf(watsonx, feed("Type: Announcement<br/>Resources: watsonx.ai<br/>"))).toBe("operational");
  });
});

describe("Datadog", () => {
  const openrouter = listed("openrouter");
  const CHAT = "9fb5ccff-e128-455a-be20-59572f8d363a";
  const members = openrouter.components
    .filter((one) => one.surface !== "api")
    .map(({ id, name }) => ({ id, name, status: "operational", type: "Component" }));
  const group = (chat: string, other = "operational") => [
    {
      id: "62d944d3-1acb-471b-81a0-099b3da0164f",
      name: "API - Gateway",
      type: "ComponentGroup",
      components: members.map((one) => ({ ...one, status: one.id === CHAT ? chat : other })),
    },
    { id: "w", name: "Web", status: "major_outage", type: "Component" },
  ];

  it("chat decides, the website and images do not", () => {
    expect(statusOf(openrouter, datadog(group("operational")))).toBe("operational");
    expect(statusOf(openrouter, datadog(group("operational", "degraded")))).toBe("operational");
    expect(statusOf(openrouter, datadog(group("degraded")))).toBe("degraded");
    expect(statusOf(openrouter, datadog(group("odd")))).toBe("unknown");
  });

  it("a group is as bad as its worst member", () => {
    const gateway = { ...openrouter, components: [counted("62d944d3-1acb-471b-81a0-099b3da0164f", "API - Gateway")] };
    expect(statusOf(gateway, datadog(group("operational", "partial_outage")))).toBe("partial_outage");
  });

  it("an incident that was resolved, or written down afterwards, does not count", () => {
    const past = {
      id: "i",
      title: "Backfill",
      currentStatus: "resolved",
      resolved: true,
      publishedDate: "2026-05-01T00:00:00Z",
      componentsAffected: [{ id: CHAT, status: "operational" }],
    };
    expect(
      statusOf({ ...openrouter, components: [] }, datadog([{ id: "w", name: "Web", status: "operational" }], [past])),
    ).toBe("operational");
    const open = { ...past, currentStatus: "investigating", resolved: false };
    expect(
      statusOf({ ...openrouter, components: [] }, datadog([{ id: "w", name: "Web", status: "operational" }], [open])),
    ).toBe("degraded");
  });
});

describe("one word with its time", () => {
  const deepinfra = listed("deepinfra");
  const said = (overallStatus: string, generatedAt: unknown) =>
    JSON.stringify({ overallStatus, lastUpdatedAt: "2026-01-01T00:00:00Z", generatedAt });

  it("is believed while it is fresh", () => {
    expect(statusOf(deepinfra, said("operational", "2026-11-20T11:59:00Z"))).toBe("operational");
    expect(statusOf(deepinfra, said("operational", NOW / 1_000 - 60))).toBe("operational");
    expect(statusOf(deepinfra, said("degraded", NOW))).toBe("degraded");
  });

  it("is unknown when it is old or undated", () => {
    expect(read(deepinfra, said("operational", "2026-11-20T11:00:00Z")).reason).toBe("stale_feed");
    expect(read(deepinfra, '{"overallStatus":"operational"}').reason).toBe("stale_feed");
  });
});

describe("what is no document", () => {
  it.each([
    [HTML, "statuspage", "html_instead_of_json"],
    [CHALLENGE, "rootly", "html_instead_of_json"],
    [HTML, "xai_rss", "html_instead_of_xml"],
    ["{}", "statuspage", "schema"],
    ["[]", "statuspage", "schema"],
    ["null", "incident_io", "not_json"],
    ["OK", "better_stack", "not_json"],
    ['{"page":{"id":"x"},"status":', "statuspage", "truncated_or_invalid_json"],
    ['<?xml version="1.0"?><rss version="2.0"><channel><title>x', "azure_rss", "truncated_or_invalid_xml"],
    ['{"a":1}', "xai_rss", "not_xml"],
    ['<?xml version="1.0"?><html><body/></html>', "xai_rss", "not_a_feed"],
  ] as const)("%j for %s is refused: %s", (text, platform, reason) => {
    expect(read(bare(platform), text)).toMatchObject({ status: "unknown", reason });
  });

  it("entities are never expanded", () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>`;
    expect(read(bare("azure_rss"), bomb).reason).toBe("xml_with_document_type");
    expect(
      read(bare("azure_rss"), '<?xml version="1.0"?><rss version="2.0"><channel><title>&b;</title></channel></rss>')
        .reason,
    ).toBe("truncated_or_invalid_xml");
  });

  it("very deep documents are refused or harmless", () => {
    const deep = `<?xml version="1.0"?><rss version="2.0">${"<a>".repeat(50_000)}${"</a>".repeat(50_000)}</rss>`;
    expect(statusOf(bare("xai_rss"), deep)).toBe("unknown");
    expect(statusOf(bare("statuspage"), `{"status":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).toBe("unknown");
  });
});
