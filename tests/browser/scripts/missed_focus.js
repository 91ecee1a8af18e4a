// What the Tab key did not reach, and what it reached unseen or in another order than the page's.
() => {
  const { wanted, reached, unseen } = window.focusWatch;
  const name = (node) => node.outerHTML.slice(0, 120);
  return {
    missed: wanted.filter((node) => !reached.includes(node)).map(name),
    unseen,
    disordered: wanted.filter((node, place) => reached[place] !== node).map(name),
  };
}
