"use strict";
// Whatever comes from the run is put in as text, never as markup: names and errors may hold what a corpus brought in.
const at = id => document.getElementById(id);
const count = n => n == null ? "" : Math.round(n).toLocaleString("en");
const bytes = n => { const units = ["B", "KiB", "MiB", "GiB", "TiB"]; let i = 0; while (n >= 1024 && i < units.length - 1) { n /= 1024; i++; } return `${n.toFixed(i ? 1 : 0)} ${units[i]}`; };
const share = (a, b) => b ? `${(100 * a / b).toFixed(1)} %` : "";
const figure = n => n == null ? "" : String(Math.round(n * 1e6) / 1e6);
const range = r => r == null ? "" : `${r.min ?? "−∞"} … ${r.max ?? "∞"}`;
const seconds = ms => ms == null ? "" : `${(ms / 1000).toFixed(1)} s`;

function rows(id, lines) {
  at(id).replaceChildren(...lines.map(cells => {
    const row = document.createElement("tr");
    row.append(...cells.map(text => { const cell = document.createElement("td"); cell.textContent = text; return cell; }));
    return row;
  }));
  const section = at(`s-${id}`);
  if (section) section.hidden = lines.length === 0;
}

function facts(pairs) {
  at("now").replaceChildren(...pairs.filter(([, text]) => text !== "").flatMap(([name, text]) => {
    const [dt, dd] = [document.createElement("dt"), document.createElement("dd")];
    dt.textContent = name; dd.textContent = text;
    const group = document.createElement("div");
    group.append(dt, dd);
    return [group];
  }));
}

let before = null;
function show(run) {
  at("pipeline").textContent = run.pipeline;
  document.title = `${run.pipeline} · Streaming`;
  at("status").textContent = run.error ? `${run.status}: ${run.error.message}` : run.status;
  at("status").className = run.status;
  if (!run.samples) return;
  const elapsed = before ? (run.elapsed_ms - before.elapsed_ms) / 1000 : 0;
  const rate = key => elapsed > 0 ? ` (${count((run.samples[key] - before.samples[key]) / elapsed)}/s)` : "";
  facts([
    ["read", `${count(run.samples.in)}${rate("in")}`],
    ["written", `${count(run.samples.out)}${rate("out")}`],
    ["rejected", count(run.samples.rejected)],
    ["dead letters", count(run.samples.dead_lettered)],
    ["epochs", count(run.epochs)],
    ["open epoch", run.epoch_age_ms == null ? "" : seconds(run.epoch_age_ms)],
    ["last commit", run.commit ? `${count(run.commit.last_ms)} ms` : ""],
    ["shards", `${count(run.shards)} (${bytes(run.bytes.out)})`],
    ["memory", run.bytes_budget ? `${bytes(run.bytes_budget.used)} of ${bytes(run.bytes_budget.limit)}` : ""],
    ["tokens", run.tokens ? `${count(run.tokens.out)}, ${share(run.tokens.fill, 1)} full` : ""],
    ["time", seconds(run.elapsed_ms)],
    ["table", run.table]]);
  rows("funnel", run.operators.map(o => [`${o.index}.${o.name}`, count(o.in), count(o.out), share(o.out, o.in), count(o.rejected), count(o.dead_lettered), seconds(o.busy_ms)]));
  rows("stages", (run.stages ?? []).map(s => [s.name, count(s.batches), bytes(s.bytes)]));
  rows("sources", run.sources.map(s => [s.name, count(s.lag), count(s.rebalances), seconds(s.paused_ms)]));
  if (!before || run.elapsed_ms - before.elapsed_ms >= 400) before = run;
}

async function ask(path) {
  const answer = await fetch(path);
  return answer.ok ? answer.json() : null;
}

async function look() {
  const [mix, thresholds, streams] = await Promise.all([ask("/v1/mix"), ask("/v1/thresholds"), ask("/v1/streams")]);
  rows("mix", mix ? Object.keys(mix.declared).map(s => [s, figure(mix.declared[s]), figure(mix.in_force[s]), figure(mix.wanted?.[s]), figure(mix.losses[s])]) : []);
  at("policy").textContent = mix ? `policy ${mix.policy}, step ${count(mix.step)} of the trainer` : "";
  rows("thresholds", thresholds ? thresholds.thresholds.map(t => [t.operator, t.figure, range(t.declared), range(t.in_force), range(t.wanted)]) : []);
  rows("streams", streams ? streams.streams.map(s => [s.table, `${s.rank} of ${s.world}`, count(s.batches), count(s.rows), count(s.lag)]) : []);
}

async function begin() {
  const run = await ask("/v1/run");
  if (run) {
    show(run);
    const events = new EventSource("/v1/events");
    events.addEventListener("run", e => { const told = JSON.parse(e.data); show(told); if (["completed", "failed", "interrupted"].includes(told.status)) events.close(); });
    events.onerror = () => { if (events.readyState !== EventSource.CLOSED) { at("status").textContent = "the run does not answer"; at("status").className = "lost"; } };
  } else {
    at("status").textContent = "feeds tables";
  }
  const again = () => look().catch(() => { at("status").textContent = "the server does not answer"; at("status").className = "lost"; });
  await again();
  setInterval(again, 2000);
}

begin();
