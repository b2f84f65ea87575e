"""A page's body is paragraphs and numbered points; pictures have words for those who do not see them."""

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from prachum.newsroom.said import said_later


class Picture(blocks.StructBlock):
    """A picture, what it shows, and what is written under it."""

    image = ImageChooserBlock(label=said_later("picture"))
    shows = blocks.CharBlock(label=said_later("picture_shows"), max_length=300)
    caption = blocks.CharBlock(label=said_later("caption"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = said_later("picture")


class Body(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(features=["bold", "italic", "link"], label=said_later("paragraph"))
    points = blocks.ListBlock(blocks.CharBlock(max_length=2000), label=said_later("points"))
