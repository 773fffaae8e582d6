import { DurableObject } from "cloudflare:workers";

export class HealthBoard extends DurableObject<Env> {}
