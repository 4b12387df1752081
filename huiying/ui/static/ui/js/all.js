// One module a behaviour; every page works without any of them.
import "./setup.js";
import "./once.js";
import "./busy.js";
import "./clock.js";
import "./draft.js";
import "./combobox.js";
import "./multibox.js";
import "./confirm.js";
import "./photos.js";
import "./shortcuts.js";
import "./chart.js";
