// Charts. Vega draws them once the texts stand, at the width that there is; each repeats the
// numbers of a table beside it.
const LINE = 19, BAR = 12, GAP = 14;
let charts = [], turn = 0;
const pen = document.createElement("canvas").getContext("2d");
function wide(text, weight = 400) {
  pen.font = `${weight} 14px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}
function wrapped(text, width) {
  const [first, ...rest] = text.split(" ");
  const lines = [first];
  rest.forEach((part) => {
    const longer = `${lines[lines.length - 1]} ${part}`;
    if (wide(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  });
  return lines;
}
const spoken = (amount) => h("p", null, amountOf(amount, "")).textContent;
const told = (pairs) => pairs.map(([name, text]) => `${name}${word(": ")}${text}`).join("; ");
function chart(name, title, label, layout, notes = []) {
  const node = h("div", { class: "chart", role: "img", "aria-label": `${title}. ${label}` });
  charts.push({ name, node, layout });
  return h("figure", { class: "drawn" }, node,
    notes.length > 0 && h("figcaption", { class: "soft" }, notes.join(" ")));
}
async function drawCharts() {
  turn += 1;
  const mine = turn;
  const wanted = charts.map((one) => ({ one, width: one.node.clientWidth }))
    .filter(({ one, width }) => width > 0 && width !== one.width);
  wanted.forEach((each) => {
    each.laid = each.one.layout(each.width);
    const { top = 0, bottom = 0 } = each.laid;
    each.one.node.style.minHeight = `${each.laid.height + top + bottom}px`;
  });
  if (!window.vegaEmbed) return; // called again on load
  for (const { one, width, laid } of wanted) {
    const { height, left = 0, right = 0, top = 0, bottom = 0, signals = {}, rows } = laid;
    const template = data.charts[one.name];
    const spec = { ...template, width: width - left - right, height, padding: { left, top, right, bottom },
      data: template.data.map((each) => (each.source ? each : { ...each, values: rows[each.name] })),
      signals: (template.signals || []).map((each) => ({ ...each, value: signals[each.name] })) };
    const apart = h("div"); // Vega renames where it draws
    await window.vegaEmbed(apart, spec);
    one.node.replaceChildren(fill(apart.querySelector("svg"), { "aria-hidden": "true" }, []));
    one.width = width;
    if (mine !== turn) return;
  }
}
// Rows of a label and an amount.
function barChart(title, rows) {
  if (!rows.some(({ amount }) => amount.bar)) return null;
  return chart("bars", title, told(rows.map(({ label, amount }) => [label, spoken(amount)])), (width) => {
    let y = 0;
    const placed = rows.map(({ label, amount }) => {
      const lines = wrapped(label, width);
      const value = spoken(amount);
      const beside = lines.length < 2 && wide(label) + wide(value, 600) + GAP <= width;
      const value_y = y + LINE * (lines.length - (beside ? 1 : 0));
      const top = value_y + LINE;
      const [low, high] = amount.bar || [null, null];
      const row = { label: lines, value, low, high, label_y: y, value_y, top, foot: top + BAR };
      y = top + (amount.bar ? BAR : 0) + GAP;
      return row;
    });
    return { height: y - GAP, rows: { rows: placed } };
  });
}
const SAYS = { yes: word("Yes"), no: word("No"), unknown: "?" };
// An indicator through the waves, with the answers of a respondent above where one is given.
function lineChart(indicator, shown, who) {
  const points = inWaves(indicator, shown).map((wave) => [wave, indicator.waves[wave.id]])
    .filter(([, amount]) => amount.bar).map(([wave, amount]) => ({ id: wave.id, wave: wave.position, amount, low: amount.bar[0], high: amount.bar[1] }));
  if (points.length < 2) return null;
  const exact = (point) => point && point.low === point.high;
  const before = (point) => points.find((each) => each.wave === point.wave - 1);
  const marks = who ? Object.entries(who.marks[indicator.id] || {}).filter(([wave]) => shown.includes(waves.get(wave))) : [];
  const answers = marks.map(([id, answer]) => ({ wave: waves.get(id).position, answer, text: SAYS[answer] }));
  const at = [...points, ...answers].map(({ wave }) => wave);
  const [first, last] = [Math.min(...at), Math.max(...at)];
  const named = data.waves.filter(({ position: at }) => first <= at && at <= last);
  const breaks = points.filter(({ wave, amount }) => amount.break && wave > first).map(({ wave }) => ({ wave: wave - 0.5 }));
  const links = points.filter((point) => exact(point) && exact(before(point)) && !point.amount.break)
    .map((point) => ({ wave: point.wave - 1, y: before(point).low, to: point.wave, to_y: point.low }));
  const panels = pairsIn(indicator, shown).map((pair) => pair.place).filter(Boolean);
  // Texts stand below where the line rises.
  const below = ({ wave, low }) => [before({ wave }), before({ wave: wave + 2 })].every((other) => other && other.low >= low);
  const label = [told(points.map(({ id, amount }) => [id, spoken(amount)])),
    marks.length > 0 && `${who.name}. ${told(marks.map(([id, answer]) => [id, answer === "unknown" ? word("not known") : SAYS[answer]]))}`];
  const notes = [line("Dots: all {nouns}.", { nouns: many }),
    panels.length > 0 && word("Hollow squares: those who answered both waves."),
    !points.every(exact) && word("Hatched: anywhere in it, as answers are not known."),
    breaks.length > 0 && word("Two strokes: no comparison across them."),
    marks.length > 0 && `${word("Above")}${word(": ")}${who.name}.`];
  return chart("line", indicator.title, label.filter(Boolean).join(". "), (width) => {
    const left = Math.ceil(wide(`100${data.percent}`)) + 8;
    const text = ({ amount }) => (amount.phrase === "published" ? amount.n
      : amount.share === "—" ? `${amount.n}–${amount.high}` : amount.share);
    const widest = Math.max(...named.map(({ id }) => wide(id)), ...points.map((point) => wide(text(point), 600)));
    let every = 1; // labels that have room, back from the last
    while (every * (width - left - GAP) < named.length * (widest + 6)) every += 1;
    const roomy = (wave) => (last - wave) % every === 0;
    return { height: 150, left, right: GAP, top: marks.length ? 74 : 26, bottom: 34, signals: { first, last, sign: data.percent },
      rows: { answers, breaks, links, panels,
        points: points.map((point) => ({ ...point, below: below(point), text: roomy(point.wave) ? text(point) : "" })),
        waves: named.filter(({ position }) => roomy(position)).map(({ id, position }) => ({ wave: position, text: id })) } };
  }, notes.filter(Boolean));
}
