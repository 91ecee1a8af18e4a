// The views, their controls, and the drawing of the page.
const views = { topics, topic, question, respondents: respondentList, respondent, groups, group, find };

// Controls.
function select(id, label, options, value, onchange) {
  const box = h("select", { id }, options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
  box.addEventListener("change", () => onchange(box.value));
  return h("div", { class: "control" }, h("label", { for: id }, label), box);
}
function waveBoxes() {
  const shown = chosenWaves();
  const boxes = data.waves.map((wave) => {
    const box = h("input", { type: "checkbox", id: `pick-${wave.id}`, value: wave.id, checked: shown.includes(wave) });
    box.addEventListener("change", () => {
      const wanted = boxes.filter((each) => each.checked).map((each) => each.value);
      change({ waves: wanted.length === data.waves.length ? null : wanted.join(",") });
    });
    return box;
  });
  return data.waves.length > 1 && h("fieldset", { class: "control" }, h("legend", null, word("Waves")),
    boxes.map((box) => h("label", { class: "pick" }, box, " ", box.value)));
}
const choice = (id, label, items, text) =>
  select(id, label, items.map((each) => [each.id, text(each)]), state.id || (items[0] || {}).id, (value) => change({ id: value }));
const order = (...options) => select("sort", word("Order"), options, state.sort || options[0][0],
  (value) => change({ sort: value === options[0][0] ? null : value }));
const controls = {
  topics: () => [],
  groups: () => [],
  topic: () => [choice("id", word("Topic"), data.sections, (each) => each.title),
    order(["asked", word("As asked")], ["high", word("Highest known first")]), waveBoxes()],
  question: () => [choice("id", word("Question"), data.questions, (each) => each.short),
    select("group", word("Groups"), [["", word("None")], ...data.groupings.map((each) => [each.id, each.label])],
      state.group || "", (value) => change({ group: value || null })),
    order(["asked", word("As asked")], ["high", word("Highest known first")]), waveBoxes()],
  respondents: () => [order(["name", word("Name")], ["country", word("Country")], ["waves", word("Most waves first")])],
  respondent: () => [choice("id", capital(one), data.respondents, (each) => each.name), waveBoxes()],
  group: () => {
    const grouping = groupings.get(state.by) || data.groupings[0];
    if (!grouping) return [];
    return [select("by", word("Groups"), data.groupings.map((each) => [each.id, each.label]), grouping.id,
      (value) => change({ by: value, id: null })),
    choice("id", grouping.label, grouping.values.map(([id, label]) => ({ id, label })), (each) => each.label), waveBoxes()];
  },
  find: () => {
    const box = h("input", { type: "search", id: "text", value: state.text || "", autocomplete: "off" });
    box.addEventListener("input", () => {
      state = { ...state, text: box.value };
      history.replaceState(null, "", address(state));
      show();
    });
    return [h("div", { class: "control" }, h("label", { for: "text" }, word("Find")), box),
      order(["asked", word("As asked")], ["name", word("A to Z")])];
  },
};

// Drawing.
const place = (id) => document.getElementById(id);
const current = { topic: "topics", respondent: "respondents", group: "groups" };
function draw() {
  const before = document.activeElement && document.activeElement.id;
  const viewBefore = state.view;
  state = read();
  const tabs = [["topics", word("Topics")], ["question", word("Questions")], ["respondents", capital(many)], ["groups", word("Groups")], ["find", word("Find")]]
    .filter(([view]) => view !== "respondents" || data.respondents.length)
    .filter(([view]) => view !== "groups" || data.groupings.length);
  place("views").replaceChildren(...tabs.map(([view, text]) => link({ view, waves: state.waves }, text,
    { "aria-current": (current[state.view] || state.view) === view && "page" })));
  place("views").hidden = false;
  const form = place("controls");
  form.replaceChildren(...controls[state.view]().filter(Boolean));
  form.hidden = !form.children.length;
  show();
  const again = before && form.contains(place(before)) && place(before);
  if (again && viewBefore === state.view) again.focus();
  else if (viewBefore === undefined) return;
  else if (state.view === "find") place("text").focus();
  else { place("heading").focus({ preventScroll: true }); scrollTo(0, 0); }
}
const page = document.title;
function show() {
  charts = [];
  const { title, body } = views[state.view]();
  place("view").replaceChildren(...body.flat(Infinity).filter(Boolean));
  place("status").textContent = title;
  document.querySelectorAll(".languages a").forEach((other) =>
    other.setAttribute("href", other.getAttribute("href").split("#")[0] + location.hash));
  document.title = `${title} · ${page}`;
  drawCharts();
}
addEventListener("load", drawCharts);
new ResizeObserver(drawCharts).observe(place("view"));
place("controls").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", () => { if (location.hash !== "#main") draw(); });
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address holds the state
  place("main").focus();
});
const start = performance.now();
state = {};
draw();
document.documentElement.dataset.drawn = `${Math.round(start)} ${Math.round(performance.now())}`;
