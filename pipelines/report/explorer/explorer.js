// The explorer's own code. It picks, finds and sorts; every number is a text that SQL made.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (list) => new Map(list.map((one) => [one.id, one]));
  const waves = byId(data.waves);
  const sections = byId(data.sections);
  const questions = byId(data.questions);
  const indicators = byId(data.indicators);
  const groupings = byId(data.groupings);
  const respondents = byId(data.respondents);
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const [one, many] = data.noun;

  // ---- Words: phrases are English here, and data.words has them in the page's language.
  const word = (text) => data.words[text] || text;
  // A phrase in its parts: what stands in its braces is put there.
  const t = (text, parts) => word(text).split(/\{(\w+)\}/).map((part, place) => (place % 2 ? parts[part] : part));
  const line = (text, parts) => t(text, parts).join("");
  const all = () => line("All {nouns}", { nouns: many });

  // ---- Elements. Texts only ever become text nodes.
  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === true) node.setAttribute(name, "");
      else if (value !== false && value != null) node.setAttribute(name, value);
    }
    const kept = children.flat(Infinity).filter((child) => child != null && child !== false);
    // What is not in the page's language says in which it is.
    if (kept.length === 1 && data.foreign[kept[0]]) node.setAttribute("lang", data.foreign[kept[0]]);
    node.append(...kept.map((child) => (kept.length > 1 && data.foreign[child] ? h("span", { lang: data.foreign[child] }, child) : child)));
    return node;
  }
  const h = (tag, attributes, ...children) =>
    fill(document.createElement(tag), attributes, children);

  // ---- State: all of it stands in the address, after the #.
  let state = {};
  function read() {
    const found = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    return views[found.view] ? found : { view: "topics" };
  }
  function address(wanted) {
    const kept = Object.entries(wanted).filter(([, value]) => value != null);
    return "#" + new URLSearchParams(kept);
  }
  const link = (wanted, text, more) => h("a", { href: address(wanted), ...more }, text);
  function change(part) {
    location.hash = address({ ...state, ...part });
  }
  function chosenWaves() {
    if (state.waves == null) return data.waves.slice();
    const wanted = state.waves.split(",");
    return data.waves.filter((wave) => wanted.includes(wave.id));
  }

  // ---- Numbers. A number is the text of a figure, and carries its id.
  const figure = (id, text) => h("data", { "data-figure": id, title: id }, text);
  function count(amount, id) {
    const low = () => figure(`${id}.n`, amount.n);
    const high = () => figure(`${id}.n_high`, amount.high);
    switch (amount.phrase) {
      case "exact": return [low()];
      case "between": return t("between {n} and {high}", { n: low(), high: high() });
      case "at_least": return t("at least {n}", { n: low() });
      case "at_most": return t("at most {n}", { n: high() });
      case "hidden": return [word("too few to print")];
      default: return [word("not known")];
    }
  }
  function amountOf(amount, id) {
    if (!amount) return ["—"];
    if (amount.phrase === "published") {
      const n = figure(`${id}.published`, amount.n);
      return amount.base === "—" ? t("{n} as published", { n })
        : t("{n} of {base}, as published", { n, base: figure(`${id}.published_base`, amount.base) });
    }
    const parts = count(amount, id);
    if (amount.phrase === "unknown" || amount.phrase === "hidden") return parts;
    parts.push(" ", t("of {base}", { base: figure(`${id}.base`, amount.base) }));
    if (amount.phrase === "exact" && amount.share !== "—") {
      parts.push(" (", figure(`${id}.share`, amount.share), ")");
    }
    return parts;
  }
  const optionId = (wave, question, option) => `${wave}.option.${question}.${option}`;

  // ---- Charts. Vega draws them once the texts stand, at the width that there is; each repeats the
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

  // ---- Parts of pages.
  const heading = (text, more) =>
    h("h2", { id: "heading", tabindex: -1 }, text, more && h("span", { class: "aside" }, more));
  const scroll = (label, table) =>
    h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": label }, table);
  const head = (...names) =>
    h("thead", null, h("tr", null, names.map((name) => (name ? h("th", { scope: "col" }, name) : h("td")))));
  const list = (items) => h("ul", { class: "flat" }, items.map((item) => h("li", null, item)));
  function about(wave) {
    const notes = [];
    if (wave.kind === "reconstructed") {
      notes.push(h("p", { class: "note" }, h("strong", null, word("Reconstructed wave.")), " ",
        word("The answers themselves are lost. What stands here was read back from the report published at the time: what it states or what follows from it. Everything else is shown as not known.")));
    }
    if (wave.kind === "published") notes.push(h("p", { class: "note" }, word("Of this wave only published totals are known.")));
    if (wave.kind === "participation") notes.push(h("p", { class: "note" }, word("Of this wave it is known who answered, and not what.")));
    if (wave.stale) notes.push(h("p", { class: "note" }, word("Not up to date: the latest files of this wave could not be admitted.")));
    return notes;
  }
  function kindNotes(shown) {
    const marked = shown.filter((wave) => wave.kind !== "responses" || wave.stale);
    return marked.map((wave) => h("div", { class: "wave-note" }, h("p", { class: "soft" }, wave.id), about(wave)));
  }
  function respondentLinks(found, wave) {
    return found.flatMap((who, place) => [place > 0 && ", ",
      link({ view: "respondent", id: who.id }, who.name), wave && who.waves[wave.id] && ` (${word("not counted")})`]);
  }
  function respondentsWho(question, wave, test) {
    return data.respondents.filter((who) => {
      const answer = ((who.answers[question] || {})[wave]);
      return answer && test(answer);
    });
  }

  // ---- Views. Each returns what stands in the page, and says in a phrase what it is.
  function topics() {
    return {
      title: word("Topics"),
      body: [heading(word("Topics")), data.sections.map((section) => [
        h("h3", null, link({ view: "topic", id: section.id }, section.title)),
        section.intro && h("p", { class: "intro" }, section.intro),
        list(data.questions.filter((question) => question.section === section.id)
          .map((question) => link({ view: "question", id: question.id }, question.short))),
      ]), waveTable()],
    };
  }
  function waveTable() {
    return [h("h3", null, word("Waves")), h("table", { class: "who" }, head(word("Wave"), capital(many), word("What is known")),
      h("tbody", null, data.waves.slice().reverse().map((wave) => h("tr", null,
        h("th", { scope: "row" }, wave.page ? h("a", { href: `${encodeURIComponent(wave.id)}${data.ending}` }, t("Report {wave}", { wave: wave.id })) : wave.id),
        h("td", null, figure(`${wave.id}.wave.${wave.measure}`, wave.n)),
        h("td", null, wave.kindLabel, wave.period && h("span", { class: "aside" }, wave.period))))))];
  }

  function indicatorTable(found, shown, amountAt, label) {
    return scroll(label, h("table", { class: "grid" },
      h("thead", null, h("tr", null, h("td"), shown.map((wave) => h("th", { scope: "col" }, wave.id)))),
      h("tbody", null, found.map((row) => h("tr", null,
        h("th", { scope: "row" }, row.head),
        shown.map((wave) => {
          const [amount, id] = amountAt(row, wave);
          return h("td", null, amountOf(amount, id));
        }))))));
  }
  const inWaves = (indicator, shown) =>
    shown.filter((wave) => indicator.waves[wave.id]);
  const indicatorAt = (row, wave) =>
    [row.indicator.waves[wave.id], `${wave.id}.indicator.${row.indicator.id}`];

  function topic() {
    const section = sections.get(state.id) || data.sections[0];
    if (!section) return missing();
    const shown = chosenWaves();
    const found = data.indicators.filter((indicator) =>
      indicator.section === section.id && inWaves(indicator, shown).length);
    if (state.sort === "high") {
      const size = (indicator) => {
        const last = inWaves(indicator, shown).pop();
        return indicator.waves[last.id].low ?? -1;
      };
      found.sort((a, b) => size(b) - size(a));
    }
    const asked = shown.filter((wave) => found.some((indicator) => indicator.waves[wave.id]));
    const asks = data.questions.filter((question) => question.section === section.id);
    return {
      title: section.title,
      body: [heading(section.title),
        section.intro && h("p", { class: "intro" }, section.intro),
        found.length > 0 && [h("h3", null, word("Indicators")), besides(asked),
          lastBars(section.title, asked, (wave) => found.filter((indicator) => indicator.waves[wave.id])
            .map((indicator) => ({ label: indicator.title, amount: indicator.waves[wave.id] }))),
          indicatorTable(found.map((indicator) => ({
            indicator,
            head: indicator.question && questions.has(indicator.question)
              ? link({ view: "question", id: indicator.question }, indicator.title) : indicator.title,
          })), asked, indicatorAt, word("Indicators through the waves"))],
        h("h3", null, word("Questions")),
        list(asks.map((question) => link({ view: "question", id: question.id }, question.short))),
        kindNotes(asked)],
    };
  }
  // Bars of the last of the waves.
  function lastBars(title, shown, rowsIn) {
    if (!shown.length) return null;
    const last = shown[shown.length - 1];
    const drawn = barChart(`${title}, ${last.id}`, rowsIn(last));
    return drawn && [shown.length > 1 && h("p", { class: "soft" }, t("Drawn: {wave}", { wave: last.id })), drawn];
  }
  function besides(shown) {
    return shown.length > 1 && h("p", { class: "soft" },
      t("Other {nouns} answer each time: numbers side by side are no change.", { nouns: many }));
  }

  function question() {
    const found = questions.get(state.id) || data.questions[0];
    if (!found) return missing();
    const shown = chosenWaves();
    const asked = shown.filter((wave) => found.waves[wave.id]);
    const own = data.indicators.filter((indicator) => indicator.question === found.id
      && inWaves(indicator, shown).length);
    const tables = asked.slice().reverse().map((wave) => questionWave(found, wave));
    const parts = own.map((indicator) => indicatorPart(indicator, shown));
    return {
      title: found.short,
      body: [heading(found.short),
        h("p", { class: "meta" }, link({ view: "topic", id: found.section }, sections.get(found.section).title),
          ` · ${data.types[found.type]}`, found.askedIf && [` · ${word("Asked only where")} `, found.askedIf]),
        found.note && h("p", { class: "note" }, found.note),
        asked.length === 0 && h("p", null, word("None of the waves picked has answers to this question.")),
        state.group ? [parts, tables] : [tables, parts],
        state.group && own.length === 0 && h("p", null, word("Groups are shown of indicators; there is none on this question."))],
    };
  }
  function questionWave(found, wave) {
    const here = found.waves[wave.id];
    const start = `${wave.id}.question.${found.id}`;
    return h("section", { "aria-labelledby": `wave-${wave.id}` },
      h("h3", { id: `wave-${wave.id}` }, wave.id, h("span", { class: "aside" }, wave.kindLabel)),
      about(wave),
      h("p", { class: "wording" }, here.wording),
      h("p", { class: "meta" }, t("Asked of {n} {nouns}", { n: figure(`${start}.asked`, here.asked), nouns: many }),
        here.known !== "all" && [" · ", t("{n} not known, or known in part only", { n: figure(`${start}.unknown`, here.unknown) })]),
      here.break && h("p", { class: "note" }, t("Doesn’t compare with earlier waves: {why}", { why: here.break })),
      here.complete === false && h("p", { class: "note" }, word("More answers were offered than are known.")),
      Object.keys(here.numbers).length > 0 && h("dl", { class: "numbers" },
        Object.entries(here.numbers).map(([measure, text]) => h("div", null,
          h("dt", null, data.measures[measure]),
          h("dd", null, figure(`${wave.id}.number.${found.id}.${measure}`, text))))),
      barChart(`${found.short}, ${wave.id}`, sorted(here.options).map((option) => ({ label: option.label, amount: option }))),
      here.options.length > 0 && h("table", { class: "answers" },
        h("caption", { class: "vh" }, `${found.short}, ${wave.id}`),
        head(word("Answer"), capital(many)),
        h("tbody", null, sorted(here.options).map((option) => h("tr", null,
          h("th", { scope: "row" }, option.label, named(found, wave, option)),
          h("td", null, amountOf(option, optionId(wave.id, found.id, option.id))))))),
      here.states.length > 0 && h("dl", { class: "lists" }, here.states.map((outside) => h("div", null,
        h("dt", null, data.states[outside.id], quotedIn(outside), word(": ")), " ",
        h("dd", { class: "count inline" }, figure(`${start}.state.${outside.id}`, outside.n))))));
  }
  const quoted = (text) => t("“{text}”", { text });
  const quotedIn = (outside) => outside && outside.label && [" (", quoted(outside.label), ")"];
  function sorted(options) {
    if (state.sort !== "high") return options;
    return options.slice().sort((a, b) => (b.low ?? -1) - (a.low ?? -1));
  }
  function named(found, wave, option) {
    const who = respondentsWho(found.id, wave.id, (answer) => answer.yes.includes(option.id));
    return who.length > 0 && h("details", null,
      h("summary", null, word("By name")), h("p", { class: "soft" }, respondentLinks(who)));
  }
  function indicatorPart(indicator, shown) {
    const here = inWaves(indicator, shown);
    const grouping = groupings.get(state.group);
    const groups = grouping && indicator.groups[grouping.id];
    return h("section", { "aria-labelledby": `indicator-${indicator.id}` },
      h("h3", { id: `indicator-${indicator.id}` }, indicator.title), besides(here),
      lineChart(indicator, shown),
      indicatorTable([{ indicator, head: all() }], here, indicatorAt, indicator.title),
      here.map((wave) => indicator.waves[wave.id].break
        && h("p", { class: "note" }, t("{wave} doesn’t compare with {before}: {why}",
          { wave: wave.id, before: indicator.waves[wave.id].before, why: indicator.waves[wave.id].break }))),
      panelLines(indicator, shown),
      grouping && [h("h4", null, t("By {group}", { group: grouping.label.toLowerCase() })),
        groups ? groupRows(indicator, grouping, groups, here)
          : h("p", null, word("There are no groups of this kind in this indicator."))]);
  }
  function groupRows(indicator, grouping, groups, shown) {
    const here = shown.filter((wave) => Object.values(groups).some((points) => points[wave.id]));
    const rows = grouping.values.filter(([value]) => groups[value]).map(([value, label]) => ({
      value, label, head: link({ view: "group", by: grouping.id, id: value }, label),
    }));
    if (state.sort === "high" && here.length) {
      const last = here[here.length - 1].id;
      const size = (row) => (groups[row.value][last] ? Number(groups[row.value][last].n.replace(/\D/g, "")) : -1);
      rows.sort((a, b) => size(b) - size(a));
    }
    const title = `${indicator.title}, ${grouping.label}`;
    return [lastBars(title, here, (wave) => rows.filter((row) => groups[row.value][wave.id])
      .map((row) => ({ label: row.label, amount: groups[row.value][wave.id] }))),
    indicatorTable(rows, here, (row, wave) =>
      [groups[row.value][wave.id], `${wave.id}.group.${grouping.id}.${row.value}.${indicator.id}`], title)];
  }
  const pairsIn = (indicator, shown) => indicator.panels.filter((pair) =>
    shown.includes(waves.get(pair.from)) && shown.includes(waves.get(pair.to)));
  function panelLines(indicator, shown) {
    const pairs = pairsIn(indicator, shown);
    return pairs.length > 0 && h("ul", { class: "prose soft" }, pairs.map((pair) => {
      const id = `${pair.to}.both.${pair.from}.${indicator.id}`;
      const of = (measure) => figure(`${id}.${measure}`, pair[measure]);
      return h("li", null, t("Panel {from} to {to}: of {base} {nouns} whose answer is known in both, {n_from} and then {n_to} ({gained} started, {lost} stopped).",
        { from: pair.from, to: pair.to, nouns: many, base: of("base"), n_from: of("n_from"), n_to: of("n_to"), gained: of("gained"), lost: of("lost") }),
      pair.unknown !== "0" && [" ", t("Of {n} more it is not known.", { n: of("unknown") })]);
    }));
  }

  function respondentList() {
    const rows = data.respondents.slice();
    const orders = {
      country: (a, b) => a.countryName.localeCompare(b.countryName, data.language),
      waves: (a, b) => Object.keys(b.waves).length - Object.keys(a.waves).length,
    };
    if (orders[state.sort]) rows.sort(orders[state.sort]);
    const shown = data.waves.filter((wave) => rows.some((who) => wave.id in who.waves));
    return {
      title: capital(many),
      body: [heading(capital(many)),
        rows.length === 0 ? h("p", null, t("The {nouns} of this survey are not printed by name.", { nouns: many }))
          : scroll(capital(many), h("table", { class: "grid" }, head(word("Name"), word("Country"), word("Answered")),
            h("tbody", null, rows.map((who) => h("tr", null,
              h("th", { scope: "row" }, link({ view: "respondent", id: who.id }, who.name)),
              h("td", null, who.countryName),
              h("td", null, shown.filter((wave) => wave.id in who.waves).map((wave) => wave.id).join(", "))))))),
        tooMany()],
    };
  }
  const tooMany = () => !data.profiles
    && h("p", { class: "note" }, word("There are more answers than this page can hold: profiles are left out."));

  function respondent() {
    const who = respondents.get(state.id) || data.respondents[0];
    if (!who) return missing();
    const shown = chosenWaves().filter((wave) => wave.id in who.waves);
    const parts = data.sections.map((section) => profileSection(who, section, shown)).filter(Boolean);
    return {
      title: who.name,
      body: [heading(who.name),
        h("p", { class: "meta" }, capital(who.kindName || one), " · ",
          link({ view: "group", by: "country", id: who.country }, who.countryName)),
        h("ul", { class: "flat" }, shown.map((wave) => h("li", null, t("Answered {wave}", { wave: wave.id }),
          who.waves[wave.id] && [" (", t("not counted: {why}", { why: who.waves[wave.id] }), ")"], wave.kind !== "responses" && ` · ${wave.kindLabel}`))),
        shown.length === 0 && h("p", null, word("No answer in the waves picked.")),
        kindNotes(shown), tooMany(),
        data.profiles && parts.length === 0 && h("p", null, word("No answers are known.")), parts],
    };
  }
  function profileSection(who, section, shown) {
    const asked = data.questions.filter((found) => found.section === section.id && who.answers[found.id]
      && shown.some((wave) => who.answers[found.id][wave.id] && found.waves[wave.id]));
    if (!asked.length) return null;
    return h("section", { "aria-label": section.title },
      h("h3", null, link({ view: "topic", id: section.id }, section.title)),
      h("table", { class: "profile" }, head(word("Wave"), word("Answer"), all()),
        asked.map((found) => h("tbody", null,
          h("tr", null, h("th", { scope: "rowgroup", colspan: 3 }, link({ view: "question", id: found.id }, found.short))),
          shown.filter((wave) => who.answers[found.id][wave.id] && found.waves[wave.id])
            .map((wave) => profileRow(found, wave, who.answers[found.id][wave.id])),
          profilePanel(who, found, shown)))));
  }
  function profilePanel(who, found, shown) {
    const parts = data.indicators.filter((indicator) => indicator.question === found.id)
      .map((indicator) => [indicator, [lineChart(indicator, shown, who), panelLines(indicator, shown)].filter(Boolean)]);
    return parts.filter(([, part]) => part.length).map(([indicator, part]) => h("tr", null,
      h("td", { colspan: 3 }, h("p", { class: "soft" }, indicator.title), part)));
  }
  function profileRow(found, wave, answer) {
    const here = found.waves[wave.id];
    const label = (id) => (here.options.find((option) => option.id === id) || {}).label;
    const said = answer.yes.filter((id) => label(id));
    const parts = said.map((id) => h("div", null, label(id)));
    if (answer.given != null) parts.push(h("div", null, found.type === "number" ? answer.given : quoted(answer.given)));
    const out = here.states.find((outside) => outside.id === answer.state);
    if (answer.state !== "answered") {
      const words = data.states[answer.state];
      const rest = said.length > 0 && answer.state === "unknown" ? word("The rest is not known") : words;
      parts.push(h("div", { class: "soft" }, rest, quotedIn(out)));
    } else if (!parts.length) parts.push(h("div", { class: "soft" }, word("Answered")));
    answer.no.filter((id) => label(id)).forEach((id) => parts.push(h("div", { class: "soft" }, t("Not: {answer}", { answer: label(id) }))));
    const others = [...said, ...answer.no].filter((id) => label(id)).map((id) => {
      const option = here.options.find((each) => each.id === id);
      const several = said.length + answer.no.length > 1;
      return h("div", null, several && [option.label, word(": ")], amountOf(option, optionId(wave.id, found.id, id)));
    });
    if (here.numbers.median) others.push(h("div", null, data.measures.median, " ", figure(`${wave.id}.number.${found.id}.median`, here.numbers.median)));
    if (out) others.push(h("div", { class: "soft" }, data.states[out.id], word(": "), figure(`${wave.id}.question.${found.id}.state.${out.id}`, out.n)));
    return h("tr", null, h("th", { scope: "row" }, wave.id), h("td", null, parts), h("td", null, others));
  }

  function groups() {
    return {
      title: word("Groups"),
      body: [heading(word("Groups")), data.groupings.map((grouping) => [
        h("h3", null, grouping.label),
        list(grouping.values.map(([value, label]) => link({ view: "group", by: grouping.id, id: value }, label)))])],
    };
  }
  function group() {
    const grouping = groupings.get(state.by) || data.groupings[0];
    if (!grouping || !grouping.values.length) return missing();
    const [value, label] = grouping.values.find(([id]) => id === state.id) || grouping.values[0];
    const shown = chosenWaves();
    const field = { country: "country", kind: "kind" }[grouping.id];
    const who = field ? data.respondents.filter((each) => each[field] === value) : [];
    const found = data.indicators.filter((indicator) => (indicator.groups[grouping.id] || {})[value]);
    return {
      title: label,
      body: [heading(label, grouping.label),
        who.length > 0 && [h("h3", null, word("Who answered")), list(shown.map((wave) => {
          const here = who.filter((each) => wave.id in each.waves);
          return here.length > 0 && [h("strong", null, wave.id), word(": "), respondentLinks(here, wave)];
        }).filter(Boolean))],
        found.length === 0 && h("p", null, word("No indicator is known for this group.")),
        sections.size > 0 && data.sections.map((section) => groupSection(section, grouping, [value, label], found, shown)),
        kindNotes(shown.filter((wave) => found.some((indicator) => indicator.groups[grouping.id][value][wave.id])))],
    };
  }
  function groupSection(section, grouping, [value, label], found, shown) {
    const rows = found.filter((indicator) => indicator.section === section.id)
      .map((indicator) => ({ indicator, points: indicator.groups[grouping.id][value] }));
    const here = shown.filter((wave) => rows.some((row) => row.points[wave.id]));
    if (!here.length) return null;
    return [h("h3", null, section.title),
      here.map((wave) => {
        const known = rows.filter((row) => row.points[wave.id]);
        return known.length > 0 && [barChart(`${label}, ${section.title}, ${wave.id}`, known.flatMap(({ indicator, points }) => [
          { label: `${indicator.title}${word(": ")}${label}`, amount: points[wave.id] },
          ...(indicator.waves[wave.id] ? [{ label: all(), amount: indicator.waves[wave.id] }] : [])])),
        h("table", { class: "profile" },
          h("caption", null, wave.id), head("", word("This group"), all()),
          h("tbody", null, known.map((row) => h("tr", null,
            h("th", { scope: "row" }, row.indicator.question && questions.has(row.indicator.question)
              ? link({ view: "question", id: row.indicator.question, group: grouping.id }, row.indicator.title) : row.indicator.title),
            h("td", null, amountOf(row.points[wave.id], `${wave.id}.group.${grouping.id}.${value}.${row.indicator.id}`)),
            h("td", null, amountOf(...indicatorAt(row, wave)))))))];
      })];
  }

  // ---- Find: letters are compared without accents and case.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  function entries() {
    const found = [];
    data.sections.forEach((each) => found.push([word("Topic"), each.title, { view: "topic", id: each.id }, each.title]));
    data.questions.forEach((each) => {
      const texts = Object.values(each.waves).flatMap((here) => [here.wording, ...here.options.map((option) => option.label)]);
      found.push([word("Question"), each.short, { view: "question", id: each.id }, [each.short, ...texts].join("\n")]);
    });
    data.indicators.forEach((each) => each.question && questions.has(each.question)
      && found.push([word("Indicator"), each.title, { view: "question", id: each.question }, each.title]));
    data.respondents.forEach((each) => found.push([capital(one), each.name, { view: "respondent", id: each.id }, each.name]));
    data.groupings.forEach((each) => each.values.forEach(([value, label]) =>
      found.push([each.label, label, { view: "group", by: each.id, id: value }, label])));
    return found.map(([kind, title, to, text]) => ({ kind, title, to, text, plain: plain(text) }));
  }
  let index = null;
  function find() {
    index = index || entries();
    const wanted = plain(state.text || "").split(/\s+/).filter(Boolean);
    const hits = wanted.length ? index.filter((entry) => wanted.every((word) => entry.plain.includes(word))) : [];
    const counted = line("{n} found", { n: hits.length });
    if (state.sort === "name") hits.sort((a, b) => a.title.localeCompare(b.title, data.language));
    return {
      title: wanted.length ? counted : word("Find"),
      body: [heading(word("Find")),
        h("p", null, wanted.length ? counted : t("Words of a question, an answer offered, a name or a group.")),
        h("ul", { class: "flat hits" }, hits.map((hit) => h("li", null, link(hit.to, hit.title),
          h("span", { class: "aside" }, hit.kind, matching(hit, wanted)))))],
    };
  }
  function matching(hit, wanted) {
    if (wanted.every((word) => plain(hit.title).includes(word))) return null;
    const found = hit.text.split("\n").find((text) => wanted.some((word) => plain(text).includes(word)));
    return found && [word(": "), found];
  }
  const missing = () => ({ title: word("Nothing here"), body: [heading(word("Nothing here")), h("p", null, word("This survey has nothing of this kind to show yet."))] });

  const views = { topics, topic, question, respondents: respondentList, respondent, groups, group, find };

  // ---- Controls.
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

  // ---- Drawing.
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
})();
