import { DurableObject } from "cloudflare:workers";

export class PriceLedger extends DurableObject<Env> {}
