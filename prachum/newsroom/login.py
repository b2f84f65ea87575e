"""Who opens the editors' desk is asked in their own language for both of name and password."""

from wagtail.admin.forms.auth import LoginForm

from prachum.newsroom.said import said_later


class Login(LoginForm):
    """Wagtail's own, whose label of the password is in no catalogue."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = said_later("password")
