// Numbers. A number is the text of a figure, and carries its id.
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
