/** Documents in the formats of the platforms, written for these tests: small, with invented ids, times and words. */

interface Component {
  readonly id: string;
  readonly name?: string;
  readonly status?: string;
  readonly group?: boolean;
}

const CLAUDE = {
  id: "tymt9n04zgry",
  name: "Claude",
  url: "https://status.claude.com",
  updated_at: "2026-11-20T11:00:00Z",
};

export function statuspage(
  document: {
    readonly page?: unknown;
    readonly indicator?: string;
    readonly components?: readonly Component[] | null;
    readonly incidents?: readonly unknown[] | null;
    readonly maintenances?: readonly unknown[] | null;
  } = {},
): string {
  const { page = CLAUDE, indicator, components, incidents, maintenances } = document;
  return JSON.stringify({
    ...(page === null ? {} : { page }),
    ...(indicator === undefined ? {} : { status: { indicator, description: "in words" } }),
    ...(components === undefined ? {} : { components: components?.map(component) ?? null }),
    ...(incidents === undefined ? {} : { incidents }),
    ...(maintenances === undefined ? {} : { scheduled_maintenances: maintenances }),
  });
}

function component({ id, name = id, status = "operational", group = false }: Component): unknown {
  return { id, name, status, group, position: 1, updated_at: "2026-11-20T11:00:00Z" };
}

export function incident(more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    id: "inc1",
    name: "Errors on some requests",
    status: "investigating",
    impact: "minor",
    created_at: "2026-11-20T10:00:00.000Z",
    started_at: "2026-11-20T09:55:00.000Z",
    shortlink: "https://status.claude.com/incidents/inc1",
    components: [],
    ...more,
  };
}

/** incident.io's own: when each component began and ceased to be affected. */
export function nativeIncident(
  impacts: readonly { readonly id: string; readonly status: string; readonly end_at: string | null }[],
  more: Readonly<Record<string, unknown>> = {},
): unknown {
  return {
    id: "01N",
    name: "Errors on video generation",
    status: "resolved",
    published_at: "2026-11-20T10:00:00.000Z",
    affected_components: impacts.map(({ id, status }) => ({ component_id: id, status, current_status: "operational" })),
    component_impacts: impacts.map(({ id, status, end_at }) => ({
      id: `imp-${id}`,
      component_id: id,
      status,
      start_at: "2026-11-20T10:00:00.000Z",
      end_at,
    })),
    ...more,
  };
}

export function betterStack(
  aggregate_state: string,
  resources: readonly {
    readonly name: string;
    readonly status: string;
    readonly id?: string;
    readonly section?: number;
  }[],
  reports: readonly unknown[] = [],
): string {
  return JSON.stringify({
    data: { id: "1", type: "status_page", attributes: { aggregate_state, timezone: "UTC" } },
    included: [
      { type: "status_page_section", id: "7", attributes: { name: "All", position: 0 } },
      ...resources.map(({ name, status, id, section }) => ({
        type: "status_page_resource",
        ...(id === undefined ? {} : { id }),
        attributes: { public_name: name, status, status_page_section_id: section ?? null },
      })),
      ...reports,
    ],
  });
}

export function report(aggregate_state: string | undefined, more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    type: "status_report",
    id: "r1",
    attributes: {
      title: "Slow answers",
      report_type: "manual",
      starts_at: "2026-11-20T09:00:00Z",
      ends_at: null,
      aggregate_state,
      ...more,
    },
  };
}

export function googleIncident(more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    id: "g1",
    begin: "2026-11-20T09:00:00+00:00",
    created: "2026-11-20T11:00:00+00:00",
    end: null,
    external_desc: "Errors on the model endpoints",
    status_impact: "SERVICE_DISRUPTION",
    severity: "medium",
    service_name: "Multiple Products",
    affected_products: [{ id: "Z0FZJAMvEB4j3NbCJs6B", title: "Vertex Gemini API" }],
    currently_affected_locations: [{ id: "us-central1", title: "Iowa" }],
    most_recent_update: { status: "SERVICE_DISRUPTION", when: "2026-11-20T11:00:00+00:00" },
    uri: "incidents/g1",
    ...more,
  };
}

/** A past incident, since the history is never empty. */
export const GOOGLE_PAST = googleIncident({
  id: "g0",
  end: "2026-11-01T09:00:00+00:00",
  most_recent_update: { status: "AVAILABLE" },
});

export function awsEvent(
  services: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): unknown {
  return {
    date: "1795168800",
    arn: "arn:aws:health:global::event/1",
    region_name: "Somewhere",
    status: "3",
    service: "multipleservices-somewhere",
    summary: "Increased Error Rates",
    event_log: [{ summary: "Increased Error Rates", message: "text", status: 1, timestamp: 1_795_168_800 }],
    impacted_services: Object.fromEntries(
      Object.entries(services).map(([id, current]) => [id, { service_name: id, current, max: "3" }]),
    ),
    impacted_service_status_changes: [{ service: "x", current_status: "3", timestamp: 1_795_168_800_000 }],
    ...more,
  };
}

export function azureFeed(made: string | null, items: readonly string[] = []): string {
  const built = made === null ? "" : `<lastBuildDate>${made}</lastBuildDate>`;
  return `<?xml version="1.0" encoding="utf-8"?><rss xmlns:a10="http://www.w3.org/2005/Atom" version="2.0"><channel>
    <title>Azure Status</title><link>https://azure.status.microsoft/en-us/status/</link>${built}${items.join("")}</channel></rss>`;
}

export function azureItem(title: string, categories: readonly string[]): string {
  const tags = categories.map((category) => `<category>${category}</category>`).join("");
  return `<item><guid isPermaLink="false">one-guid</guid><link>https://azure.status.microsoft/en-us/status/</link>${tags}
    <title>${title} </title><description>&lt;p&gt;Text&lt;/p&gt;</description><pubDate>Fri, 20 Nov 2026 11:00:00 Z</pubDate></item>`;
}

export function xaiFeed(
  items: readonly { readonly title: string; readonly status: string; readonly severity: string }[],
): string {
  const written = items.map(
    ({ title, status, severity }, at) => `<item><title>${title}</title><link>https://status.x.ai/api/${at}</link>
      <description><![CDATA[<h3>Status: ${status}</h3><p>Severity: ${severity}</p><hr />]]></description>
      <pubDate>Fri, 20 Nov 2026 11:00:00 GMT</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0"><channel><title>SpaceXAI System Status</title>${written.join("")}</channel></rss>`;
}

export function atomFeed(
  title: string,
  entries: readonly { readonly title: string; readonly html: string; readonly link?: string }[],
): string {
  const written = entries.map(
    (one, at) => `<entry><id>tag:${at}</id><updated>2026-11-20T10:00:00Z</updated><title>${one.title}</title>
      <link rel="alternate" type="text/html" href="${one.link ?? "https://status.test/incidents/1"}"/><content type="html"><![CDATA[${one.html}]]></content></entry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom"><title>${title}</title>${written.join("")}</feed>`;
}

export function rssFeed(
  title: string,
  items: readonly { readonly title: string; readonly body: string; readonly link?: string }[],
): string {
  const written = items.map(
    (one) => `<item><title>${one.title}</title><link>${one.link ?? "https://status.test/1"}</link>
      <description><![CDATA[${one.body}]]></description><pubDate>Fri, 20 Nov 2026 11:00:00 GMT</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${title}</title>${written.join("")}</channel></rss>`;
}

export function datadog(components: readonly unknown[], incidents: readonly unknown[] = []): string {
  return JSON.stringify({
    id: "3bdfe680-d6e4-4a0b-9c04-c25058c342e0",
    name: "OpenRouter",
    customDomain: "status.openrouter.ai",
    pageType: "public",
    components,
    incidents,
    maintenances: null,
  });
}

export const HTML =
  '<!DOCTYPE html><html><head><title>Status</title></head><body><div id="root">All systems operational</div><br></body></html>';
export const CHALLENGE =
  "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body></html>";
