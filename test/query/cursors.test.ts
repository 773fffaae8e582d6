import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";

it.each(["/v1/models", "/v1/catalog/disputes", "/v1/quality"])("%s refuses what is no cursor of it", async (path) => {
  const response = await exports.default.fetch(new Request(`http://ratecard${path}?cursor=%25%25`));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: "invalid_request", errors: [{ pointer: "/cursor" }] });
});
