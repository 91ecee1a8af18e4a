// Notes all that the Tab key reaches from now on, and whether its focus can be seen; returns how
// many elements it must reach.
() => {
  const wanted = [...document.querySelectorAll(
    "a[href], button, select, input, textarea, summary, [tabindex='0']")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled);
  window.focusWatch = { wanted, reached: [], unseen: [] };
  document.addEventListener("focusin", ({ target }) => {
    const style = getComputedStyle(target);
    const box = target.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    window.focusWatch.reached.push(target);
    if (!outlined || !inside) window.focusWatch.unseen.push(target.outerHTML.slice(0, 120));
  });
  return wanted.length;
}
