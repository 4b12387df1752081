// Where the telephone is while a check is written: asked for at once, put into the form, told.
const form = document.querySelector("form[data-located]");
const told = form?.querySelector("[data-place]");

if (form && navigator.geolocation) {
  told.textContent = form.dataset.locating;
  navigator.geolocation.watchPosition(
    ({ coords }) => {
      form.elements.lon.value = coords.longitude.toFixed(6);
      form.elements.lat.value = coords.latitude.toFixed(6);
      told.textContent = form.dataset.located.replace("{m}", Math.round(coords.accuracy));
    },
    () => { told.textContent = form.dataset.unlocated; },
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 },
  );
}
