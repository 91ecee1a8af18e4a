// Follows ten links to each kind of view, found in the first view and wherever they lead.
async () => {
  const kinds = {};
  const enough = (href) => {
    const kind = new URLSearchParams(href.slice(1)).get("view");
    kinds[kind] = (kinds[kind] || 0) + 1;
    return kinds[kind] > 10;
  };
  const links = () => [...document.querySelectorAll("a[href^='#view']")]
    .map((node) => [node.getAttribute("href"), node.textContent]);
  const waiting = links();
  const followed = new Set();
  const dead = [];
  const places = new Set();
  while (waiting.length) {
    const [href, text] = waiting.pop();
    if (followed.has(href) || enough(href)) continue;
    followed.add(href);
    const changed = new Promise((done) => { addEventListener("hashchange", done, { once: true }); });
    if (location.hash !== href) { location.hash = href; await changed; }
    const heading = document.getElementById("heading").firstChild.data;
    const wanted = new URLSearchParams(href.slice(1)).get("id");
    if (heading === "Nothing here" || (wanted && document.title.split(" · ")[0] !== heading)) dead.push(`${href} ${text}`);
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => places.add(`${href} ${id}`));
    waiting.push(...links());
  }
  return { followed: followed.size, dead, places: [...places] };
}
