import { DurableObject } from "cloudflare:workers";

export class StatusPoller extends DurableObject<Env> {}
