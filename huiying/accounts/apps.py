"""Application accounts."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "huiying.accounts"
    label = "accounts"
    verbose_name = _("人员")

    def ready(self) -> None:
        """Who may enter the administration is a matter of posts, so the site is ours."""
        apps.get_app_config("admin").default_site = "huiying.accounts.site.Site"  # type: ignore[attr-defined]
