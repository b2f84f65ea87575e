"""Pictures are served as nothing but pictures, in the sizes that pages asked for."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture as Wagtail made it for a page; what an editor uploaded, with all that a camera writes, is not served."""
    response = serve(request, name, document_root=str(Path(settings.MEDIA_ROOT) / "images"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
