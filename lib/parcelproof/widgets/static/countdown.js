// Real time that a trainer gave, counted down in the browser: the kernel has nothing to do for it.
export default {
  render({ model, el }) {
    const clock = document.createElement("div");
    clock.className = "pp-countdown";
    clock.setAttribute("role", "timer");
    el.append(clock);
    const two = (number) => String(number).padStart(2, "0");
    const draw = () => {
      const until = model.get("until");
      clock.style.display = until ? "" : "none";
      if (!until) return;
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      const time = `${Math.floor(left / 60)}:${two(left % 60)}`;
      clock.textContent = left ? model.get("words").replace("{time}", time) : model.get("over");
      clock.classList.toggle("pp-over", !left);
    };
    const ticking = setInterval(draw, 1000);
    model.on("change", draw);
    draw();
    return () => {
      clearInterval(ticking);
      model.off("change", draw);
    };
  },
};
