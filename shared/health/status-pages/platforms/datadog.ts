import * as z from "zod/mini";
import { atLeast, worstOf } from "../severity.ts";
import type { StatusPageEntry } from "../entry.ts";
import { factsWith, type FactComponent, type FactIncident, type PageFacts } from "../facts.ts";
import { idText, jsonParser, looseRows, looseText, readableRows } from "../parsed.ts";
import { isoTime, NAME_LENGTH, ownLink, plainText } from "../plain-text.ts";
import { isClosed } from "../closed.ts";
import { componentStatus } from "../tokens.ts";

const document = z.object({
  id: idText,
  name: looseText,
  customDomain: looseText,
  components: z.array(z.unknown()),
  incidents: looseRows,
});
const leaf = z.object({ id: idText, name: z.string(), status: z.string() });
const row = z.union([leaf, z.object({ id: idText, name: z.string(), components: z.array(leaf) })]);
const incidentRow = z.object({
  id: idText,
  title: z.string(),
  currentStatus: z.string(),
  resolved: z.nullish(z.boolean()),
  publishedDate: looseText,
  componentsAffected: z.nullish(z.array(z.object({ id: idText, status: z.string() }))),
});
type IncidentRow = z.infer<typeof incidentRow>;

/** Datadog Status Pages `config.json`. A group is as bad as its worst member. */
export const parseDatadog = jsonParser(document, (found, entry): PageFacts => {
  const parts = readableRows(found.components, row);
  const incidents = readableRows(found.incidents ?? [], incidentRow);
  const open = incidents.good.filter((incident) => incident.resolved !== true && !isClosed(incident.currentStatus));
  return factsWith({
    components: parts.good.flatMap(componentsOf),
    incidents: open.map((incident) => incidentOf(incident, entry)),
    unreadable_incidents: incidents.bad,
    unreadable_components: parts.bad,
    identity: {
      id: found.id,
      ...(found.name ? { name: found.name } : {}),
      ...(found.customDomain ? { url: `https://${found.customDomain}` } : {}),
    },
  });
});

function componentsOf(found: z.infer<typeof row>): FactComponent[] {
  const fact = (part: z.infer<typeof leaf>, group: string | null): FactComponent => ({
    id: part.id,
    name: plainText(part.name, NAME_LENGTH),
    group,
    status: componentStatus(part.status),
  });
  if (!("components" in found)) return [fact(found, null)];
  const members = found.components.map((part) => fact(part, found.id));
  const whole = worstOf(members.map((member) => member.status));
  return [{ id: found.id, name: plainText(found.name, NAME_LENGTH), group: null, status: whole }, ...members];
}

/** `componentsAffected` shows how they are now, not how they were: an open incident is at least degraded. */
function incidentOf(found: IncidentRow, entry: StatusPageEntry): FactIncident {
  const affects = found.componentsAffected?.map(({ id, status }) => ({ id, status: componentStatus(status) })) ?? [];
  return {
    id: found.id,
    title: plainText(found.title),
    status: plainText(found.currentStatus, 40),
    impact: atLeast(worstOf([...affects.map((part) => part.status), "degraded"]), "degraded"),
    started_at: isoTime(found.publishedDate),
    url: ownLink(`/incidents/${encodeURIComponent(found.id)}`, entry.page),
    affects: affects.length === 0 ? null : affects,
  };
}
