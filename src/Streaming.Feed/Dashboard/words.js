// Figures for people, and the ways to put them on the page. Whatever comes from the run is put in as text, never as markup: names, texts and errors may hold what a corpus brought in.
export const at = id => document.getElementById(id);
export const count = n => n == null ? "" : Math.round(n).toLocaleString("en");
export const bytes = n => { const units = ["B", "KiB", "MiB", "GiB", "TiB"]; let i = 0; while (n >= 1024 && i < units.length - 1) { n /= 1024; i++; } return `${n.toFixed(i ? 1 : 0)} ${units[i]}`; };
export const share = (a, b) => b ? `${(100 * a / b).toFixed(1)} %` : "";
export const figure = n => n == null ? "" : String(Math.round(n * 1e6) / 1e6);
export const range = r => r == null ? "" : `${r.min ?? "−∞"} … ${r.max ?? "∞"}`;
export const seconds = ms => ms == null ? "" : `${(ms / 1000).toFixed(1)} s`;

// Only what differs is touched: a row keeps its focus and its selection, and a page that stands still costs nothing.
export function say(node, text) {
  text = text == null ? "" : String(text);
  if (node.textContent !== text) node.textContent = text;
}

export function make(tag, text, name) {
  const node = document.createElement(tag);
  if (text != null) node.textContent = text;
  if (name) node.className = name;
  return node;
}

// Cells are texts, or { text, act } for what can be pressed.
export function rows(id, lines) {
  const body = at(id);
  while (body.rows.length > lines.length) body.deleteRow(-1);
  lines.forEach((cells, i) => {
    const row = body.rows[i] ?? body.insertRow();
    cells.forEach((cell, j) => {
      const place = row.cells[j] ?? row.insertCell();
      if (cell?.act) {
        const button = place.firstElementChild ?? place.appendChild(Object.assign(document.createElement("button"), { type: "button" }));
        say(button, cell.text);
        button.onclick = cell.act;
      } else {
        say(place, cell);
      }
    });
  });
  const section = at(`s-${id}`);
  if (section && section.hidden !== (lines.length === 0)) section.hidden = lines.length === 0;
}

export async function ask(path) {
  const answer = await fetch(path);
  return answer.ok ? answer.json() : null;
}
