// Find: letters are compared without accents and case.
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
