/**
 * Runs an example in the page and shows its answer under it. Without it the same link opens the answer on its own.
 * Written as the browser gets it: no build step, no dependency.
 */
export const DOCS_SCRIPT = `
const show = async (output, url, init) => {
  output.hidden = false;
  output.textContent = "…";
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch {}
    output.textContent = response.status + "\\n" + shown.slice(0, 20000);
  } catch (error) {
    output.textContent = "The service does not answer: " + error;
  }
};
for (const example of document.querySelectorAll("[data-example]")) {
  const output = example.querySelector("output");
  const link = example.querySelector("a[data-run]");
  link?.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    void show(output, link.href);
  });
  const button = example.querySelector("button[data-run]");
  if (button) button.hidden = false;
  button?.addEventListener("click", () => {
    const body = example.querySelector("textarea").value;
    void show(output, button.dataset.run, { method: "POST", headers: { "content-type": "application/json" }, body });
  });
}
`;
