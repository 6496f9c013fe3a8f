"""The delivery API: published content for readers, over HTTP, without a sign-in.

`reading` finds what readers may see and never loads a draft; `api` answers with it.
"""

from copydesk.content.delivery.api import delivery_routes
from copydesk.content.delivery.reading import DeliveryReader

__all__ = ["DeliveryReader", "delivery_routes"]
