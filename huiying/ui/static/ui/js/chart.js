// <hy-chart data-from="id of a JSON script" src="/static/vendor/echarts.min.js">: a picture beside
// its table. The library is only loaded where a chart is; tooltips are drawn, not made of HTML.
class Chart extends HTMLElement {
  async connectedCallback() {
    const source = document.getElementById(this.dataset.from);
    if (!source) return;
    await this.library();
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const place = Object.assign(document.createElement("div"), { className: "chart" });
    this.replaceChildren(place);
    const options = JSON.parse(source.textContent);
    const chart = window.echarts.init(place, dark ? "dark" : null, { renderer: "canvas" });
    chart.setOption({
      backgroundColor: "transparent",
      animation: false,
      textStyle: { fontFamily: getComputedStyle(this).fontFamily },
      ...options,
      tooltip: { trigger: "axis", renderMode: "richText", ...options.tooltip },
    });
    new ResizeObserver(() => chart.resize()).observe(this);
  }

  library() {
    if (window.echarts) return Promise.resolve();
    Chart.loading ??= new Promise((done, failed) => {
      const script = Object.assign(document.createElement("script"), { src: this.getAttribute("src") });
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
    return Chart.loading;
  }
}
customElements.define("hy-chart", Chart);
