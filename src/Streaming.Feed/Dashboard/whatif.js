import { ask, at, count, range } from "./words.js";
import { histogram } from "./chart.js";

// Another range of a filter, and what it would keep of what has come; told by the server from a sample of the figures, put into force only by the button.
let [operator, known, waiting] = ["", null, 0];
const end = id => at(id).value === "" ? null : Number(at(id).value);
// The lower end stands before the figures that equal it, the upper one behind them.
const place = (id, value) => { const i = id === "min" ? known.quantiles.findIndex(v => v >= value) : known.quantiles.findLastIndex(v => v <= value); return i >= 0 ? i : id === "min" ? 100 : 0; };
const percent = x => `${(100 * x).toFixed(1)} %`;

async function look() {
  const query = new URLSearchParams({ operator });
  if (end("min") != null) query.set("min", end("min"));
  if (end("max") != null) query.set("max", end("max"));
  const answer = await ask(`/v1/what-if?${query}`);
  if (!answer || answer.operator !== operator) return;
  known = answer;
  at("seen").textContent = `${known.figure} of ${count(known.seen)} samples that came${known.drawn < known.seen ? `, told from ${count(known.drawn)} of them` : ""}. In force: ${range(known.in_force)}.`;
  const off = known.asked.standard_error > 0 ? ` ± ${percent(2 * known.asked.standard_error)}` : "";
  at("effect").textContent = known.seen ? `keeps ${percent(known.asked.kept_share)}${off}, ${count(known.asked.kept)} samples; in force ${percent(known.in_force.kept_share)}, ${count(known.in_force.kept)}` : "Nothing came yet.";
  histogram(at("histogram"), `histogram of ${known.figure}`, known.histogram, known.asked.min, known.asked.max);
}

function soon() { clearTimeout(waiting); waiting = setTimeout(look, 150); }

export async function whatIf(name) {
  operator = name;
  at("h-whatif").textContent = name;
  at("min").value = at("max").value = "";
  at("effect").textContent = at("seen").textContent = "";
  at("whatif").showModal();
  await look();
  if (!known || known.operator !== name) return;
  at("min").value = known.in_force.min ?? "";
  at("max").value = known.in_force.max ?? "";
  at("minslide").value = known.in_force.min == null ? 0 : place("min", known.in_force.min);
  at("maxslide").value = known.in_force.max == null ? 100 : place("max", known.in_force.max);
}

for (const id of ["min", "max"]) {
  at(`${id}slide`).addEventListener("input", e => { if (known?.quantiles.length) { at(id).value = known.quantiles[e.target.value]; soon(); } });
  at(id).addEventListener("input", () => { if (known?.quantiles.length && end(id) != null) at(`${id}slide`).value = place(id, end(id)); soon(); });
}

at("apply").addEventListener("click", async () => {
  const ends = {};
  for (const id of ["min", "max"]) if (end(id) != null) ends[id] = end(id);
  const answer = await fetch("/v1/thresholds", { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ [operator]: ends }) });
  at("effect").textContent = answer.ok ? "Wanted: it comes into force with the next epoch." : (await answer.json()).error;
});
