import { describe, expect, it } from "vitest";
import { becameStale, incidentChanges, isAlert, openIncidents } from "../../shared/health/alert.ts";
import type { PageIncident } from "../../shared/health/status-page.ts";
import { reading, START } from "./world.ts";

function incident(id: string, status = "investigating"): PageIncident {
  return { id, title: id, status, impact: "degraded", started_at: null, url: null };
}

const page = (...incidents: PageIncident[]) => reading("operational", START, { incidents });

describe("changes of incidents", () => {
  it("are those that are new and those that are gone or resolved", () => {
    const known = [incident("a"), incident("b"), incident("c")];
    const changes = incidentChanges(known, page(incident("a"), incident("b", "Resolved"), incident("d")));
    expect(changes.map(({ action, incident: { id } }) => `${action} ${id}`)).toEqual([
      "opened d",
      "closed b",
      "closed c",
    ]);
  });

  it("show the last word of a closed incident", () => {
    expect(incidentChanges([incident("a")], page(incident("a", "resolved")))[0]?.incident.status).toBe("resolved");
  });

  it("are none for an incident that was over when first seen", () => {
    const seen = page(incident("old", "resolved"), incident("older", "postmortem"));
    expect(incidentChanges([], seen)).toEqual([]);
    expect(openIncidents(seen)).toEqual([]);
  });
});

describe("a transition", () => {
  const between = (from: "unknown" | "healthy" | "degraded", to: "unknown" | "healthy" | "unhealthy") =>
    isAlert({ tenant_id: null, from, to, at: START });

  it("between unknown and healthy wakes nobody", () => {
    expect(between("unknown", "healthy") || between("healthy", "unknown")).toBe(false);
  });

  it("into or out of trouble does", () => {
    expect(between("unknown", "unhealthy") && between("degraded", "healthy") && between("degraded", "unknown")).toBe(
      true,
    );
  });
});

it("a page becomes stale once, and never for having said nothing before", () => {
  const good = reading("operational", START);
  const stale = reading("operational", START, { stale: true });
  const unknown = reading("unknown", START);
  expect([becameStale(good, stale), becameStale(good, unknown), becameStale(stale, unknown)]).toEqual([
    true,
    true,
    false,
  ]);
  expect([becameStale(null, unknown), becameStale(stale, good)]).toEqual([false, false]);
});
