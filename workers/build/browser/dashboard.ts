/**
 * What the dashboard does better with script: results follow the form without a reload, ticked models are remembered from page to page.
 * Every page is whole without it.
 */

/** Rows that one comparison holds (`MAX_COMPARED` of the page). */
const MAX_PICKED = 10;
/** After the last key the list follows, ms. */
const TYPING_PAUSE_MS = 350;
const PICKED = "picked-models";

let shownSearch = location.search;

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-live]")) follow(form);
watchPicks();
document.addEventListener("results", watchPicks);

/** Keeps the results in step with the form, and the address with both. */
function follow(form: HTMLFormElement): void {
  let timer = 0;
  let latest: AbortController | null = null;
  const update = async (push: boolean): Promise<void> => {
    const url = addressOf(form);
    latest?.abort();
    latest = new AbortController();
    const results = document.getElementById(form.dataset["live"] ?? "");
    results?.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: latest.signal, headers: { accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      show(await response.text());
      if (push) history.pushState(null, "", url);
      else history.replaceState(null, "", url);
      shownSearch = location.search;
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      // The plain way: the browser loads the page and shows what is wrong.
      location.assign(url);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void update(true);
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void update(false), TYPING_PAUSE_MS);
  });
}

/** A jump within the page is a step of the history too: only another list is loaded. */
window.addEventListener("popstate", () => {
  if (location.search !== shownSearch) location.reload();
});

/** The form as an address, without its empty fields. */
function addressOf(form: HTMLFormElement): string {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") params.append(name, value.trim());
  }
  const search = params.toString();
  const path = new URL(form.action).pathname;
  return search === "" ? path : `${path}?${search}`;
}

/** Takes the results and the complaints of a newly made page; the form stays, with the caret where it is. */
function show(text: string): void {
  const made = new DOMParser().parseFromString(text, "text/html");
  const fresh = made.getElementById("results");
  const old = document.getElementById("results");
  if (fresh === null || old === null) return;
  document.querySelector(".problems")?.remove();
  const problems = made.querySelector(".problems");
  if (problems !== null) document.querySelector(".panel")?.before(problems);
  for (const field of document.querySelectorAll<HTMLInputElement>(".panel [name]")) mark(field, made);
  old.replaceWith(fresh);
  document.dispatchEvent(new Event("results"));
}

function mark(field: HTMLElement, made: Document): void {
  const wrong = field.id !== "" && made.getElementById(field.id)?.getAttribute("aria-invalid") === "true";
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  const sentence = field.parentElement?.querySelector(".field-error") ?? null;
  if (!wrong) sentence?.remove();
}

function watchPicks(): void {
  const form = document.querySelector<HTMLFormElement>("form.pick");
  if (form === null) return;
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name="models"]')];
  const picked = new Set(remembered());
  const tell = (): void => {
    for (const box of boxes) {
      box.checked = picked.has(box.value);
      box.disabled = !box.checked && picked.size >= MAX_PICKED;
    }
    keepElsewhere(form, boxes, picked);
    const words = form.querySelector("[data-picked]");
    const text = picked.size === 0 ? "up to ten" : `${picked.size} of ${MAX_PICKED} ticked`;
    if (words !== null) words.textContent = text;
  };
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.name !== "models") return;
    if (box.checked) picked.add(box.value);
    else picked.delete(box.value);
    remember([...picked]);
    tell();
  });
  form.addEventListener("submit", () => remember([]));
  tell();
}

/** Ticks of rows that are on another page go with the form. */
function keepElsewhere(form: HTMLFormElement, boxes: readonly HTMLInputElement[], picked: ReadonlySet<string>): void {
  for (const old of form.querySelectorAll("input[data-elsewhere]")) old.remove();
  const here = new Set(boxes.map(({ value }) => value));
  for (const id of picked) {
    if (here.has(id)) continue;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "models";
    field.value = id;
    field.dataset["elsewhere"] = "";
    form.append(field);
  }
}

function remembered(): string[] {
  try {
    const list: unknown = JSON.parse(sessionStorage.getItem(PICKED) ?? "[]");
    return Array.isArray(list) ? list.filter((id) => typeof id === "string").slice(0, MAX_PICKED) : [];
  } catch {
    return [];
  }
}

function remember(ids: readonly string[]): void {
  try {
    sessionStorage.setItem(PICKED, JSON.stringify(ids));
  } catch {
    // Storage may be refused: the ticks then last as long as the page.
  }
}
