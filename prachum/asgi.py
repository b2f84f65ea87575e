"""The one ASGI application that `prachum up` serves."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prachum.settings")

application = get_asgi_application()
