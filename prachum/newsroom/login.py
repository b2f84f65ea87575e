"""Who opens the editors' desk is asked in their own language for name and password and told why it stays shut."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import LoginForm

from prachum.newsroom.said import said, said_later
from prachum.registry import limits


class Login(LoginForm):
    """Wagtail's own, whose label of the password is in no catalogue, and which knows of no waiting."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = said_later("password")

    def get_invalid_login_error(self) -> ValidationError:
        """Of who has to wait no password was looked at: it may have been right."""
        if getattr(self.request, "login_waits", False):
            return ValidationError(said("login_waits", seconds=limits.seconds_left()), code="login_waits")
        wrong: ValidationError = super().get_invalid_login_error()
        return wrong
