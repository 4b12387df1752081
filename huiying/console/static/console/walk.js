// "From where I stand": asks the phone once and opens the same list with the place in its address.
const button = document.querySelector("[data-from-here]");
const failed = document.querySelector("[data-from-here-failed]");

if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const address = new URL(location.href);
        address.searchParams.set("lat", coords.latitude.toFixed(5));
        address.searchParams.set("lon", coords.longitude.toFixed(5));
        location.assign(address);
      },
      () => {
        button.disabled = false;
        failed.hidden = false;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
