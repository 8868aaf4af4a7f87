import { at, bytes, count, make, say } from "./words.js";

// The plan from the sources to the sinks, with what waits at each stage and how much goes through it. A full stage holds back those before it.
let boxes = null;

function collect(part, into) {
  if (part.kind !== "plan") into.push(part);
  part.parts.forEach(p => collect(p, into));
  return into;
}

function build(plan) {
  boxes = collect(plan, []).map(part => {
    const item = make("li");
    const [name, kind, rate] = [make("div", part.name, "name"), make("div", part.kind, "kind"), make("div", "", "rate")];
    item.append(name, kind, rate);
    const capacity = parseInt(part.details.capacity ?? "", 10) || null;
    let meter = null;
    if (capacity) {
      meter = make("meter");
      Object.assign(meter, { min: 0, max: capacity, high: capacity * 0.8, low: capacity * 0.5, optimum: 0 });
      meter.setAttribute("aria-label", `queue of ${part.name}`);
      item.append(meter);
    }
    return { part, item, rate, meter, capacity };
  });
  at("flow").replaceChildren(...boxes.map(b => b.item));
  at("s-flow").hidden = boxes.length === 0;
}

export function flow(run, before) {
  if (run.plan) build(run.plan);
  if (!boxes) return;
  const waiting = new Map();
  for (const s of run.stages ?? []) waiting.set(s.name.replaceAll("+", " + "), s);
  const elapsed = before ? (run.elapsed_ms - before.elapsed_ms) / 1000 : 0;
  const rates = new Map(run.operators.map((o, i) => [o.name, elapsed > 0 ? (o.out - before.operators[i].out) / elapsed : null]));
  for (const box of boxes) {
    const stage = waiting.get(box.part.name);
    const rate = rates.get(box.part.name.split(" + ").at(-1));
    const full = box.capacity && stage && stage.batches >= box.capacity * 0.9;
    say(box.rate, [rate == null ? "" : `${count(rate)}/s`, stage ? `${count(stage.batches)} waiting, ${bytes(stage.bytes)}` : "", full ? "holds back what is before it" : ""].filter(t => t).join(" · "));
    if (box.meter && stage && box.meter.value !== stage.batches) box.meter.value = stage.batches;
    box.item.classList.toggle("full", Boolean(full));
  }
}
