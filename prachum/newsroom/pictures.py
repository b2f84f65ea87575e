"""Pictures are served as nothing but pictures, in the sizes that pages asked for."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture as Wagtail made it for a page; what was uploaded, with all that a camera writes there, is not."""
    try:
        path = Path(safe_join(Path(settings.MEDIA_ROOT) / "images", name))
    except SuspiciousFileOperation:
        raise Http404 from None
    kind = mimetypes.guess_type(path.name)[0] or ""
    if not (kind.startswith("image/") and path.is_file()):
        raise Http404
    return HttpResponse(path.read_bytes(), content_type=kind, headers={"Cache-Control": "public, max-age=86400"})
