// JupyterLab takes single letters and arrows as commands unless the focus is in a text field. Lists and buttons
// are no text fields. The attribute asks it to look away; it must stand on the very element that has the focus.
const TRIES = 300;
const CONTROLS = "select, button, input, textarea, a[href], summary, [tabindex]";

const mark = (output) => {
  for (const control of output.querySelectorAll(CONTROLS)) {
    control.setAttribute("data-lm-suppress-shortcuts", "true");
  }
};

export default {
  render({ el }) {
    el.style.display = "none";
    let left = TRIES;
    let watch = null;
    // A widget is drawn before it hangs in the page; only then its output can be found.
    const begin = () => {
      const output = el.closest(".jp-OutputArea-output, .jp-OutputArea-child");
      if (output) {
        mark(output);
        watch = new MutationObserver(() => mark(output));
        watch.observe(output, { childList: true, subtree: true });
      } else if (left-- > 0) requestAnimationFrame(begin);
    };
    begin();
    return () => watch && watch.disconnect();
  },
};
