// Charts as SVG: lines over epochs, bars of a histogram. Colours are the style sheet's, so that they follow light and dark.
const drawn = (tag, attributes) => { const node = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value); return node; };
const [width, height, left, below] = [400, 140, 40, 18];

function frame(label) {
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  svg.append(drawn("line", { class: "axis", x1: left, y1: height - below, x2: width, y2: height - below }));
  return svg;
}

function word(svg, x, y, text, anchor) {
  const node = drawn("text", { x, y, "text-anchor": anchor });
  node.textContent = text;
  svg.append(node);
}

const short = n => Math.abs(n) >= 1e4 || (n !== 0 && Math.abs(n) < 1e-3) ? n.toExponential(1) : String(Math.round(n * 1e3) / 1e3);

// series: [{ name, points: [[x, y], …] }]
export function lines(figure, label, series) {
  const points = series.flatMap(s => s.points);
  figure.hidden = points.length < 2;
  if (figure.hidden) return;
  const xs = points.map(p => p[0]), ys = points.map(p => p[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(0, ...ys), Math.max(...ys)];
  const place = ([x, y]) => `${left + (width - left - 4) * (x - x0) / (x1 - x0 || 1)},${6 + (height - below - 6) * (1 - (y - y0) / (y1 - y0 || 1))}`;
  const svg = frame(label);
  series.forEach((s, i) => svg.append(drawn("polyline", { class: `s${i % 6}`, points: s.points.map(place).join(" ") })));
  word(svg, left - 4, 14, short(y1), "end");
  word(svg, left - 4, height - below, short(y0), "end");
  word(svg, left, height - 4, short(x0), "start");
  word(svg, width, height - 4, short(x1), "end");
  const legend = document.createElement("ul");
  legend.className = "legend";
  legend.append(...series.map((s, i) => { const item = document.createElement("li"); item.className = `s${i % 6}`; item.textContent = `${s.name} ${short(s.points.at(-1)[1])}`; return item; }));
  figure.replaceChildren(figure.querySelector("figcaption"), svg, legend);
}

// bins: [{ from, to, share }]; those between the ends are coloured.
export function histogram(figure, label, bins, min, max) {
  figure.hidden = bins.length === 0;
  if (figure.hidden) return;
  const most = Math.max(...bins.map(b => b.share)), step = (width - left) / bins.length;
  const svg = frame(label);
  bins.forEach((b, i) => {
    const tall = (height - below - 6) * b.share / (most || 1);
    const inside = (min == null || b.to >= min) && (max == null || b.from <= max);
    svg.append(drawn("rect", { class: inside ? "bar in" : "bar", x: left + i * step, y: height - below - tall, width: Math.max(1, step - 1), height: tall }));
  });
  word(svg, left, height - 4, short(bins[0].from), "start");
  word(svg, width, height - 4, short(bins.at(-1).to), "end");
  word(svg, left - 4, 14, `${(100 * most).toFixed(0)} %`, "end");
  figure.replaceChildren(svg);
}
