import { ask, at, bytes, count, figure, make, range, rows, say, seconds, share } from "./words.js";
import { lines } from "./chart.js";
import { flow } from "./flow.js";
import { examples } from "./examples.js";
import { whatIf } from "./whatif.js";

function facts(pairs) {
  const list = at("now");
  const told = pairs.filter(([, text]) => text !== "");
  while (list.children.length > told.length) list.lastElementChild.remove();
  told.forEach(([name, text], i) => {
    const group = list.children[i] ?? list.appendChild(make("div"));
    if (!group.firstChild) group.append(make("dt"), make("dd"));
    say(group.children[0], name);
    say(group.children[1], text);
  });
}

let [before, plan] = [null, null];
function show(run) {
  plan = run.plan ?? plan;
  say(at("pipeline"), run.pipeline);
  if (document.title !== `${run.pipeline} · Streaming`) document.title = `${run.pipeline} · Streaming`;
  status(run.error ? `${run.status}: ${run.error.message}` : run.status, run.status);
  if (!run.samples) { if (run.plan) flow({ ...run, operators: [] }, null); return; }
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
  const label = o => `${o.index}.${o.name}`;
  rows("funnel", run.operators.map(o => [{ text: label(o), act: () => examples(label(o)) }, count(o.in), count(o.out), share(o.out, o.in), count(o.rejected), count(o.dead_lettered), seconds(o.busy_ms)]));
  rows("models", run.operators.filter(o => o.device).map(o => [label(o), deviceOf(o.name), count(o.device.calls), figure(o.device.batch_size), share(o.device.padding_ratio, 1), count(run.stages?.find(s => s.name === o.name)?.batches)]));
  rows("sources", run.sources.map(s => [s.name, count(s.lag), count(s.rebalances), seconds(s.paused_ms)]));
  flow(run, before);
  if (!before || run.elapsed_ms - before.elapsed_ms >= 400) before = run;
}

function deviceOf(name, part = plan) {
  if (part?.kind === "device" && part.name === name) return part.details.device ?? "";
  return part?.parts.map(p => deviceOf(name, p)).find(found => found != null);
}

function status(text, name) {
  say(at("status"), text);
  if (at("status").className !== name) at("status").className = name;
}

const series = (epochs, of) => [...new Set(epochs.flatMap(e => Object.keys(of(e) ?? {})))].map(name => ({ name, points: epochs.filter(e => of(e)?.[name] != null).map(e => [e.epoch, of(e)[name]]) }));

async function look() {
  const [mix, thresholds, streams, epochs, letters] = await Promise.all(["/v1/mix", "/v1/thresholds", "/v1/streams", "/v1/epochs", "/v1/dead-letters"].map(ask));
  rows("mix", mix ? Object.keys(mix.declared).map(s => [s, figure(mix.declared[s]), figure(mix.in_force[s]), figure(mix.wanted?.[s]), figure(mix.losses[s])]) : []);
  say(at("policy"), mix ? `policy ${mix.policy}, step ${count(mix.step)} of the trainer` : "");
  rows("thresholds", thresholds ? thresholds.thresholds.map(t => [{ text: t.operator, act: () => whatIf(t.operator) }, t.figure, range(t.declared), range(t.in_force), range(t.wanted)]) : []);
  rows("streams", streams ? streams.streams.map(s => [s.table, `${s.rank} of ${s.world}`, count(s.batches), count(s.rows), count(s.lag), s.cursor ?? ""]) : []);
  const told = epochs?.epochs ?? [];
  rows("epochs", told.slice(-12).reverse().map(e => [count(e.epoch), count(e.in), count(e.out), count(e.rejected), count(e.dead_lettered), count(e.files), bytes(e.bytes), e.rescored ? `rescored ${e.rescored.join(", ")}` : e.changed ? "changed" : ""]));
  lines(at("weights"), "weights of the mix by epoch", series(told, e => e.weights));
  lines(at("losses"), "losses of the sources by epoch", series(told, e => e.losses));
  rows("letters", (letters?.dead_letters ?? []).map(l => [l.operator, count(l.epoch), `${l.source} · ${l.split} · ${l.position}`, l.error, l.payload.slice(0, 400)]));
  say(at("retried"), retried(letters?.retry));
  say(at("lettercount"), letters?.count ? `${count(letters.count)} in ${letters.table}, the newest first.` : "");
}

const retried = r => r == null ? "" : [r.status, r.error, ...(r.operators ?? []).map(o => `${o.operator}: ${count(o.tried)} tried, ${count(o.settled)} settled, ${count(o.out)} written`), r.not_tried ? `${count(r.not_tried)} of sources or steps that are no more: not tried` : ""].filter(t => t).join(" · ");

at("retry").addEventListener("click", async () => {
  const answer = await fetch("/v1/dead-letters/retry", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  const told = await answer.json();
  say(at("retried"), answer.ok ? retried(told) : told.error);
});

const lost = words => status(words, "lost");

async function begin() {
  const run = await ask("/v1/run");
  if (run) {
    show(run);
    const events = new EventSource("/v1/events");
    events.addEventListener("run", e => {
      const told = JSON.parse(e.data);
      const over = ["completed", "failed", "interrupted"].includes(told.status);
      if (over || !document.hidden) show(told);
      if (over) events.close();
    });
    events.onerror = () => { if (events.readyState !== EventSource.CLOSED) lost("the run does not answer"); };
  } else {
    status("feeds tables", "");
  }
  const again = () => document.hidden ? null : look().catch(() => lost("the server does not answer"));
  await again();
  setInterval(again, 2000);
}

begin();
