import { DurableObject } from "cloudflare:workers";

export class TenantDirectory extends DurableObject<Env> {}
