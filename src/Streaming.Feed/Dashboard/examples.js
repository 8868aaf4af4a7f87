import { ask, at, count, figure, make } from "./words.js";

let shown = { operator: "", outcome: "kept" };

function medium(m) {
  if (!m.href) return make("p", `${m.kind}, ${count(m.bytes)} bytes: not shown`);
  const tag = m.type.split("/")[0] === "image" ? "img" : m.type.split("/")[0];
  const node = make(tag);
  if (tag === "img") Object.assign(node, { alt: `${m.kind} of the sample`, loading: "lazy" });
  else Object.assign(node, { controls: true, preload: "none" });
  node.src = m.href;
  return node;
}

function sample(e) {
  const article = make("article");
  article.append(make("h3", e.id), make("p", `${e.source} · ${e.split} · ${e.position}`));
  if (e.reason) article.append(make("p", e.reason, "why"));
  if (e.value != null) article.append(make("p", `value ${figure(e.value)}, threshold ${e.threshold ?? ""}`));
  if (e.text) article.append(make("pre", e.text));
  if (e.length > e.text.length) article.append(make("p", `the beginning of ${count(e.length)}`));
  article.append(...e.media.map(medium));
  const stats = Object.entries(e.stats).map(([name, value]) => `${name} ${typeof value === "number" ? figure(value) : value}`);
  if (stats.length) article.append(make("p", stats.join(" · ")));
  return article;
}

async function show() {
  for (const button of at("outcomes").children) button.setAttribute("aria-pressed", button.dataset.outcome === shown.outcome);
  const asked = { ...shown };
  const answer = await ask(`/v1/examples?operator=${encodeURIComponent(asked.operator)}&outcome=${asked.outcome}`);
  if (asked.operator !== shown.operator || asked.outcome !== shown.outcome) return;
  at("samples").replaceChildren(...(answer?.examples.length ? answer.examples.map(sample) : [make("p", "None came since this process began.")]));
}

export function examples(operator) {
  shown = { operator, outcome: "kept" };
  at("h-examples").textContent = operator;
  at("samples").replaceChildren();
  at("examples").showModal();
  return show();
}

at("outcomes").addEventListener("click", e => { if (e.target.dataset.outcome) { shown.outcome = e.target.dataset.outcome; show(); } });
