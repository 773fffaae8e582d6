import type { ScoreWire } from "../../../../shared/quality/wire.ts";
import { type Content, html, type Markup } from "../html.ts";
import { UNKNOWN } from "./figures.ts";
import { badge, emptyState, intervalText } from "./parts.ts";

/** What is known of a model's quality, in every category. */
export function scoreTable(scores: readonly ScoreWire[]): Markup {
  if (scores.length === 0) {
    return emptyState("No score is known.", "Scores are never taken over from a relative of the model.");
  }
  return html`<div class="scroll" role="region" aria-label="Scores" tabindex="0">
    <table>
      <caption>
        Scores from 0 to 100 on a frozen scale, with the evidence
      </caption>
      <thead>
        <tr>
          <th scope="col">About</th>
          <th scope="col">Effort</th>
          <th scope="col" class="num">Score</th>
          <th scope="col">Grade</th>
          <th scope="col">As of</th>
          <th scope="col">Evidence</th>
        </tr>
      </thead>
      <tbody>
        ${scores.map(
          (score) =>
            html`<tr>
              <th scope="row">${score.category.replaceAll("_", " ")}</th>
              <td>${score.effort ?? "default"}</td>
              <td class="num">
                ${score.score === null ? UNKNOWN : score.score.toFixed(1)}${intervalText(score.interval)}
              </td>
              <td>${score.grade ?? UNKNOWN}</td>
              <td>${score.as_of ?? UNKNOWN}${score.stale ? html` ${badge("stale", "warn")}` : ""}</td>
              <td>${evidence(score)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Boards' words and links: text, and only ever an https link. */
function evidence(score: ScoreWire): Content {
  return score.evidence.map(({ benchmark, value, unit, source_url, license }) => {
    const text = `${benchmark}: ${value} ${unit}`;
    const link = source_url.startsWith("https://") ? html`<a href="${source_url}" rel="noreferrer">${text}</a>` : text;
    return html`<span class="dissent">${link} <span class="soft">(${license})</span></span> `;
  });
}
