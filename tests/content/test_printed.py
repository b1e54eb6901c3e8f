"""Every page of the real content can be printed, in letters that the fonts have."""

from django.test import RequestFactory

from editorial.registry import kinds
from jakinfo.pages import printed


def test_every_page_of_the_content_can_be_printed(content):
    for kind in printed.TOLD:
        for live in kinds()[kind].live.objects.all():
            document = printed.document(RequestFactory().get("/"), live)
            assert not document["boxes"], live
            assert len(document["sources"]) > 0, live
            assert printed.pdf(document, live.published_at).startswith(b"%PDF-"), live
